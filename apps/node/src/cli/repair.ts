import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { readNetwork } from "@session/config/file";
import { presetOf } from "@session/protocol";
import { Command } from "commander";
import { ChainStore } from "../store/chainStore.ts";
import type { Database } from "../store/database.ts";
import { checkNetwork } from "../store/identity.ts";
import { setAsideDamagedL2 } from "../store/l2Store.ts";
import { openSalvaged } from "../store/openSalvaged.ts";
import { rebuild } from "../store/rebuild.ts";

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
      const { database, dropped, setAside } = await openSalvaged(dataDir);
      try {
        await checkNetwork(database, dataDir, network.genesisHash);
        const height = await goBack(database, network);
        const files = setAside.map((file) => `store/${file}`);
        if (await setAsideDamagedL2(dataDir)) files.push("l2");
        process.stdout.write(`${JSON.stringify({ repaired: true, height, dropped, setAside: files })}\n`);
      } finally {
        await database.close();
      }
    });
}

/** To the newest good height, which it returns. */
async function goBack(database: Database, { genesis, genesisHash }: Network): Promise<number> {
  const store = new ChainStore(database, genesis);
  const good = await store.findGoodHeight();
  // A block lost in the middle can't be served or shown: then everything comes from peers again.
  const height = (await store.hasAllUpTo(good)) ? good : 0;
  await store.truncate(height);
  // What LevelDB itself has dropped leaves no trace, so all that follows from the blocks is written again.
  await rebuild(store, height, { genesis, genesisHash, preset: presetOf(genesis.preset), bls: blst });
  return height;
}
