import type { Words } from "./contractErrors.ts";

/** Messages of a table of errors: `{code}.what` and `{code}.next`. */
export type ErrorMessages<Code extends string> = { readonly [Key in `${Code}.what` | `${Code}.next`]: string };

/** A table of errors as a catalogue takes it. */
export function toMessages<Code extends string>(table: Readonly<Record<Code, Words>>): ErrorMessages<Code> {
  const entries = Object.entries<Words>(table).flatMap(([code, [what, next]]) => [
    [`${code}.what`, what],
    [`${code}.next`, next],
  ]);
  return Object.fromEntries(entries);
}
