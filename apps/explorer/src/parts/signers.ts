import type { BitState } from "@session/ui";

/** Who signed and who didn't, by id. */
export type Signers = { readonly signed: readonly number[]; readonly absent: readonly number[] };

export type SignerCells = { readonly ids: readonly number[]; readonly cells: readonly BitState[] };

/** One cell for each member, by ascending id. */
export function toCells({ signed, absent }: Signers): SignerCells {
  const away = new Set(absent);
  const ids = [...new Set([...signed, ...absent])].sort((a, b) => a - b);
  return { ids, cells: ids.map((id) => (away.has(id) ? "absent" : "signed")) };
}
