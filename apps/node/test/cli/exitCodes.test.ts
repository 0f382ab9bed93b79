import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { EXIT_CODES } from "../../src/errors.ts";

const DOCUMENT = new URL("../../../../docs/operator/exit-codes.md", import.meta.url);

it("docs/operator/exit-codes.md and the program agree on every code", async () => {
  const text = await readFile(DOCUMENT, "utf8");
  const rows = [...text.matchAll(/^\| (\d+) \| `([A-Z0-9_]+)` \| (.+?) \| (.+?) \|$/gm)];
  const documented = Object.fromEntries(rows.map(([, number, code]) => [code, Number(number)]));
  expect(documented).toEqual({ UNEXPECTED: 1, ...EXIT_CODES });
  const numbers = Object.values(EXIT_CODES);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const [, , code, what, wayOut] of rows) expect([code, what, wayOut].every((cell) => cell !== "")).toBe(true);
});
