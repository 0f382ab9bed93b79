import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { blst } from "@session/bls/blst";
import { NodeError } from "../errors.ts";

/** A node's two identities. Secrets are 32 B: the ed25519 seed (also its peer id) and the BLS scalar. */
export type NodeKeys = {
  readonly ed25519Seed: Uint8Array;
  readonly ed25519Key: Uint8Array;
  readonly blsSecret: Uint8Array;
  readonly blsKey: Uint8Array;
};

const keyPath = (dataDir: string, name: "ed25519" | "bls") => join(dataDir, "keys", name);

/**
 * Creates a node's keys, readable by their owner only, each file appearing whole or not at all.
 *
 * @param seed 32 B to derive both from, for development networks only; random without it
 * @throws NodeError KEYS_EXIST: keys are never overwritten
 */
export async function createKeys(dataDir: string, seed?: Uint8Array): Promise<NodeKeys> {
  const ed25519Seed = seed === undefined ? randomBytes(32) : seed;
  const blsSecret = blst.deriveSecretKey(
    seed === undefined ? randomBytes(32) : Buffer.concat([seed, Buffer.from("bls")]),
  );
  await mkdir(join(dataDir, "keys"), { recursive: true, mode: 0o700 });
  await writeSecret(keyPath(dataDir, "ed25519"), ed25519Seed);
  await writeSecret(keyPath(dataDir, "bls"), blsSecret);
  return toKeys(ed25519Seed, blsSecret);
}

/** @throws NodeError KEYS_MISSING when there are none or they aren't 32 hex bytes each */
export async function loadKeys(dataDir: string): Promise<NodeKeys> {
  const read = async (name: "ed25519" | "bls") => {
    const path = keyPath(dataDir, name);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined || !/^[0-9a-f]{64}\s*$/.test(text))
      throw new NodeError(
        { code: "KEYS_MISSING", path },
        `No usable key in ${path}. Make keys with: session-node init --data-dir ${dataDir} — or restore a backup with: session-node keys restore.`,
      );
    return new Uint8Array(Buffer.from(text.trim(), "hex"));
  };
  return toKeys(await read("ed25519"), await read("bls"));
}

/** Puts given secrets in place (`keys restore`); the same rules as {@link createKeys}. */
export async function restoreKeys(dataDir: string, ed25519Seed: Uint8Array, blsSecret: Uint8Array): Promise<NodeKeys> {
  const keys = toKeys(ed25519Seed, blsSecret);
  await mkdir(join(dataDir, "keys"), { recursive: true, mode: 0o700 });
  await writeSecret(keyPath(dataDir, "ed25519"), ed25519Seed);
  await writeSecret(keyPath(dataDir, "bls"), blsSecret);
  return keys;
}

function toKeys(ed25519Seed: Uint8Array, blsSecret: Uint8Array): NodeKeys {
  return {
    ed25519Seed,
    ed25519Key: ed25519.getPublicKey(ed25519Seed),
    blsSecret,
    blsKey: blst.publicKeyOf(blsSecret),
  };
}

async function writeSecret(path: string, secret: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, "w", 0o400);
  await file.writeFile(`${Buffer.from(secret).toString("hex")}\n`);
  await file.sync();
  await file.close();
  try {
    // A link fails where a rename would replace: keys already there stay.
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new NodeError(
        { code: "KEYS_EXIST", path },
        `There are keys in ${path} already; they are left as they are. Choose another --data-dir for another node.`,
      );
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
