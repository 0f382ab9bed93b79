import { implement, type TypedApp } from "@session/http";
import { MAX_HITS, searchRoutes as routes } from "@session/sdk/indexer-api";
import type { IndexerModules } from "../../modules.ts";
import { Search } from "../search.ts";

export function searchRoutes(app: TypedApp, { database }: Pick<IndexerModules, "database">): void {
  const search = new Search(database.queries);
  implement(app, routes.search, async ({ query }) => ({ items: (await search.find(query.q)).slice(0, MAX_HITS) }));
}
