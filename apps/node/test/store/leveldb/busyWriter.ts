import { seededRandom } from "@session/testing";
import { Database } from "../../../src/store/database.ts";
import { keyOf, valueFor } from "./support.ts";

/** A process of its own that overwrites large values for ever, so that LevelDB always flushes and compacts. */
const [dataDir = "", seed = "0"] = process.argv.slice(2);
const random = seededRandom(Number(seed), () => {});
const database = await Database.open(dataDir);
const filling = random.bytes(40_000);
process.stdout.write("open\n");
for (let batch = 1; ; batch++) {
  const keys = Array.from({ length: 30 }, () => keyOf(random.int(0, 1_500)));
  await database.write(keys.map((key) => ({ type: "put", key, value: valueFor(key, filling) })));
  process.stdout.write(`${batch}\n`);
}
