import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "./bytes.ts";
import { type LogScan, scanLog } from "./logFile.ts";
import { type LiveTable, toVersion, type Version } from "./manifest.ts";
import { checkTable } from "./table.ts";

/** A file of a LevelDB folder that isn't what LevelDB wrote, and why. */
export type Damage = { readonly file: string; readonly what: string };
export type Manifest = Version & { readonly file: string; readonly soundBytes: number };

/**
 * Looks at every file LevelDB would read in this folder. LevelDB itself reads tables without their checksums when it
 * compacts or repairs, and ends the whole process (an assertion) when keys come out of order; of a damaged log or
 * MANIFEST it drops records without a word. So nothing of it may run before this has found nothing.
 *
 * What a crash leaves is no damage: a torn last record, and files the MANIFEST doesn't name, however half-written.
 */
export async function findDamage(folder: string): Promise<Damage[]> {
  const names = await readdir(folder);
  if (!names.includes("CURRENT")) return lostCurrent(folder, names);
  const manifest = await readManifest(folder);
  if ("what" in manifest) return [manifest];
  const { damage } = await checkLogs(folder, liveLogs(names, manifest), manifest.logNumber);
  return [...(damage === undefined ? [] : [damage]), ...(await damagedTables(folder, names, manifest.tables)).values()];
}

/** Tables and logs come after CURRENT; without it LevelDB would begin anew and delete them. */
async function lostCurrent(folder: string, names: readonly string[]): Promise<Damage[]> {
  for (const name of names) {
    const hasData = isTable(name) || (isLog(name) && (await readFile(join(folder, name))).length > 0);
    if (hasData) return [{ file: "CURRENT", what: "it is missing" }];
  }
  return [];
}

/** The version that CURRENT leads to. */
export async function readManifest(folder: string): Promise<Manifest | Damage> {
  let file = "CURRENT";
  try {
    const named = /^(MANIFEST-\d+)\n$/.exec(await readFile(join(folder, file), "latin1"))?.[1];
    if (named === undefined) return { file, what: "it names no MANIFEST" };
    file = named;
    const { records, soundBytes, goesOn } = scanLog(await readFile(join(folder, file)));
    if (goesOn || records.length === 0) return { file, what: "a record in it is damaged" };
    return { ...toVersion(records), file, soundBytes };
  } catch (error) {
    return { file, what: toReason(error) };
  }
}

export type LogCheck = {
  /** The first log that isn't whole, and how much of it is sound. */
  readonly torn?: { readonly file: string; readonly soundBytes: number };
  /** What comes after it. */
  readonly later: readonly string[];
  /** Set unless a crash would have left it like this. */
  readonly damage?: Damage;
};

/**
 * @param logs in order
 * @param logNumber of the version: this log exists for as long as the version does
 */
export async function checkLogs(folder: string, logs: readonly string[], logNumber: number): Promise<LogCheck> {
  const missing = logName(logNumber);
  if (logNumber > 0 && !logs.includes(missing))
    return { torn: { file: missing, soundBytes: 0 }, later: logs, damage: { file: missing, what: "it is missing" } };
  for (const [index, file] of logs.entries()) {
    const scan = await readLog(folder, file);
    if (scan.isWhole) continue;
    const later = logs.slice(index + 1);
    const goesOn = scan.goesOn || (await hasRecords(folder, later));
    const damage = { file, what: `a record in it is damaged, after ${scan.soundBytes} bytes` };
    return { torn: { file, soundBytes: scan.soundBytes }, later, ...(goesOn ? { damage } : {}) };
  }
  return { later: [] };
}

async function hasRecords(folder: string, logs: readonly string[]): Promise<boolean> {
  for (const file of logs) if ((await readLog(folder, file)).records.length > 0) return true;
  return false;
}

async function readLog(folder: string, file: string): Promise<LogScan> {
  return scanLog(await readFile(join(folder, file)));
}

/** By file number: tables of the version that aren't there or aren't whole. */
export async function damagedTables(
  folder: string,
  names: readonly string[],
  tables: ReadonlyMap<number, Pick<LiveTable, "sizeBytes">>,
): Promise<Map<number, Damage>> {
  const files = new Map(names.filter(isTable).map((name) => [numberOf(name), name]));
  const damaged = new Map<number, Damage>();
  for (const [number, { sizeBytes }] of tables) {
    const file = files.get(number);
    const what = file === undefined ? "it is missing" : await whatIsWrong(join(folder, file), sizeBytes);
    if (what !== undefined) damaged.set(number, { file: file ?? tableName(number), what });
  }
  return damaged;
}

async function whatIsWrong(path: string, sizeBytes: number): Promise<string | undefined> {
  try {
    await checkTable(path, sizeBytes);
    return undefined;
  } catch (error) {
    return toReason(error);
  }
}

/** Also a medium that no longer gives the bytes back is damage; anything else is for the caller. */
function toReason(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  const { code } = error as { code?: string };
  if (code === "ENOENT") return "it is missing";
  if (code === "EIO") return "the device can't read it";
  throw error;
}

export const isTable = (name: string): boolean => /^\d+\.(ldb|sst)$/.test(name);
export const isLog = (name: string): boolean => /^\d+\.log$/.test(name);
export const numberOf = (name: string): number => Number.parseInt(name, 10);
const logName = (number: number): string => `${String(number).padStart(6, "0")}.log`;
const tableName = (number: number): string => `${String(number).padStart(6, "0")}.ldb`;

/** The logs LevelDB reads for a version, in order; all of the folder without one. */
export function liveLogs(names: readonly string[], { logNumber }: Pick<Version, "logNumber">): string[] {
  return names.filter((name) => isLog(name) && numberOf(name) >= logNumber).sort((a, b) => numberOf(a) - numberOf(b));
}
