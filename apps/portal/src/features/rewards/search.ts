import { z } from "zod";

const day = z.iso.date().optional().catch(undefined);

/** What the history of rewards shows, as it stands in the page's address. */
export const rewardsSearch = z.object({
  /** Any account; the reader's own without it. */
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((text) => text as `0x${string}`)
    .optional()
    .catch(undefined),
  /** First and last UTC day. */
  from: day,
  to: day,
  /** One node's part alone. */
  node: z.number().int().positive().optional().catch(undefined),
});
export type RewardsSearch = z.infer<typeof rewardsSearch>;
