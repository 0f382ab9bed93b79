import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
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
 * Creates a node's keys, readable by their owner only; both appear at once or not at all.
 *
 * @param seed 32 B to derive both from, for development networks only; random without it
 * @throws NodeError KEYS_EXIST: keys are never overwritten
 */
export async function createKeys(dataDir: string, seed?: Uint8Array): Promise<NodeKeys> {
  const ed25519Seed = seed ?? new Uint8Array(randomBytes(32));
  const blsSecret = blst.deriveSecretKey(
    seed === undefined ? randomBytes(32) : Buffer.concat([seed, Buffer.from("bls")]),
  );
  return storeKeys(dataDir, toKeys(ed25519Seed, blsSecret));
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
  return storeKeys(dataDir, toKeys(ed25519Seed, blsSecret));
}

function toKeys(ed25519Seed: Uint8Array, blsSecret: Uint8Array): NodeKeys {
  return {
    ed25519Seed,
    ed25519Key: ed25519KeyOf(ed25519Seed),
    blsSecret,
    blsKey: blst.publicKeyOf(blsSecret),
  };
}

async function storeKeys(dataDir: string, keys: NodeKeys): Promise<NodeKeys> {
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, "keys");
  const temporary = await mkdtemp(join(dataDir, "keys-"));
  try {
    await writeSecret(join(temporary, "ed25519"), keys.ed25519Seed);
    await writeSecret(join(temporary, "bls"), keys.blsSecret);
    await syncFolder(temporary);
    // A folder can't be renamed over one that holds anything: keys already there stay, even one of the two.
    await rename(temporary, path);
    await syncFolder(dataDir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    throw new NodeError(
      { code: "KEYS_EXIST", path },
      `There are keys in ${path} already; they are left as they are. Choose another --data-dir for another node.`,
    );
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return keys;
}

async function writeSecret(path: string, secret: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o400);
  try {
    await file.writeFile(`${Buffer.from(secret).toString("hex")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync().finally(() => folder.close());
}

/** DER of an ed25519 private key in PKCS #8, up to the 32 bytes of its seed. Source: RFC 8410, section 7. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** By OpenSSL rather than noble, whose tables take half a second of a node's start. */
function ed25519KeyOf(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const { x } = createPublicKey(key).export({ format: "jwk" });
  return new Uint8Array(Buffer.from(x ?? "", "base64url"));
}
