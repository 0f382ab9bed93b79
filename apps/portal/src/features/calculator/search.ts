import { z } from "zod";

/** What is reckoned: a part of a pool, a node alone, or a node that takes others in. */
export const calculationKinds = ["stake", "node", "pool"] as const;
export type CalculationKind = (typeof calculationKinds)[number];

/** Decimals as typed with a point. Whoever writes an address by hand writes `amount=25000`, which arrives as a number. */
const decimals = z
  .union([z.string(), z.number().transform(String)])
  .pipe(z.string().regex(/^\d{1,12}(\.\d{1,9})?$/))
  .optional()
  .catch(undefined);

/** What is calculated, as it stands in the page's address, so that a calculation can be passed on. */
export const calculatorSearch = z.object({
  kind: z.enum(calculationKinds).optional().catch(undefined),
  /** SESH. */
  amount: decimals,
  /** Per cent. */
  fee: decimals,
});
export type CalculatorSearch = z.output<typeof calculatorSearch>;
