import { z } from "zod";

/** A transaction whose progress a page shows; part of the address, so that it survives a reload and moves to other devices. */
export const transactionSearch = z.object({
  tx: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((hash) => hash as `0x${string}`)
    .optional()
    .catch(undefined),
});
