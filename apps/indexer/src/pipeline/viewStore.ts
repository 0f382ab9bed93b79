import { eq, getTableName, gt, sql } from "drizzle-orm";
import type { Database, Writer } from "../database/database.ts";
import { cursors, l2Steps } from "../raw/schema.ts";
import { toTopic, type ViewPosition } from "./applySteps.ts";
import { ViewError } from "./errors.ts";
import { clearUndo, forgetUndo, undoAfter } from "./journal.ts";
import { appendTables, keyedTables } from "./tables.ts";

/** The cursor row of the L2 views. */
export type ViewCursor = ViewPosition & { readonly finalNumber: bigint };

const L2 = "l2";

export async function readCursor(database: Pick<Database, "queries">): Promise<ViewCursor | undefined> {
  const [row] = await database.queries.select().from(cursors).where(eq(cursors.source, L2));
  return row && { number: row.number, hash: row.hash, finalNumber: row.finalNumber };
}

export async function writeCursor(writer: Writer, cursor: ViewCursor | undefined): Promise<void> {
  if (cursor === undefined) await writer.queries.delete(cursors).where(eq(cursors.source, L2));
  else await writer.upsert(cursors, [{ source: L2, ...cursor }]);
}

/** Unix seconds of a stored step; undefined for the start block, which is none. */
export async function readStepTime(database: Pick<Database, "queries">, number: bigint): Promise<bigint | undefined> {
  const query = database.queries.select({ time: l2Steps.timestamp }).from(l2Steps).where(eq(l2Steps.number, number));
  const [row] = await query;
  return row?.time;
}

/**
 * Takes the views back to `ancestor`: changed rows as they were, appended rows deleted, cursor.
 *
 * @returns the new cursor and the topics of what was taken back
 * @throws ViewError UNDO_MISSING
 */
export async function rollBack(
  writer: Writer,
  from: ViewCursor,
  ancestor: bigint,
): Promise<{ readonly cursor: ViewCursor | undefined; readonly topics: Set<string> }> {
  const undone = await undoAfter(writer, ancestor);
  const reached = undone === undefined ? from.number : (undone.cursor?.number ?? ancestor);
  if (reached !== ancestor || ancestor < from.finalNumber)
    throw new ViewError({ code: "UNDO_MISSING", ancestor, reached });
  const topics = await deleteAppended(writer, ancestor);
  const finalNumber = from.finalNumber;
  const cursor = undone?.cursor ? { ...undone.cursor, finalNumber } : undefined;
  await writeCursor(writer, cursor);
  return { cursor, topics };
}

async function deleteAppended(writer: Writer, ancestor: bigint): Promise<Set<string>> {
  const { claims, parameterChanges, eventSubjects } = appendTables;
  const topics = new Set(["network", "events"]);
  await writer.queries.delete(claims).where(gt(claims.blockNumber, ancestor));
  await writer.queries.delete(parameterChanges).where(gt(parameterChanges.blockNumber, ancestor));
  const subjects = await writer.queries
    .delete(eventSubjects)
    .where(gt(eventSubjects.blockNumber, ancestor))
    .returning({ kind: eventSubjects.kind, subject: eventSubjects.subject });
  for (const { kind, subject } of subjects) topics.add(toTopic(kind, subject));
  return topics;
}

/** Everything up to `final` stays: forgets how to take it back. */
export async function markFinal(writer: Writer, cursor: ViewCursor): Promise<void> {
  await forgetUndo(writer, cursor.finalNumber);
  await writeCursor(writer, cursor);
}

/** Empties all views of L2 with their cursor and journal. */
export async function clearViews(writer: Writer): Promise<void> {
  const tables = [...Object.values(keyedTables).map(({ table }) => table), ...Object.values(appendTables)];
  const names = tables.map((table) => sql.identifier(getTableName(table)));
  await writer.queries.execute(sql`truncate ${sql.join(names, sql`, `)}`);
  await clearUndo(writer);
  await writeCursor(writer, undefined);
}
