import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFailed } from "./errors.ts";

/**
 * The newest stored height, beside the database. LevelDB drops what it can't read of its newest log without a word; a
 * store that comes up below this mark has lost blocks it had called durable.
 */
export class HeadMark {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, "head");
  }

  /** 0 when there is none. */
  async read(): Promise<number> {
    const text = await readFile(this.#path, "utf8").catch(() => "0");
    return /^\d+\s*$/.test(text) ? Number(text) : 0;
  }

  /**
   * Renamed into place, but not synced: a mark that lags behind after a power cut only shows less.
   *
   * @throws StoreError STORE_WRITE_FAILED
   */
  async write(height: number): Promise<void> {
    const temporary = `${this.#path}.tmp`;
    try {
      await writeFile(temporary, `${height}\n`);
      await rename(temporary, this.#path);
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
  }
}
