import { z } from "zod";

const digits = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,9})?$/)
  .optional()
  .catch(undefined);

/** What is calculated, as it stands in the page's address, so that a calculation can be passed on. */
export const calculatorSearch = z.object({
  kind: z.enum(["stake", "node", "pool"]).optional().catch(undefined),
  amount: digits,
  fee: digits,
});
