import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatabaseError } from "./errors.ts";

/** A folder held by this process. */
export type FolderLock = { readonly release: () => void };

/**
 * Takes a folder for this process, as PGlite itself takes no lock. It is a lock of the operating system on the file `lock`
 * (by way of SQLite, Node's only one), so it ends with the process, however that ends.
 * @throws DatabaseError DATABASE_IN_USE
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const file = new DatabaseSync(join(folder, "lock"));
  try {
    file.exec("pragma journal_mode = memory; pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    file.close();
    throw new DatabaseError(
      { code: "DATABASE_IN_USE", folder },
      `Another indexer has the database in ${folder} open. Stop it, or name another folder.`,
      { cause: error },
    );
  }
  return { release: () => file.close() };
}
