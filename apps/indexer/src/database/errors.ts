import { CodedError } from "@session/protocol";

/** What can go wrong with the database as such, by code. */
export type DatabaseErrorDetail =
  /** No connection, or it broke. `host` is the server's, or the folder. */
  | { code: "DATABASE_DOWN"; host: string; reason: string }
  /** Another process has the folder open. */
  | { code: "DATABASE_IN_USE"; folder: string }
  /** Migrated by a newer program. Times are those of the newest migration, in ms since 1970. */
  | { code: "DATABASE_NEWER"; database: number; program: number }
  /** The folder's files can't be opened: another version's, or damaged. */
  | { code: "DATABASE_UNREADABLE"; folder: string; reason: string }
  | { code: "DATABASE_FULL"; reason: string }
  /** A write was refused; `sqlState` is PostgreSQL's, empty when the row never got there. */
  | { code: "WRITE_FAILED"; sqlState: string; table: string; reason: string }
  /** The database was used past the transaction's writer; with one connection that would wait for ever. */
  | { code: "OUTSIDE_TRANSACTION" };

/** An error of the database. */
export class DatabaseError extends CodedError<DatabaseErrorDetail> {}

type Reported = { code?: unknown; message?: unknown; table?: unknown; cause?: unknown; errors?: unknown };

const text = (value: unknown) => (typeof value === "string" ? value : "");

// Class 08: connection exception; 57P: the server shuts down or has not started yet; 53300: too many connections.
const DOWN =
  /^(?:08...|57P0[1-5]|53300|28...|3D000|ECONNREFUSED|ECONNRESET|ENOENT|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH)$/;
const LOST =
  /connection terminated|cannot use a pool after calling end|timeout exceeded when trying to connect|client has encountered a connection error/i;
const FULL = /no space left on device|disk full|ENOSPC/i;
// Data corrupted, index corrupted.
const DAMAGED = /^XX00[12]$/;
const SQL_STATE = /^[0-9A-Z]{5}$/;

/** The driver's own error, or ours, inside the wrapping of query builders. */
function rootOf(error: unknown): Reported {
  let found: Reported = typeof error === "object" && error !== null ? error : { message: String(error) };
  while (!(found instanceof CodedError) && typeof found.cause === "object" && found.cause !== null) found = found.cause;
  // Several addresses of one host: any of them tells.
  const [first] = "errors" in found && Array.isArray(found.errors) ? found.errors : [];
  return typeof first === "object" && first !== null ? first : found;
}

/** How a server that doesn't answer is reported. */
export function databaseDown(host: string, reason: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    { code: "DATABASE_DOWN", host, reason },
    `The database at ${host} can't be used: ${reason}. Check that it runs and that the address, user and password ` +
      "in DATABASE_URL are right; what is stored stays as it is.",
    { cause },
  );
}

/** How files that aren't there, or aren't whole, are reported. `cause` is whatever told it. */
export function folderUnreadable(folder: string, reason: string, cause?: unknown): DatabaseError {
  return new DatabaseError(
    { code: "DATABASE_UNREADABLE", folder, reason },
    `The database in ${folder} can't be read: ${reason}. If another version of the indexer made it, run that one; ` +
      "otherwise move it away and begin with an empty one: all that is about the chains is read from them again.",
    { cause },
  );
}

/**
 * A driver's error by code, so that callers can tell a full disk from a lost server from a refused row. Errors that don't
 * come from the database are returned as they are.
 */
export function toDatabaseError(error: unknown, host: string): unknown {
  const root = rootOf(error);
  if (root instanceof CodedError) return root;
  const code = text(root.code);
  const reason = text(root.message);
  if (code === "53100" || FULL.test(reason))
    return new DatabaseError(
      { code: "DATABASE_FULL", reason },
      `The disk of the database is full (${reason}). Nothing of this step was stored; free space and it goes on.`,
      { cause: error },
    );
  if (DOWN.test(code) || LOST.test(reason)) return databaseDown(host, reason === "" ? code : reason, error);
  if (DAMAGED.test(code)) return folderUnreadable(host, reason, error);
  if (!SQL_STATE.test(code)) return error;
  const table = text(root.table);
  return new DatabaseError(
    { code: "WRITE_FAILED", sqlState: code, table, reason },
    `The database refused a statement${table === "" ? "" : ` on ${table}`}: ${reason} (${code}).`,
    { cause: error },
  );
}
