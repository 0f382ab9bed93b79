import { Command } from "commander";
import { toHex } from "../api/format.ts";
import { createKeys } from "../keys/nodeKeys.ts";
import { peerIdOf } from "../p2p/peerId.ts";
import { dataDirOption } from "./options.ts";

export function initCommand(): Command {
  return new Command("init")
    .description("make this node's keys")
    .addOption(dataDirOption())
    .option("--seed <hex>", "32 bytes to derive the keys from; development networks only")
    .action(async ({ dataDir, seed }: { dataDir: string; seed?: string }) => {
      const bytes = seed === undefined ? undefined : new Uint8Array(Buffer.from(seed.replace(/^0x/, ""), "hex"));
      const keys = await createKeys(dataDir, bytes);
      const shown = {
        ed25519: toHex(keys.ed25519Key),
        bls: toHex(keys.blsKey),
        peerId: peerIdOf(keys.ed25519Key),
        dataDir,
      };
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    });
}
