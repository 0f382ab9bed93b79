import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { toHex } from "../api/format.ts";
import { NodeError } from "../errors.ts";
import { loadKeys, type NodeKeys, restoreKeys } from "../keys/nodeKeys.ts";
import { dataDirOption } from "./options.ts";

const show = (keys: NodeKeys): void => {
  process.stdout.write(`${JSON.stringify({ ed25519: toHex(keys.ed25519Key), bls: toHex(keys.blsKey) })}\n`);
};

export function keysCommand(): Command {
  const command = new Command("keys").description("show, back up or restore this node's keys");
  command
    .command("show")
    .description("print the public keys")
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => show(await loadKeys(dataDir)));
  command
    .command("backup")
    .description("write both SECRET keys to a new file only you can read")
    .argument("<file>")
    .addOption(dataDirOption())
    .action(async (file: string, { dataDir }: { dataDir: string }) => {
      const keys = await loadKeys(dataDir);
      const secrets = { ed25519: toHex(keys.ed25519Seed), bls: toHex(keys.blsSecret) };
      await writeBackup(file, `${JSON.stringify(secrets)}\n`);
      show(keys);
    });
  command
    .command("restore")
    .description("put backed-up keys in place; start with --restored-key afterwards")
    .argument("<file>")
    .addOption(dataDirOption())
    .action(async (file: string, { dataDir }: { dataDir: string }) => {
      const { ed25519, bls } = parseBackup(file, await readBackup(file));
      show(await restoreKeys(dataDir, ed25519, bls));
    });
  return command;
}

/** Flushed to the disk before anybody relies on it. */
async function writeBackup(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o400, flag: "wx", flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const message = `${path} is there already and is left as it is. Choose another name for the backup.`;
    throw new NodeError({ code: "KEYS_EXIST", path }, message, { cause: error });
  }
}

async function readBackup(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NodeError({ code: "KEYS_MISSING", path }, `No backup can be read from ${path}: ${reason}.`, {
      cause: error,
    });
  }
}

function parseBackup(file: string, text: string): { ed25519: Uint8Array; bls: Uint8Array } {
  const fields = tryParse(text);
  const read = (name: string) => {
    const value = fields?.[name];
    if (typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value))
      return new Uint8Array(Buffer.from(value.slice(2), "hex"));
    const message = `${file} isn't a key backup: ${name} isn't 32 bytes of hex.`;
    throw new NodeError({ code: "KEYS_MISSING", path: file }, message);
  };
  return { ed25519: read("ed25519"), bls: read("bls") };
}

function tryParse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
