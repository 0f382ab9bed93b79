import { Pool } from "pg";
import type { Database } from "./database.ts";
import { DatabaseError, databaseDown, folderUnreadable, toDatabaseError } from "./errors.ts";
import { lockFolder } from "./folderLock.ts";
import { applyMigrations } from "./migrate.ts";
import { startPglite } from "./pglite/backend.ts";
import { PooledDatabase } from "./pooledDatabase.ts";

/** PGlite in a folder of its own, or the PostgreSQL server of a DATABASE_URL. */
export type DatabaseOptions =
  | {
      readonly kind: "pglite";
      /** Made if it isn't there; {@link IN_MEMORY} keeps nothing. */
      readonly folder: string;
    }
  | { readonly kind: "postgres"; readonly url: string };

/** `folder` of a PGlite that is gone when it is closed. */
export const IN_MEMORY = "memory://";

const CONNECT_TIMEOUT_MS = 10_000;

/** A connection that breaks tells its next query, or the one it works on; without listeners the process would end. */
function hearErrors(pool: Pool): void {
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
}

async function openPglite(folder: string): Promise<Database> {
  const lock = folder === IN_MEMORY ? undefined : lockFolder(folder);
  try {
    const backend = await startPglite(folder === IN_MEMORY ? undefined : folder);
    // One connection: PGlite is one session. It is never given up when idle, since that would lose the session's settings.
    const pool = new Pool({ max: 1, idleTimeoutMillis: 0, stream: () => backend.connect(), user: "postgres" });
    hearErrors(pool);
    const closeBackend = async () => {
      await backend.close();
      lock?.release();
    };
    try {
      await applyMigrations(pool);
    } catch (error) {
      await pool.end();
      await backend.close();
      throw error;
    }
    return new PooledDatabase({ kind: "pglite", pool, host: folder, closeBackend });
  } catch (error) {
    lock?.release();
    const known = toDatabaseError(error, folder);
    // Tables half there: files lost in a power cut, which PGlite doesn't sync against.
    if (known instanceof DatabaseError && known.detail.code === "WRITE_FAILED")
      throw folderUnreadable(folder, known.detail.reason, error);
    throw known;
  }
}

/** Host of a URL as messages may show it: without user and password. */
function hostOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) throw databaseDown("DATABASE_URL", "it is no address like postgresql://user@host:5432/name");
  return parsed.searchParams.get("host") ?? parsed.host;
}

async function openPostgres(url: string): Promise<Database> {
  const host = hostOf(url);
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
  hearErrors(pool);
  try {
    await applyMigrations(pool);
  } catch (error) {
    await pool.end();
    throw toDatabaseError(error, host);
  }
  return new PooledDatabase({ kind: "postgres", pool, host, closeBackend: async () => undefined });
}

/**
 * Opens the database and brings its tables up to date.
 * @throws DatabaseError DATABASE_DOWN, DATABASE_IN_USE, DATABASE_NEWER, DATABASE_UNREADABLE, DATABASE_FULL
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === "pglite" ? openPglite(options.folder) : openPostgres(options.url);
}
