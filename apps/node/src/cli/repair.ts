import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { presetOf } from "@session/protocol";
import { Command } from "commander";
import { ChainStore } from "../store/chainStore.ts";
import { Database } from "../store/database.ts";
import { StoreError } from "../store/errors.ts";
import { checkNetwork } from "../store/identity.ts";
import { rebuild } from "../store/rebuild.ts";
import { readNetwork } from "./networkFile.ts";
import { dataDirOption, networkOption } from "./options.ts";

export function repairCommand(): Command {
  return new Command("repair")
    .description(
      "after STORE_CORRUPT: go back to the last good height; the rest comes from peers, the sign guard is kept",
    )
    .addOption(dataDirOption())
    .addOption(networkOption().makeOptionMandatory())
    .action(async ({ dataDir, network: file }: { dataDir: string; network: string }) => {
      const network = await readNetwork(file);
      const { database, dropped } = await openSound(dataDir);
      try {
        await checkNetwork(database, dataDir, network.genesisHash);
        const repaired = await repair(database, dropped, network);
        process.stdout.write(`${JSON.stringify({ repaired: true, ...repaired })}\n`);
      } finally {
        await database.close();
      }
    });
}

async function repair(database: Database, dropped: number, { genesis, genesisHash }: Network) {
  const store = new ChainStore(database, genesis);
  const good = await store.findGoodHeight();
  // A block lost in the middle can't be served or shown: then everything comes from peers again.
  const height = (await store.hasAllUpTo(good)) ? good : 0;
  await store.truncate(height);
  // What LevelDB itself has dropped leaves no trace, so all that follows from the blocks is written again.
  await rebuild(store, height, { genesis, genesisHash, preset: presetOf(genesis.preset), bls: blst });
  return { height, dropped };
}

/** The store without its damaged entries; LevelDB's own salvage comes in where it can't open or read it. */
async function openSound(dataDir: string): Promise<{ database: Database; dropped: number }> {
  try {
    return await openAndDrop(dataDir);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "STORE_CORRUPT") throw error;
    await Database.salvage(dataDir);
    return openAndDrop(dataDir);
  }
}

async function openAndDrop(dataDir: string): Promise<{ database: Database; dropped: number }> {
  const database = await Database.open(dataDir);
  try {
    return { database, dropped: (await database.dropDamaged()).length };
  } catch (error) {
    await database.close();
    throw error;
  }
}
