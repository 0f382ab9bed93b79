import { mkdir } from "node:fs/promises";
import { ClassicLevel } from "classic-level";
import { StoreError } from "../errors.ts";
import { type Damage, findDamage } from "./damage.ts";

/**
 * Opens a LevelDB folder, which is created if need be, once all files LevelDB would read have passed.
 *
 * @param open LevelDB's part
 * @throws StoreError STORE_IN_USE when another process holds the folder; STORE_CORRUPT when it can't be opened
 */
export async function openSound<T>(folder: string, dataDir: string, open: () => Promise<T>): Promise<T> {
  await mkdir(folder, { recursive: true });
  await refuseIfHeld(folder);
  // Asked again when something is wrong: files change and go while another process, started meanwhile, writes.
  const damage = await findDamage(folder).catch(async (error: unknown) => {
    await refuseIfHeld(folder);
    throw error;
  });
  if (damage.length > 0) {
    await refuseIfHeld(folder);
    throw cannotOpen(folder, dataDir, toText(damage));
  }
  try {
    return await open();
  } catch (error) {
    const code = codeOf(error);
    if (code === "LEVEL_LOCKED") throw inUse(folder, error);
    if (code?.startsWith("LEVEL_") !== true) throw error;
    throw cannotOpen(folder, dataDir, causeOf(error).message, error);
  }
}

/** @throws StoreError STORE_IN_USE */
export async function refuseIfHeld(folder: string): Promise<void> {
  // LevelDB takes its lock before it looks at anything, and then refuses: neither option lets it open or create.
  const probe = new ClassicLevel(folder, { createIfMissing: false, errorIfExists: true });
  const error = await probe.open().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (codeOf(error) === "LEVEL_LOCKED") throw inUse(folder, error);
}

function inUse(folder: string, cause: unknown): StoreError {
  const message = `Another process uses ${folder}. Stop it, or choose another folder with --data-dir.`;
  return new StoreError({ code: "STORE_IN_USE", path: folder }, message, { cause });
}

function cannotOpen(folder: string, dataDir: string, what: string, cause?: unknown): StoreError {
  const message = `The store in ${folder} can't be opened: ${what}. Repair with: session-node repair --data-dir ${dataDir}`;
  return new StoreError({ code: "STORE_CORRUPT", path: folder, what, goodHeight: 0 }, message, { cause });
}

function toText([first, ...more]: readonly Damage[]): string {
  const others = more.length === 0 ? "" : `, and ${more.length} more damaged files`;
  return `${first?.file}: ${first?.what}${others}`;
}

function causeOf(error: unknown): Error & { code?: string } {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause : new Error(String(cause));
}

function codeOf(error: unknown): string | undefined {
  return causeOf(error).code;
}
