/** What a cell of an export holds. Amounts as `bigint` base units or, better, their plain decimal text. */
export type CsvValue = string | number | bigint | boolean | null | undefined;

// A text that starts like this is a formula to spreadsheets, and may be anything a stranger wrote.
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

function toField(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes rows as CSV by RFC 4180: CRLF, quotes where needed. Texts that a spreadsheet would run get a `'` in front. */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map((row) => `${row.map(toField).join(",")}\r\n`).join("");
}
