export type SortValue = string | number | bigint | boolean | null | undefined;
export type Sort = { column: string; direction: "ascending" | "descending" };

function compare(a: NonNullable<SortValue>, b: NonNullable<SortValue>, collator: Intl.Collator): number {
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Sorts a copy of the rows; stable, what has no value comes last in both directions.
 * @param sortBy value of a row, of one type for all rows; bigint and number may mix
 */
export function sortRows<Row>(
  rows: readonly Row[],
  sortBy: (row: Row) => SortValue,
  direction: Sort["direction"],
  locale = "en",
): Row[] {
  const collator = new Intl.Collator(locale, { numeric: true });
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((left, right) => {
    const [a, b] = [sortBy(left), sortBy(right)];
    if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
    if (b === null || b === undefined) return -1;
    return sign * compare(a, b, collator);
  });
}

/** What a press on a column's head does: ascending first, then descending, then ascending again. */
export function nextSort(sort: Sort | undefined, column: string): Sort {
  const isAscending = sort?.column === column && sort.direction === "ascending";
  return { column, direction: isAscending ? "descending" : "ascending" };
}
