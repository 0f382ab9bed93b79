import { getTableName } from "drizzle-orm";
import type { Database, Queries, Writer } from "../database/database.ts";
import { ViewError } from "./errors.ts";
import type { KeyedTable, MapKey } from "./tables.ts";

/** Rows of one table as handlers see them. */
export interface Rows<Row, Key extends MapKey> {
  /** Asks for a row before the batch is applied. */
  need(key: Key): void;
  /** A row asked for; undefined if there is none. @throws ViewError ROW_NOT_LOADED */
  get(key: Key): Row | undefined;
  /** As `get`. @throws ViewError ROW_MISSING */
  existing(key: Key): Row;
  /** A row no event has made before. @throws ViewError ROW_EXISTS */
  add(row: Row): void;
  /** Replaces a row asked for, or makes it. @throws ViewError ROW_NOT_LOADED */
  put(row: Row): void;
  /** Deletes a row asked for. @throws ViewError ROW_NOT_LOADED */
  remove(key: Key): void;
}

/** Told about a row before it changes. */
export interface Journal {
  /** Number of the step being applied, if it can be rolled back. */
  readonly step: bigint | undefined;
  note(tableName: string, key: MapKey, row: object | null): void;
}

type Entry<Row> = {
  row: Row | null;
  /** As it stands in the database. */
  readonly stored: Row | null;
  /** Step that has journalled it last. */
  noted: bigint | undefined;
};

/** A row that is known not to be there. */
const GONE = Symbol("gone");

/** Keys of one query. */
const CHUNK = 10_000;

/** The rows of one table a batch works on: loaded, changed in memory, written at its end. */
export class RowSet<Row extends object, Key extends MapKey> implements Rows<Row, Key> {
  readonly #spec: KeyedTable<Row, Key>;
  readonly #journal: Journal;
  readonly #cache: RowCache<Row, Key>;
  readonly #entries = new Map<Key, Entry<Row>>();
  readonly #wanted = new Set<Key>();
  #before: RowSet<Row, Key> | undefined;
  #changes: Changes<Row, Key> | undefined;

  /** @param before rows of the batch before, if it may still be being written: neither database nor cache need have them */
  constructor(
    spec: KeyedTable<Row, Key>,
    { journal, cache, before }: { journal: Journal; cache: RowCache<Row, Key>; before: RowSet<Row, Key> | undefined },
  ) {
    this.#spec = spec;
    this.#journal = journal;
    this.#cache = cache;
    this.#before = before;
  }

  need(key: Key): void {
    this.#wanted.add(key);
  }

  get(key: Key): Row | undefined {
    return this.#entry(key).row ?? undefined;
  }

  existing(key: Key): Row {
    const { row } = this.#entry(key);
    if (row === null) throw this.#error("ROW_MISSING", key);
    return row;
  }

  add(row: Row): void {
    const key = this.#spec.keyOf(row);
    const entry = this.#entries.get(key) ?? this.#enter(key, null);
    if (entry.row !== null) throw this.#error("ROW_EXISTS", key);
    this.#set(key, entry, row);
  }

  put(row: Row): void {
    const key = this.#spec.keyOf(row);
    this.#set(key, this.#entry(key), row);
  }

  remove(key: Key): void {
    this.#set(key, this.#entry(key), null);
  }

  /** Fetches what was asked for and is not in memory. */
  async load(queries: Queries): Promise<void> {
    const missing: Key[] = [];
    for (const key of this.#wanted) {
      const known = this.#before?.known(key) ?? this.#cache.get(key);
      if (known === undefined) missing.push(key);
      else this.#enter(key, known === GONE ? null : known);
    }
    this.#wanted.clear();
    this.#before = undefined;
    // Nothing to find: it would be in memory.
    if (this.#cache.isComplete) missing.forEach((key) => void this.#enter(key, null));
    else await this.#fetch(queries, missing);
  }

  async #fetch(queries: Queries, missing: readonly Key[]): Promise<void> {
    for (let from = 0; from < missing.length; from += CHUNK) {
      const keys = missing.slice(from, from + CHUNK);
      const rows = (await queries.select().from(this.#spec.table).where(this.#spec.matching(keys))) as Row[];
      for (const row of rows) this.#enter(this.#spec.keyOf(row), row);
    }
    for (const key of missing) if (!this.#entries.has(key)) this.#enter(key, null);
  }

  /** The row as this batch leaves it; undefined if it has nothing to do with it. */
  known(key: Key): Row | typeof GONE | undefined {
    const entry = this.#entries.get(key);
    return entry && (entry.row ?? GONE);
  }

  /** What differs from the database, encoded for the transaction that {@link write}s it. */
  prepare(database: Pick<Database, "prepare">): void {
    const { added, changed, columns } = this.#collect();
    database.prepare("append", this.#spec.table, added);
    database.prepare(columns === undefined ? "upsert" : { columns }, this.#spec.table, changed);
  }

  /** Writes what differs from the database. */
  async write(writer: Writer): Promise<void> {
    await writeRows(writer, this.#spec, this.#collect());
  }

  /** Keeps the rows for the next batches; to be called when they are durable. */
  settle(): void {
    if (this.#cache.capacity === 0) return;
    for (const [key, { row, stored }] of this.#entries) {
      if (row === stored) continue;
      if (row === null) this.#cache.delete(key);
      else this.#cache.set(key, detached(row, this.#cache.peek(key)));
    }
  }

  #collect(): Changes<Row, Key> {
    this.#changes ??= toChanges(this.#entries);
    return this.#changes;
  }

  #set(key: Key, entry: Entry<Row>, row: Row | null): void {
    const { step } = this.#journal;
    if (step !== undefined && entry.noted !== step) {
      this.#journal.note(this.#spec.name, key, entry.row);
      entry.noted = step;
    }
    entry.row = row;
  }

  #enter(key: Key, stored: Row | null): Entry<Row> {
    const entry: Entry<Row> = { row: stored, stored, noted: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  #entry(key: Key): Entry<Row> {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw this.#error("ROW_NOT_LOADED", key);
    return entry;
  }

  #error(code: "ROW_MISSING" | "ROW_EXISTS" | "ROW_NOT_LOADED", key: Key): ViewError {
    return new ViewError({ code, table: getTableName(this.#spec.table), key: String(key) });
  }
}

type Changes<Row, Key> = {
  readonly added: readonly Row[];
  readonly changed: readonly Row[];
  /** In what `changed` differs from the rows in the database; left out if those aren't known, or needn't be there. */
  readonly columns?: readonly string[];
  readonly removed: readonly Key[];
};

function toChanges<Row extends object, Key>(entries: ReadonlyMap<Key, Entry<Row>>): Changes<Row, Key> {
  const added: Row[] = [];
  const changed: Row[] = [];
  const removed: Key[] = [];
  const columns = new Set<string>();
  for (const [key, { row, stored }] of entries) {
    if (row === stored) continue;
    if (row === null) removed.push(key);
    else if (stored === null) added.push(row);
    else {
      changed.push(row);
      // JSON is compared by identity: whoever changes it makes another.
      for (const name in row) if (row[name] !== stored[name]) columns.add(name);
    }
  }
  return { added, changed, columns: [...columns], removed };
}

/** Applies changes of one table; rows of `added` must not be there yet. */
export async function writeRows<Row extends object, Key extends MapKey>(
  writer: Writer,
  { table, matching }: Pick<KeyedTable<Row, Key>, "table" | "matching">,
  { added, changed, columns, removed }: Changes<Row, Key>,
): Promise<void> {
  if (added.length > 0) await writer.append(table, added);
  if (columns !== undefined) await writer.update(table, changed as readonly Record<string, unknown>[], { columns });
  else if (changed.length > 0) await writer.upsert(table, changed);
  for (let from = 0; from < removed.length; from += CHUNK) {
    await writer.delete(table, matching(removed.slice(from, from + CHUNK)));
  }
}

/** Shorter strings are never cut out of others. Source: V8, SlicedString::kMinLength. */
const CUT_CHARS = 13;
const BYTES_PER_UNIT = 3;
let scratch = Buffer.allocUnsafeSlow(4_096);

/** Equal, and with memory of its own. */
function ownString(text: string): string {
  if (text.length < CUT_CHARS) return text;
  if (scratch.length < BYTES_PER_UNIT * text.length) scratch = Buffer.allocUnsafeSlow(2 * BYTES_PER_UNIT * text.length);
  return scratch.toString("utf8", 0, scratch.write(text, 0, "utf8"));
}

/**
 * The row with strings of its own. One cut out of a log keeps all of the log in memory, and rows are kept for long.
 *
 * @param known the row as it was kept before: its strings are its own already
 */
function detached<Row extends object>(row: Row, known: Row | undefined): Row {
  const own = { ...row } as Record<string, unknown>;
  const before = known as Readonly<Record<string, unknown>> | undefined;
  for (const name in own) {
    const value = own[name];
    if (typeof value !== "string") continue;
    const kept = before?.[name];
    own[name] = kept === value ? kept : ownString(value);
  }
  return own as Row;
}

/** Rows of a table as the database holds them, the least recently used dropped first. */
export class RowCache<Row, Key extends MapKey> {
  readonly capacity: number;
  readonly #rows = new Map<Key, Row>();
  #isComplete = false;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Whether all rows the database has are here: none needs to be looked for. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The table is empty. What is set from now on is all there is, until a row is dropped. */
  begin(): void {
    this.#rows.clear();
    this.#isComplete = this.capacity > 0;
  }

  get(key: Key): Row | undefined {
    const row = this.#rows.get(key);
    if (row === undefined) return undefined;
    this.#rows.delete(key);
    this.#rows.set(key, row);
    return row;
  }

  /** The row, without counting as a use of it. */
  peek(key: Key): Row | undefined {
    return this.#rows.get(key);
  }

  set(key: Key, row: Row): void {
    this.#rows.delete(key);
    this.#rows.set(key, row);
    if (this.#rows.size <= this.capacity) return;
    for (const oldest of this.#rows.keys()) {
      this.#rows.delete(oldest);
      this.#isComplete = false;
      break;
    }
  }

  delete(key: Key): void {
    this.#rows.delete(key);
  }

  clear(): void {
    this.#rows.clear();
    this.#isComplete = false;
  }
}
