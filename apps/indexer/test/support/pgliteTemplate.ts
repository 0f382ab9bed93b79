import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { openDatabase } from "../../src/database/connect.ts";

// Making the files and tables of a PGlite takes some seconds, copying them a fraction of one. Kept over runs, by what
// they depend on: the migrations and PGlite itself.
const MIGRATIONS = join(import.meta.dirname, "..", "..", "migrations");
const CACHE = join(import.meta.dirname, "..", "..", "..", "..", "node_modules", ".cache", "indexer");

/** Names the tables of all migrations. */
export function templateName(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(MIGRATIONS).filter((file) => file.endsWith(".sql")))
    hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  hash.update(readFileSync(join(MIGRATIONS, "meta", "_journal.json")));
  const pglite = dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite"));
  hash.update(readFileSync(join(pglite, "..", "package.json")));
  return `template_${hash.digest("hex").slice(0, 24)}`;
}

/** Folder of a closed PGlite with all tables and no rows, to be copied. */
export const templateFolder = (): string => join(CACHE, templateName());

/** Makes it once for all tests, before their time counts. */
export async function setup(): Promise<void> {
  const template = templateFolder();
  if (existsSync(template)) return;
  mkdirSync(CACHE, { recursive: true });
  const fresh = mkdtempSync(join(CACHE, "new-"));
  const database = await openDatabase({ kind: "pglite", folder: fresh });
  await database.close();
  try {
    renameSync(fresh, template);
  } catch (error) {
    // Another run has made it meanwhile.
    if (!existsSync(template)) throw error;
    rmSync(fresh, { recursive: true });
  }
}
