export type { Route } from "@session/sdk/indexer-api";
