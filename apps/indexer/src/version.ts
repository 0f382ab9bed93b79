/** Version of the indexer's software; also told by the API. */
export const VERSION = "0.1.0";
