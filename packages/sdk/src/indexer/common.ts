import { z } from "zod";

// Shapes every route of the indexer's API shares. Amounts are decimal strings in base units (1e-9 SESH) unless a field
// ends in `Ledger` (1e-18 SESH); times are unix seconds; bytes are lower-case 0x-hex, addresses EIP-55.

export { address, amount, height, hex, hex32, problem, seconds } from "../clients/nodeSchemas.ts";

const toLowerCase = (text: string) => text.toLowerCase() as `0x${string}`;

/** An address of a path or query in any case; lower case in the handler. */
export const addressParameter = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "an address: 0x and 20 bytes of hex")
  .transform(toLowerCase);

export const hex32Parameter = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "0x and 32 bytes of hex")
  .transform(toLowerCase);

/** Whole number of a path or query, in decimal digits. */
export function integerParameter(minimum: number, maximum: number) {
  return z
    .union([z.number().int().min(minimum).max(maximum), z.string().regex(/^\d{1,15}$/, "a whole number")])
    .transform(Number)
    .pipe(z.number().int().min(minimum).max(maximum));
}

/** Of a page: `cursor` is the `next` of the page before, opaque. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: integerParameter(1, 200).default(50),
});

/** A page of items; `next` is null on the last. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** How far the indexer has come; part of every answer that a chain's progress changes. */
export const asOf = z.object({
  /** Newest L2 block and appchain height in the answer. */
  l2Block: z.string().regex(/^\d+$/),
  height: z.number().int(),
});
