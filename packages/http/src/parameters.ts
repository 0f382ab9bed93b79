import { z } from "zod";

/** Digits and nothing else: `Number` would also take "0x10", "1e2", " 7" and "". */
const toNumber = (text: unknown) => (typeof text === "string" && /^\d{1,16}$/.test(text) ? Number(text) : text);

/** A whole number of a path or query. */
export function integer(minimum: number, maximum: number = Number.MAX_SAFE_INTEGER) {
  return z.preprocess(toNumber, z.number().int().min(minimum).max(maximum));
}

/** How many items a page holds at most. */
export function pageLimit(maximum: number, usual: number) {
  // The document leaves out the default of a value that is converted first, so it says it in words.
  return integer(1, maximum).default(usual).describe(`${usual} without it.`);
}

/** Bytes of one of the given sizes as hex; upper case is taken, too. */
export function hexBytes(...sizes: readonly number[]) {
  const digits = sizes.map((size) => `[0-9a-fA-F]{${2 * size}}`).join("|");
  return z
    .string()
    .regex(new RegExp(`^0x(${digits})$`), `0x and ${sizes.join(" or ")} bytes of hex`)
    .toLowerCase();
}
