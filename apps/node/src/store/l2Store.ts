import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { ClassicLevelStore } from "@session/l2";
import { hasCode } from "@session/protocol";
import { openSound } from "./leveldb/openSound.ts";

const folderOf = (dataDir: string) => join(dataDir, "l2");

/**
 * What the follower knows of L2, in `l2` of the data folder.
 *
 * @throws StoreError STORE_IN_USE, STORE_CORRUPT
 */
export function openL2Store(dataDir: string): Promise<ClassicLevelStore> {
  return openSound(folderOf(dataDir), dataDir, () => ClassicLevelStore.open(folderOf(dataDir)));
}

/**
 * A damaged follower's store goes to `l2.damaged`, in place of an earlier one: with gaps in it events would be missed,
 * and the providers have all of it.
 *
 * @returns whether it was damaged
 * @throws StoreError STORE_IN_USE
 */
export async function setAsideDamagedL2(dataDir: string): Promise<boolean> {
  const folder = folderOf(dataDir);
  const exists = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!exists) return false;
  try {
    await (await openL2Store(dataDir)).close();
    return false;
  } catch (error) {
    if (!hasCode(error, "STORE_CORRUPT")) throw error;
  }
  const aside = join(dataDir, "l2.damaged");
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  return true;
}
