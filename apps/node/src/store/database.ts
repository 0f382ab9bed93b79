import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { StoreError } from "./errors.ts";

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

  /** @throws StoreError STORE_IN_USE when another process holds the folder; STORE_CORRUPT when LevelDB can't open it. */
  static async open(dataDir: string): Promise<Database> {
    const path = join(dataDir, "store");
    await mkdir(path, { recursive: true });
    const level: Level = new ClassicLevel(path, { keyEncoding: "utf8", valueEncoding: "view" });
    try {
      await level.open();
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const code = (cause as { code?: string }).code;
      if (code === "LEVEL_LOCKED") {
        const message = `Another process uses ${path}. Stop it, or choose another folder with --data-dir.`;
        throw new StoreError({ code: "STORE_IN_USE", path }, message, { cause: error });
      }
      const what = cause instanceof Error ? cause.message : String(cause);
      const message = `The store in ${path} can't be opened: ${what}. Repair with: session-node repair --data-dir ${dataDir}`;
      throw new StoreError({ code: "STORE_CORRUPT", path, what, goodHeight: 0 }, message, { cause: error });
    }
    return new Database(path, level);
  }

  /** LevelDB's own salvage of a store that no longer opens; what it can't read is dropped. */
  static async salvage(dataDir: string): Promise<void> {
    await ClassicLevel.repair(join(dataDir, "store"));
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.#level.get(key);
  }

  async write(batch: BatchWrite[]): Promise<void> {
    try {
      await this.#level.batch(batch, { sync: true });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        { code: "STORE_WRITE_FAILED", path: this.path, reason },
        `Writing to ${this.path} failed (${reason}). Make room or restore write access, then start again: nothing was half-written.`,
        { cause: error },
      );
    }
  }

  /** Entries of `[from, to)`, ascending or descending. */
  async *range(
    from: string,
    to: string,
    options: { reverse?: boolean; limit?: number } = {},
  ): AsyncGenerator<[string, Uint8Array]> {
    yield* this.#level.iterator({ gte: from, lt: to, reverse: options.reverse ?? false, limit: options.limit ?? -1 });
  }

  /** All entries of a table, that is of keys `table/…`. */
  table(name: string, options: { reverse?: boolean; limit?: number } = {}): AsyncGenerator<[string, Uint8Array]> {
    return this.range(`${name}/`, `${name}0`, options);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}
