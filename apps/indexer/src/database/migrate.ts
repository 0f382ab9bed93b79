import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { DatabaseError } from "./errors.ts";

// Any number will do, as long as nobody else locks it: "indexer" in ASCII.
const LOCK_KEY = "29665963312637298";

const Journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

/** Folder of the migrations; this form lets a bundle bring it along. */
function migrationsFolder(): string {
  return fileURLToPath(new URL("../../migrations/", import.meta.url));
}

function newestMigration(folder: string): number {
  const journal = Journal.parse(JSON.parse(readFileSync(join(folder, "meta", "_journal.json"), "utf8")));
  return Math.max(...journal.entries.map(({ when }) => when));
}

async function newestApplied(client: PoolClient): Promise<number> {
  const table = await client.query("select to_regclass('drizzle.__drizzle_migrations') as name");
  if (table.rows[0]?.name === null) return 0;
  const { rows } = await client.query("select max(created_at) as newest from drizzle.__drizzle_migrations");
  return Number(rows[0]?.newest ?? 0);
}

/**
 * Brings the tables up to this program's. Two programs at once wait for each other.
 * @throws DatabaseError DATABASE_NEWER
 */
export async function applyMigrations(pool: Pool): Promise<void> {
  const folder = migrationsFolder();
  const program = newestMigration(folder);
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const database = await newestApplied(client);
    if (database > program)
      throw new DatabaseError(
        { code: "DATABASE_NEWER", database, program },
        `The database was made by a newer indexer (its tables are of ${new Date(database).toISOString()}, this program ` +
          `knows those of ${new Date(program).toISOString()}). Run the newer program, or give this one its own database.`,
      );
    if (database < program) await migrate(drizzle(client), { migrationsFolder: folder });
    await client.query("select pg_advisory_unlock($1)", [LOCK_KEY]);
    client.release();
  } catch (error) {
    // The lock goes with the connection.
    client.release(true);
    throw error;
  }
}
