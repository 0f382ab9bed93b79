import { z } from "zod";

/** A decimal figure with a point, as text: the router hands over what looks like a number as one. */
const figure = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,15}(\.\d{1,9})?$/))
  .optional()
  .catch(undefined);

export const poolSorts = ["updated", "deployed", "fee", "minimum", "remaining"] as const;
export type PoolSort = (typeof poolSorts)[number];

/** Filters of the list of pools, as they stand in the page's address. */
export const stakeSearch = z.object({
  /** Part of a pool's or operator's address or of a node's key. */
  q: z
    .union([z.string(), z.number(), z.boolean()])
    .transform(String)
    .pipe(z.string().min(1).max(66))
    .optional()
    .catch(undefined),
  /** Highest fee, per cent. */
  fee: figure,
  /** What there is to stake: pools whose least contribution is at most this, SESH. */
  budget: figure,
  /** Pools that still take at least this from one, SESH. */
  room: figure,
  /** Places kept for who acts. */
  mine: z.literal(true).optional().catch(undefined),
  sort: z.enum(poolSorts).optional().catch(undefined),
  order: z.enum(["asc", "desc"]).optional().catch(undefined),
  /** Cursors of the pages behind the first. */
  pages: z.array(z.string().max(200)).max(1_000).optional().catch(undefined),
});
export type StakeSearch = z.infer<typeof stakeSearch>;
