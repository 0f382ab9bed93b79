import { readFile } from "node:fs/promises";
import { parseNetwork } from "@session/config";
import { Command } from "commander";
import { ChainStore } from "../store/chainStore.ts";
import { Database } from "../store/database.ts";
import { StoreError } from "../store/errors.ts";
import { dataDirOption, networkOption } from "./options.ts";

export function repairCommand(): Command {
  return new Command("repair")
    .description(
      "after STORE_CORRUPT: go back to the last good height; the rest comes from peers, the sign guard is kept",
    )
    .addOption(dataDirOption())
    .addOption(networkOption().makeOptionMandatory())
    .action(async ({ dataDir, network }: { dataDir: string; network: string }) => {
      const { genesis } = parseNetwork(JSON.parse(await readFile(network, "utf8")));
      const database = await openSalvaged(dataDir);
      const dropped = await database.dropDamaged();
      const store = new ChainStore(database, genesis);
      const good = await store.findGoodHeight();
      // A block lost in the middle can't be served or shown: then everything comes from peers again.
      const height = (await store.hasAllUpTo(good)) ? good : 0;
      await store.truncate(height);
      await database.close();
      process.stdout.write(`${JSON.stringify({ repaired: true, height, dropped })}\n`);
    });
}

async function openSalvaged(dataDir: string): Promise<Database> {
  try {
    return await Database.open(dataDir);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "STORE_CORRUPT") throw error;
    await Database.salvage(dataDir);
    return Database.open(dataDir);
  }
}
