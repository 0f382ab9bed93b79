import { invalidParameter } from "./problem.ts";

/** The first `limit` items of a keyed stream, and the cursor to go on from; null at the end. */
export async function takePage<Item>(
  stream: AsyncIterable<readonly [string, Item]>,
  limit: number,
): Promise<{ items: Item[]; next: string | null }> {
  const items: Item[] = [];
  let last: string | null = null;
  for await (const [key, item] of stream) {
    if (items.length === limit) return { items, next: last };
    items.push(item);
    last = key;
  }
  return { items, next: null };
}

/**
 * A page out of rows asked for one more than shown: `select … limit(limit + 1)`.
 *
 * @param cursorOf what the next page goes on from: the key of the last row shown
 */
export function cursorPage<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => readonly (string | number | bigint)[],
): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

/** An opaque cursor of the parts of a key. */
export function encodeCursor(parts: readonly (string | number | bigint)[]): string {
  return Buffer.from(JSON.stringify(parts.map(String))).toString("base64url");
}

/**
 * The parts of a cursor; undefined without one.
 *
 * @param patterns one for each part; whatever a client made up is refused
 * @throws ProblemError INVALID_PARAMETER
 */
export function decodeCursor(cursor: string | undefined, patterns: readonly RegExp[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const parts = tryParse(Buffer.from(cursor, "base64url").toString());
  const isKey =
    Array.isArray(parts) &&
    parts.length === patterns.length &&
    patterns.every((pattern, index) => typeof parts[index] === "string" && pattern.test(parts[index]));
  if (!isKey) throw invalidParameter("cursor", "it isn't the `next` of a page of this list.");
  return parts;
}

function tryParse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
