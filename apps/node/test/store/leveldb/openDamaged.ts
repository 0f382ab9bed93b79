import { join } from "node:path";
import { hasCode } from "@session/protocol";
import { Database } from "../../../src/store/database.ts";
import { openSalvaged } from "../../../src/store/openSalvaged.ts";
import { isFor, openRaw } from "./support.ts";

/** A process of its own, as LevelDB may end it: opens a damaged store, repairs it, compacts all of it, reads all of it. */
const [dataDir = ""] = process.argv.slice(2);
const refusal = await Database.open(dataDir).then(
  () => "none",
  (error: unknown) => (hasCode(error, "STORE_CORRUPT") ? "STORE_CORRUPT" : String(error)),
);
const { database, dropped, setAside } = await openSalvaged(dataDir);
const repaired = await count(database);
await database.close();
const level = await openRaw(join(dataDir, "store"));
await level.compactRange("a", "z");
await level.close();
const again = await Database.open(dataDir);
const compacted = await count(again);
await again.close();
process.stdout.write(JSON.stringify({ refusal, dropped, setAside: setAside.length, repaired, compacted }));

async function count(store: Database): Promise<{ entries: number; wrong: number }> {
  let [entries, wrong] = [0, 0];
  for await (const [key, value] of store.table("block")) {
    entries++;
    if (!isFor(key, value)) wrong++;
  }
  return { entries, wrong };
}
