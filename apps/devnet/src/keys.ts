import { createHash } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import { signProofOfPossession, toEip2537PublicKey, toEip2537Signature } from "@session/bls";
import { blst } from "@session/bls/blst";
import type { SeedDomain, SeedParameters } from "@session/contracts/deploy";
import { type Address, bytesToHex } from "viem";

/** A node's keys as its data folder holds them; secrets are 32 B. DEVELOPMENT ONLY: derived from a seed anyone knows. */
export type NodeKeys = {
  readonly ed25519Seed: Uint8Array;
  readonly ed25519Key: Uint8Array;
  readonly blsSecret: Uint8Array;
  readonly blsKey: Uint8Array;
};

/** The same as `session-node init --seed`: the seed is the ed25519 seed, and with "bls" behind it BLS keying material. */
export function deriveKeys(networkSeed: string, name: string): NodeKeys {
  const seed = new Uint8Array(createHash("sha256").update(`session-devnet/${networkSeed}/${name}`).digest());
  return toKeys(seed, blst.deriveSecretKey(Buffer.concat([seed, Buffer.from("bls")])));
}

function toKeys(ed25519Seed: Uint8Array, blsSecret: Uint8Array): NodeKeys {
  const ed25519Key = ed25519.getPublicKey(ed25519Seed);
  return { ed25519Seed, ed25519Key, blsSecret, blsKey: blst.publicKeyOf(blsSecret) };
}

/** Writes the key files of a node's data folder, unless they are there. */
export async function writeKeys(dataDir: string, keys: NodeKeys): Promise<void> {
  const folder = join(dataDir, "keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeSecret(join(folder, "ed25519"), keys.ed25519Seed);
  await writeSecret(join(folder, "bls"), keys.blsSecret);
}

/** The keys in a node's data folder. */
export async function readKeys(dataDir: string): Promise<NodeKeys> {
  const read = async (name: string) =>
    new Uint8Array(Buffer.from((await readFile(join(dataDir, "keys", name), "utf8")).trim(), "hex"));
  return toKeys(await read("ed25519"), await read("bls"));
}

async function writeSecret(path: string, secret: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, `${Buffer.from(secret).toString("hex")}\n`, { mode: 0o400 });
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What seeding a node takes: its keys and the proof that they are its own, for this operator, chain and contract. */
export function toSeed(keys: NodeKeys, operator: Address, domain: SeedDomain): SeedParameters {
  const proof = signProofOfPossession(blst, keys.blsSecret, { operator, ed25519PublicKey: keys.ed25519Key }, domain);
  return {
    operator,
    blsPubkey: bytesToHex(toEip2537PublicKey(keys.blsKey)),
    pop: bytesToHex(toEip2537Signature(proof)),
    ed25519Pubkey: bytesToHex(keys.ed25519Key),
  };
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Identity multihash of 36 bytes; protobuf `PublicKey {Type: Ed25519, Data: 32 bytes}` (libp2p peer-ids spec). */
const PEER_ID_PREFIX = Buffer.from("002408011220", "hex");

/** Text form of the libp2p peer id of an ed25519 public key, without loading libp2p. */
export function peerIdOf(ed25519Key: Uint8Array): string {
  const bytes = Buffer.concat([PEER_ID_PREFIX, ed25519Key]);
  const zeros = bytes.findIndex((byte) => byte !== 0);
  let text = "";
  for (let value = BigInt(`0x${bytes.toString("hex")}`); value > 0n; value /= 58n)
    text = `${BASE58[Number(value % 58n)]}${text}`;
  return `${"1".repeat(zeros)}${text}`;
}
