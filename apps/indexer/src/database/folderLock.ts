import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DatabaseError, folderUnreadable } from "./errors.ts";

/** A folder held by this process. */
export type FolderLock = { readonly release: () => void };

/**
 * Takes a folder for this process, as PGlite itself takes no lock. It is a lock of the operating system on the file `lock`
 * (by way of SQLite, Node's only one), so it ends with the process, however that ends.
 * @throws DatabaseError DATABASE_IN_USE; DATABASE_UNREADABLE where no folder can be made or written
 */
export function lockFolder(folder: string): FolderLock {
  const file = openLockFile(folder);
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

function openLockFile(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
    return new DatabaseSync(join(folder, "lock"));
  } catch (error) {
    throw folderUnreadable(folder, error instanceof Error ? error.message : String(error), error);
  }
}
