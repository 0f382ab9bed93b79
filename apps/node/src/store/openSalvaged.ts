import { hasCode } from "@session/protocol";
import { Database } from "./database.ts";

export type Salvaged = {
  readonly database: Database;
  /** Entries whose value wasn't what was written. */
  readonly dropped: number;
  /** Files with damage, now in `store/damaged`. */
  readonly setAside: readonly string[];
};

/**
 * Opens the store without what is damaged: whole files where blocks of LevelDB's are, else single entries.
 *
 * @throws StoreError STORE_IN_USE; STORE_CORRUPT when even LevelDB's own repair didn't help
 */
export async function openSalvaged(dataDir: string): Promise<Salvaged> {
  const setAside: string[] = [];
  // The first salvage sets files aside; should LevelDB still find fault, the second is its own.
  for (let salvages = 0; ; salvages++) {
    try {
      return { ...(await openAndDrop(dataDir)), setAside };
    } catch (error) {
      if (!hasCode(error, "STORE_CORRUPT") || salvages === 2) throw error;
      setAside.push(...(await Database.salvage(dataDir)));
    }
  }
}

async function openAndDrop(dataDir: string): Promise<{ database: Database; dropped: number }> {
  const database = await Database.open(dataDir);
  try {
    return { database, dropped: (await database.dropDamaged()).length };
  } catch (error) {
    await database.close();
    throw error;
  }
}
