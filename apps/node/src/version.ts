/** Version of the node's software; also told to peers and by the API. */
export const VERSION = "0.1.0";
