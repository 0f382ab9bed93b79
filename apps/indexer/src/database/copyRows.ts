import { BinaryWriter } from "./binaryWriter.ts";
import type { ColumnText } from "./rowText.ts";

// Source of the format: PostgreSQL's documentation of COPY, "Binary Format".
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const END_OF_ROWS = -1;
// A few rows need no whole piece.
const ROW_BYTES = 512;
/** Signature, flags, length of an extension; of a row and a null: their counts. */
const [HEAD_BYTES, SMALL_BYTES] = [32, 8];

/**
 * Rows in the binary format of COPY, as pieces of about `pieceBytes`.
 *
 * @throws DatabaseError WRITE_FAILED for a value its column can't hold
 */
export function* copyRows(
  columns: readonly ColumnText[],
  rows: readonly Readonly<Record<string, unknown>>[],
  pieceBytes = 262_144,
): Generator<Buffer> {
  const writer = new BinaryWriter(Math.min(pieceBytes, ROW_BYTES * rows.length));
  writer.reserve(HEAD_BYTES);
  writer.bytes(SIGNATURE);
  writer.int32(0);
  writer.int32(0);
  for (const row of rows) {
    writer.reserve(SMALL_BYTES);
    writer.int16(columns.length);
    for (const column of columns) {
      writer.reserve(SMALL_BYTES);
      column.encode(writer, row[column.key]);
    }
    for (let full = writer.takeFull(); full !== undefined; full = writer.takeFull()) yield full;
  }
  writer.reserve(SMALL_BYTES);
  writer.int16(END_OF_ROWS);
  for (let full = writer.takeFull(); full !== undefined; full = writer.takeFull()) yield full;
  yield writer.takeRest();
}
