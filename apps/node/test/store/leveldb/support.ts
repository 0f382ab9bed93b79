import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "@session/testing";
import { ClassicLevel } from "classic-level";
import { Database } from "../../../src/store/database.ts";

export type RawLevel = ClassicLevel<string, Uint8Array>;

export async function openRaw(folder: string, options: { compression?: boolean } = {}): Promise<RawLevel> {
  const level: RawLevel = new ClassicLevel(folder, { keyEncoding: "utf8", valueEncoding: "view", ...options });
  await level.open();
  return level;
}

export const keyOf = (number: number): string => `block/${String(number).padStart(16, "0")}`;

/** A value that says whose it is, so that it can't pass as another key's. */
export function valueFor(key: string, filling: Uint8Array = new Uint8Array()): Uint8Array {
  return Buffer.concat([Buffer.from(`${key.slice(-5)} `), filling]);
}

export const isFor = (key: string, value: Uint8Array): boolean =>
  Buffer.from(value)
    .toString("latin1")
    .startsWith(`${key.slice(-5)} `);

/**
 * A store whose next opening makes the fourth table of level 0 out of the log, and so begins a compaction at once: each
 * opening before made one, of overlapping and overwritten keys. Values are short, so that damage meets keys.
 */
export async function makeCompactionDue(dataDir: string, random: Random): Promise<void> {
  for (let tables = 0; tables < 4; tables++) {
    const database = await Database.open(dataDir);
    for (let batch = 0; batch < 10; batch++) {
      const keys = Array.from({ length: 50 }, () => keyOf(random.int(0, 2_000)));
      await database.write(keys.map((key) => ({ type: "put", key, value: valueFor(key, random.bytes(8)) })));
    }
    await database.close();
  }
}

export async function flipByte(path: string, at: number): Promise<void> {
  const file = await open(path, "r+");
  const byte = new Uint8Array(1);
  await file.read(byte, 0, 1, at);
  await file.write(Uint8Array.of((byte[0] ?? 0) ^ 0xff), 0, 1, at);
  await file.close();
}

/** The files of a folder whose names match, by name. */
export async function filesOf(folder: string, pattern: RegExp): Promise<{ path: string; sizeBytes: number }[]> {
  const paths = (await readdir(folder)).filter((name) => pattern.test(name)).map((name) => join(folder, name));
  return Promise.all(paths.sort().map(async (path) => ({ path, sizeBytes: (await stat(path)).size })));
}
