import { type FileHandle, open, readFile } from "node:fs/promises";
import { ContainerType } from "@chainsafe/ssz";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { Bytes32, Uint8, Uint32, Uint64 } from "@session/protocol";
import { replaceFile } from "../consensus/wal.ts";
import { SignError } from "./errors.ts";

/** A signed slot, or a floor (type {@link FLOOR}): heights below `height` may never be signed again. */
export type GuardRecord = {
  readonly height: number;
  readonly round: number;
  readonly type: number;
  readonly value: Uint8Array;
};
export const FLOOR = 255;

/** Where the guard's memory lies. */
export interface GuardStore {
  /** @throws {SignError} `SIGN_GUARD_CORRUPT` */
  load(): Promise<readonly GuardRecord[]>;
  /** Resolves once durable: a crash after that can't take the record away. */
  append(record: GuardRecord): Promise<void>;
  /** Puts these records in the place of all others, in one step. */
  replace(records: readonly GuardRecord[]): Promise<void>;
  close(): Promise<void>;
}

const RecordSsz = new ContainerType({ height: Uint64, round: Uint32, type: Uint8, value: Bytes32 });
const PAYLOAD_SIZE_BYTES = 8 + 4 + 1 + 32;
/** Truncated SHA-256: against torn and rotten bytes, not against people. */
const CHECKSUM_SIZE_BYTES = 8;
export const RECORD_SIZE_BYTES = PAYLOAD_SIZE_BYTES + CHECKSUM_SIZE_BYTES;

export function encodeRecord(record: GuardRecord): Uint8Array {
  const payload = RecordSsz.serialize(record);
  return concatBytes(payload, sha256(payload).subarray(0, CHECKSUM_SIZE_BYTES));
}

function decodeRecord(bytes: Uint8Array): GuardRecord | undefined {
  const payload = bytes.subarray(0, PAYLOAD_SIZE_BYTES);
  const checksum = sha256(payload).subarray(0, CHECKSUM_SIZE_BYTES);
  if (Buffer.compare(checksum, bytes.subarray(PAYLOAD_SIZE_BYTES)) !== 0) return undefined;
  return RecordSsz.deserialize(payload);
}

/**
 * The records in `bytes`. A broken last record is a write that a crash cut off: it never resolved, so nothing was signed
 * for it, and it is dropped. A broken one before the end is damage.
 *
 * @throws {SignError} `SIGN_GUARD_CORRUPT`
 */
export function decodeRecords(bytes: Uint8Array, path: string): GuardRecord[] {
  const records: GuardRecord[] = [];
  for (let offset = 0; offset < bytes.length; offset += RECORD_SIZE_BYTES) {
    const record = decodeRecord(bytes.subarray(offset, offset + RECORD_SIZE_BYTES));
    if (record !== undefined) records.push(record);
    else if (offset + RECORD_SIZE_BYTES < bytes.length)
      throw new SignError(
        { code: "SIGN_GUARD_CORRUPT", path, offset },
        `The sign guard ${path} is damaged at byte ${offset}. Start the key as restored: it then waits until nothing it may have signed can still count.`,
      );
  }
  return records;
}

/**
 * Fixed-size records in one append-only file, each followed by fsync.
 *
 * A file of its own rather than a table of the database: one sequential write and one fsync per signature, no log or
 * compaction of another library between the record and the disk, and a format a person can check by hand.
 */
export class FileGuardStore implements GuardStore {
  readonly #path: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<readonly GuardRecord[]> {
    const records = decodeRecords(await this.#read(), this.#path);
    // Rewritten, so that a cut-off record at the end can't stand between old and new ones.
    await this.replace(records);
    return records;
  }

  async append(record: GuardRecord): Promise<void> {
    this.#file ??= await open(this.#path, "a", 0o600);
    const file = this.#file;
    const { size } = await file.stat();
    try {
      await file.appendFile(encodeRecord(record));
      await file.datasync();
    } catch (error) {
      // Half a record must not stand before the next one (disk full): the guard goes on only if it is gone again.
      await file.truncate(size);
      throw error;
    }
  }

  async replace(records: readonly GuardRecord[]): Promise<void> {
    await this.close();
    await replaceFile(this.#path, concatBytes(...records.map(encodeRecord)));
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  async #read(): Promise<Uint8Array> {
    try {
      return await readFile(this.#path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Uint8Array(0);
      throw error;
    }
  }
}
