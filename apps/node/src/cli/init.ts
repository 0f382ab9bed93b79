import { Command, InvalidArgumentError, Option } from "commander";
import { toHex } from "../api/format.ts";
import { createKeys } from "../keys/nodeKeys.ts";
import { peerIdOf } from "../p2p/peerId.ts";
import { dataDirOption } from "./options.ts";

function toSeed(text: string): Uint8Array {
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(text)) throw new InvalidArgumentError("A seed is 32 bytes of hex.");
  return new Uint8Array(Buffer.from(text.slice(-64), "hex"));
}

export function initCommand(): Command {
  return new Command("init")
    .description("make this node's keys")
    .addOption(dataDirOption())
    .addOption(
      new Option("--seed <hex>", "32 bytes to derive the keys from; development networks only").argParser(toSeed),
    )
    .action(async ({ dataDir, seed }: { dataDir: string; seed?: Uint8Array }) => {
      const keys = await createKeys(dataDir, seed);
      const shown = {
        ed25519: toHex(keys.ed25519Key),
        bls: toHex(keys.blsKey),
        peerId: peerIdOf(keys.ed25519Key),
        dataDir,
      };
      process.stdout.write(`${JSON.stringify(shown)}\n`);
    });
}
