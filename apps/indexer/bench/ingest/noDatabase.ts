import type { Database, Queries, Writer } from "../../src/database/database.ts";

/** A query nothing is found by, whatever is chained to it. */
function emptyQuery(): unknown {
  const query: unknown = new Proxy(() => undefined, {
    get: (_, name) => (name === "then" ? (resolve: (rows: never[]) => void) => resolve([]) : () => query),
    apply: () => query,
  });
  return query;
}

/** Keeps nothing and costs nothing: with it the pipeline shows what it does on its own. */
export function noDatabase(): Database {
  const queries = emptyQuery() as Queries;
  const nothing = async () => undefined;
  const writer: Writer = { queries, append: nothing, upsert: nothing, update: nothing, delete: nothing };
  return {
    kind: "postgres",
    queries,
    transaction: (work) => work(writer),
    prepare: () => undefined,
    close: async () => undefined,
  };
}
