import { copyFile, mkdir, open, readdir, rename, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checkLogs, damagedTables, isTable, liveLogs, type Manifest, numberOf, readManifest } from "./damage.ts";
import { toLogBytes } from "./logFile.ts";
import { dropEdit } from "./manifest.ts";

export type SetAside = {
  /** Files of which LevelDB will read nothing, or, of a log, only what comes before the damage. */
  readonly files: readonly string[];
  /** No MANIFEST says any more what belongs to the store: LevelDB's own repair has to make one. */
  readonly needsRepair: boolean;
};

/** Where damaged files are kept, within the LevelDB folder. */
export const DAMAGED_FOLDER = "damaged";

/**
 * Leaves LevelDB nothing but whole files to read, as even its own repair takes what it finds without checksums. With a
 * whole MANIFEST the damaged tables are dropped by one more edit of it, so all others keep their level and order. A
 * log ends before its first damage, as later blocks without the earlier are of no use.
 */
export async function setDamageAside(folder: string): Promise<SetAside> {
  await mkdir(join(folder, DAMAGED_FOLDER), { recursive: true });
  const names = await readdir(folder);
  const manifest = await readManifest(folder);
  if ("what" in manifest) {
    const logs = await endLogs(folder, liveLogs(names, { logNumber: 0 }), 0);
    const tables = await damagedTables(folder, names, await allTables(folder, names));
    for (const { file } of tables.values()) await move(folder, file);
    return { files: [manifest.file, ...logs, ...[...tables.values()].map(({ file }) => file)], needsRepair: true };
  }
  const logs = await endLogs(folder, liveLogs(names, manifest), manifest.logNumber);
  return { files: [...logs, ...(await dropTables(folder, names, manifest))], needsRepair: false };
}

/** Cuts the first log that isn't whole, and takes away those after it. */
async function endLogs(folder: string, names: readonly string[], logNumber: number): Promise<string[]> {
  const { torn, later } = await checkLogs(folder, names, logNumber);
  if (torn === undefined) return [];
  for (const file of later) await move(folder, file);
  const path = join(folder, torn.file);
  if (names.includes(torn.file)) {
    await copyFile(path, join(folder, DAMAGED_FOLDER, torn.file));
    await truncate(path, torn.soundBytes);
  } else await writeFile(path, "");
  return [torn.file, ...later];
}

async function dropTables(folder: string, names: readonly string[], manifest: Manifest): Promise<string[]> {
  const damaged = await damagedTables(folder, names, manifest.tables);
  if (damaged.size === 0) return [];
  const dropped = [...manifest.tables].filter(([number]) => damaged.has(number));
  const path = join(folder, manifest.file);
  await truncate(path, manifest.soundBytes);
  const file = await open(path, "a");
  try {
    await file.writeFile(toLogBytes(dropEdit(dropped), manifest.soundBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  // Only now: a crash before leaves them in place and damaged, one after leaves them to LevelDB, which deletes them.
  for (const { file } of damaged.values()) if (names.includes(file)) await move(folder, file);
  return [...damaged.values()].map(({ file }) => file);
}

async function allTables(folder: string, names: readonly string[]): Promise<Map<number, { sizeBytes: number }>> {
  const tables = new Map<number, { sizeBytes: number }>();
  for (const name of names.filter(isTable))
    tables.set(numberOf(name), { sizeBytes: (await stat(join(folder, name))).size });
  return tables;
}

function move(folder: string, file: string): Promise<void> {
  return rename(join(folder, file), join(folder, DAMAGED_FOLDER, file));
}
