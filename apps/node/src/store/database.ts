import { dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { ClassicLevel } from "classic-level";
import { StoreError, writeFailed } from "./errors.ts";
import { openSound, refuseIfHeld } from "./leveldb/openSound.ts";
import { setDamageAside } from "./leveldb/setAside.ts";

type Level = ClassicLevel<string, Uint8Array>;
export type BatchWrite =
  | { readonly type: "put"; readonly key: string; readonly value: Uint8Array }
  | { readonly type: "del"; readonly key: string };

/** Fixed-width decimal, so that keys sort as numbers do. */
export function toOrderedKey(number: number): string {
  return number.toString().padStart(16, "0");
}

/**
 * One LevelDB per node. Keys are `table/…`; every write is one atomic batch, fsynced before it resolves, so that a kill
 * at any moment leaves either all of a block or nothing of it.
 */
export class Database {
  readonly path: string;
  readonly #level: Level;

  private constructor(path: string, level: Level) {
    this.path = path;
    this.#level = level;
  }

  /** @throws StoreError STORE_IN_USE when another process holds the folder; STORE_CORRUPT when it is damaged. */
  static async open(dataDir: string): Promise<Database> {
    const path = join(dataDir, "store");
    const level = await openSound(path, dataDir, async () => {
      // Only here: a ClassicLevel opens by itself soon after it is made.
      const made: Level = new ClassicLevel(path, { keyEncoding: "utf8", valueEncoding: "view" });
      await made.open();
      return made;
    });
    return new Database(path, level);
  }

  /**
   * Makes a damaged store one that opens again; what can't be read is lost.
   *
   * @returns files set aside, in `store/damaged`
   * @throws StoreError STORE_IN_USE
   */
  static async salvage(dataDir: string): Promise<readonly string[]> {
    const path = join(dataDir, "store");
    await refuseIfHeld(path);
    const { files, needsRepair } = await setDamageAside(path);
    // Without anything to set aside it is LevelDB that found fault, by rules of its own.
    if (needsRepair || files.length === 0) await ClassicLevel.repair(path);
    return files;
  }

  /** @throws StoreError STORE_CORRUPT when the value isn't what was written */
  async get(key: string): Promise<Uint8Array | undefined> {
    const stored = await this.#level.get(key).catch((error: unknown) => {
      throw this.#toReadError(error);
    });
    return stored === undefined ? undefined : this.#unseal(key, stored);
  }

  /** Keys of a table, whatever state their values are in. */
  async *keys(table: string, options: { reverse?: boolean; limit?: number } = {}): AsyncGenerator<string> {
    const range = { gte: `${table}/`, lt: `${table}0`, reverse: options.reverse ?? false, limit: options.limit ?? -1 };
    yield* this.#readable(this.#level.keys(range));
  }

  /**
   * Drops every entry whose value isn't what was written; returns their keys.
   *
   * @throws StoreError STORE_CORRUPT when LevelDB can't even read its own blocks: then only {@link salvage} helps
   */
  async dropDamaged(): Promise<string[]> {
    const dropped: string[] = [];
    for await (const [key, stored] of this.#readable(this.#level.iterator())) if (!isSealed(stored)) dropped.push(key);
    await this.write(dropped.map((key) => ({ type: "del", key })));
    return dropped;
  }

  async write(batch: BatchWrite[]): Promise<void> {
    try {
      await this.#level.batch(batch.map(sealWrite), { sync: true });
    } catch (error) {
      // A compaction that met a damaged block fails the writes after it.
      throw codeOf(error) === "LEVEL_CORRUPTION" ? this.#toReadError(error) : writeFailed(this.path, error);
    }
  }

  /** Entries of `[from, to)`, ascending or descending. */
  async *range(
    from: string,
    to: string,
    options: { reverse?: boolean; limit?: number } = {},
  ): AsyncGenerator<[string, Uint8Array]> {
    const range = { gte: from, lt: to, reverse: options.reverse ?? false, limit: options.limit ?? -1 };
    for await (const [key, stored] of this.#readable(this.#level.iterator(range)))
      yield [key, this.#unseal(key, stored)];
  }

  /** All entries of a table, that is of keys `table/…`. */
  table(name: string, options: { reverse?: boolean; limit?: number } = {}): AsyncGenerator<[string, Uint8Array]> {
    return this.range(`${name}/`, `${name}0`, options);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }

  #unseal(key: string, stored: Uint8Array): Uint8Array {
    if (isSealed(stored)) return stored.subarray(0, stored.length - SEAL_SIZE_BYTES);
    throw this.#toCorrupt(`the checksum of ${key} doesn't match`);
  }

  async *#readable<T>(entries: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* entries;
    } catch (error) {
      throw this.#toReadError(error);
    }
  }

  /** LevelDB's own words for a block it can't read, as an error of ours; any other error as it is. */
  #toReadError(error: unknown): unknown {
    if (codeOf(error) !== "LEVEL_CORRUPTION") return error;
    return this.#toCorrupt(error instanceof Error ? error.message : String(error), error);
  }

  #toCorrupt(what: string, cause?: unknown): StoreError {
    const message = `${this.path}: ${what}. Repair with: session-node repair --data-dir ${dirname(this.path)}`;
    return new StoreError({ code: "STORE_CORRUPT", path: this.path, what, goodHeight: 0 }, message, { cause });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | undefined)?.code;
}

/** LevelDB doesn't verify its blocks' checksums on reading, so each value carries a CRC-32 of its own. */
const SEAL_SIZE_BYTES = 4;

function sealWrite(write: BatchWrite): BatchWrite {
  if (write.type === "del") return write;
  const sealed = new Uint8Array(write.value.length + SEAL_SIZE_BYTES);
  sealed.set(write.value);
  new DataView(sealed.buffer).setUint32(write.value.length, crc32(write.value));
  return { ...write, value: sealed };
}

function isSealed(stored: Uint8Array): boolean {
  const size = stored.length - SEAL_SIZE_BYTES;
  if (size < 0) return false;
  const view = new DataView(stored.buffer, stored.byteOffset, stored.length);
  return view.getUint32(size) === crc32(stored.subarray(0, size));
}
