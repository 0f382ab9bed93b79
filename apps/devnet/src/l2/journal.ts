import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A block as it can be made again: Anvil is deterministic given times and transactions. */
export type JournalBlock = {
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
  readonly hash: string;
  /** Signed transactions in their order in the block. */
  readonly transactions: readonly string[];
};

/** A snapshot of L2 after a block; 0 stands for an empty chain and has no file. */
export type Snapshot = { readonly number: number; readonly file: string | undefined };

const SNAPSHOT = /^snapshot-(\d+)\.gz$/;
const SEGMENT = /^blocks-(\d+)\.jsonl$/;
/**
 * The older of the two snapshots kept is at least this many blocks older: the states of the blocks made again from it are
 * known to Anvil, and nodes that were down for a while may ask for them.
 */
const LEAST_TAIL = 300;

/**
 * L2 on disk: each block the moment it is made, in segments that begin at a snapshot. What is in a segment survives a
 * kill −9 at any moment; a line cut short by a crash of the machine is dropped.
 */
export class Journal {
  readonly #folder: string;
  #segment: number | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Newest first; the empty chain is last while its blocks are still kept. */
  async snapshots(): Promise<Snapshot[]> {
    const names = await readdir(this.#folder);
    const found = numbersOf(names, SNAPSHOT).map((number) => ({ number, file: this.#snapshotFile(number) }));
    const hasBeginning = numbersOf(names, SEGMENT).includes(0);
    return [...found.sort((a, b) => b.number - a.number), ...(hasBeginning ? [{ number: 0, file: undefined }] : [])];
  }

  /** Blocks after a snapshot's, in order, as far as they follow each other. */
  async blocksAfter(number: number): Promise<JournalBlock[]> {
    const segments = numbersOf(await readdir(this.#folder), SEGMENT).filter((from) => from >= number);
    const blocks: JournalBlock[] = [];
    for (const from of segments.sort((a, b) => a - b)) {
      const lines = (await readFile(this.#segmentFile(from), "utf8")).split("\n");
      for (const line of lines) {
        const block = tryParseBlock(line);
        // After a crash a block may have been written twice, never differently.
        if (block !== undefined && block.number === number + blocks.length + 1) blocks.push(block);
      }
    }
    return blocks;
  }

  /** Keeps blocks; they are the operating system's when this returns, and outlive this process. */
  append(blocks: readonly JournalBlock[]): void {
    const first = blocks[0];
    if (first === undefined) return;
    this.#segment ??= openSync(this.#segmentFile(first.number - 1), "a");
    writeSync(this.#segment, blocks.map((block) => `${JSON.stringify(block)}\n`).join(""));
  }

  /** Goes on writing to the segment that begins at a snapshot. */
  resume(from: number): void {
    this.close();
    this.#segment = openSync(this.#segmentFile(from), "a");
  }

  /** Keeps a snapshot taken after block `number`, begins a segment, and drops what nothing needs any more. */
  async addSnapshot(number: number, bytes: Uint8Array): Promise<void> {
    const temporary = join(this.#folder, `snapshot-${number}.tmp`);
    await writeFile(temporary, bytes, { flush: true });
    await rename(temporary, this.#snapshotFile(number));
    this.resume(number);
    const older = (await this.snapshots()).find((snapshot) => snapshot.number <= number - LEAST_TAIL)?.number ?? 0;
    const names = await readdir(this.#folder);
    for (const from of numbersOf(names, SNAPSHOT))
      if (from !== number && from !== older) await rm(this.#snapshotFile(from), { force: true });
    for (const from of numbersOf(names, SEGMENT)) if (from < older) await rm(this.#segmentFile(from), { force: true });
  }

  async readSnapshot(file: string): Promise<Uint8Array> {
    return readFile(file);
  }

  /** Forgets snapshots newer than the one that was gone back to; their segments stay, the blocks are good. */
  async dropSnapshotsAfter(number: number): Promise<void> {
    for (const { number: from, file } of await this.snapshots())
      if (from > number && file !== undefined) await rm(file, { force: true });
  }

  close(): void {
    if (this.#segment === undefined) return;
    fsyncSync(this.#segment);
    closeSync(this.#segment);
    this.#segment = undefined;
  }

  #snapshotFile(number: number): string {
    return join(this.#folder, `snapshot-${number}.gz`);
  }

  #segmentFile(from: number): string {
    return join(this.#folder, `blocks-${from}.jsonl`);
  }
}

function numbersOf(names: readonly string[], pattern: RegExp): number[] {
  return names.flatMap((name) => {
    const match = pattern.exec(name);
    return match?.[1] === undefined ? [] : [Number(match[1])];
  });
}

function tryParseBlock(line: string): JournalBlock | undefined {
  try {
    const block = JSON.parse(line) as JournalBlock;
    return typeof block.hash === "string" && Array.isArray(block.transactions) ? block : undefined;
  } catch {
    return undefined;
  }
}
