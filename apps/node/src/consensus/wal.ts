import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { ContainerType, ListCompositeType } from "@chainsafe/ssz";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { type Block, BlockSsz, Bytes32, type Height, Uint32, Uint64 } from "@session/protocol";
import { isSameBytes } from "./bytes.ts";
import { ConsensusError } from "./errors.ts";
import type { Locks } from "./round.ts";
import type { Lock } from "./tendermint.ts";

/** Locks of a height and the blocks they name (lockedValue and validValue). */
export type WalRecord = Locks & { readonly height: Height; readonly blocks: readonly Block[] };

/** Where locks survive a crash. */
export interface Wal {
  /** @throws {ConsensusError} `WAL_CORRUPT` */
  load(): Promise<WalRecord | undefined>;
  /** Resolves once durable. */
  save(record: WalRecord): Promise<void>;
}

const LockSsz = new ContainerType({ roundPlusOne: Uint32, hash: Bytes32 });
const WalSsz = new ContainerType({
  height: Uint64,
  locked: LockSsz,
  valid: LockSsz,
  blocks: new ListCompositeType(BlockSsz, 2),
});
const CHECKSUM_SIZE_BYTES = 32;

function fromLock(lock: Lock | undefined): { roundPlusOne: number; hash: Uint8Array } {
  return lock === undefined
    ? { roundPlusOne: 0, hash: new Uint8Array(32) }
    : { roundPlusOne: lock.round + 1, hash: hexToBytes(lock.hash) };
}

function toLock({ roundPlusOne, hash }: { roundPlusOne: number; hash: Uint8Array }): Lock | undefined {
  return roundPlusOne === 0 ? undefined : { round: roundPlusOne - 1, hash: bytesToHex(hash) };
}

/** Record → bytes, preceded by their SHA-256. */
export function encodeWal({ height, locked, valid, blocks }: WalRecord): Uint8Array {
  const bytes = WalSsz.serialize({
    height,
    locked: fromLock(locked),
    valid: fromLock(valid),
    blocks: [...blocks],
  });
  return concatBytes(sha256(bytes), bytes);
}

/** @throws {ConsensusError} `WAL_CORRUPT` */
export function decodeWal(bytes: Uint8Array, path: string): WalRecord {
  const payload = bytes.subarray(CHECKSUM_SIZE_BYTES);
  if (!isSameBytes(sha256(payload), bytes.subarray(0, CHECKSUM_SIZE_BYTES)))
    throw new ConsensusError(
      { code: "WAL_CORRUPT", path },
      `The consensus log ${path} is damaged, so this node may have forgotten what it is locked on. Let it stay down for the current height, then delete the file.`,
    );
  const { height, locked, valid, blocks } = WalSsz.deserialize(payload);
  return { height, locked: toLock(locked), valid: toLock(valid), blocks };
}

/**
 * The log as one small file, replaced as a whole: written aside, synced, renamed, folder synced. A crash leaves the old
 * or the new record, never a mixture, and there is nothing to replay or to cut. It is written once per round at most.
 */
export class FileWal implements Wal {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<WalRecord | undefined> {
    try {
      return decodeWal(await readFile(this.#path), this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  async save(record: WalRecord): Promise<void> {
    await replaceFile(this.#path, encodeWal(record));
  }
}

/** Writes a file so that a crash at any moment leaves the old or the new content. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
