import { ChainStore } from "../../src/store/chainStore.ts";
import { Database } from "../../src/store/database.ts";
import { buildHistory, INTERVAL } from "./support.ts";

/** A process of its own that stores block after block and says each height once it is acknowledged, until it is killed. */
const [folder = "", length = "0"] = process.argv.slice(2);
const { builder, blocks } = buildHistory(Number(length));
const store = new ChainStore(await Database.open(folder), builder.genesis);
const from = (await store.loadHead())?.block.header.height ?? 0;
process.stdout.write(`from ${from}\n`);
for (const built of blocks.slice(from)) {
  await store.save({ block: built.block, commit: built.commit }, built, INTERVAL);
  process.stdout.write(`${built.block.header.height}\n`);
}
process.stdout.write("done\n");
