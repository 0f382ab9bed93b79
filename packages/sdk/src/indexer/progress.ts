import { z } from "zod";
import { address, asOf, height, hex32, hex32Parameter, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** One event of our contracts in the transaction. */
export const transactionEvent = z.object({
  logIndex: z.number().int(),
  contract: address.nullable(),
  /** Name of the contract's event. */
  kind: z.string(),
  /** Whether appchain blocks carry it; others are done when their L2 block is final. */
  entersBlocks: z.boolean(),
  /** Appchain block that carried it; null before that. */
  height: height.nullable(),
  /** Rejected: it changed nothing, or made a removed node of a registration; `code` and `message` say why. */
  result: z.enum(["applied", "rejected"]).nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  nodeId: z.number().int().nullable(),
});

export const transactionProgress = z.object({
  hash: hex32,
  /**
   * `unknown` to indexer and provider · `pending` in the provider's pool · `mined` · `seen` by the indexer · `inBlock`:
   * all its events that enter appchain blocks have · `final`: a certified checkpoint covers them, or, where no event enters
   * blocks, its L2 block is final. A reorganisation of L2 leads back.
   */
  stage: z.enum(["unknown", "pending", "mined", "seen", "inBlock", "final"]),
  mined: z
    .object({
      block: height,
      time: seconds.nullable(),
      status: z.enum(["success", "reverted"]),
      /** Why it reverted, as far as a repetition tells; `name` is a contract's error, arguments as text by name. */
      revert: z.object({ name: z.string(), args: z.record(z.string(), z.string()), message: z.string() }).nullable(),
    })
    .nullable(),
  events: z.array(transactionEvent),
  /** Height of the first certified checkpoint at or after its blocks. */
  checkpoint: height.nullable(),
  /** What it waits for; null when nothing more comes. */
  next: z
    .object({
      waitingFor: z.enum(["transaction", "mining", "indexer", "l2Finality", "block", "checkpoint"]),
      message: z.string(),
      /** Seconds as the preset lets expect; null where nobody can know. */
      estimateSec: seconds.nullable(),
    })
    .nullable(),
  /** Whether the L2 provider was asked, which is so only for what isn't in the tables, and answered. */
  provider: z.enum(["notAsked", "ok", "down"]),
  asOf,
});
export type TransactionProgress = z.infer<typeof transactionProgress>;
export type TransactionEvent = z.infer<typeof transactionEvent>;

export const progressRoutes = {
  getTransactionProgress: defineRoute({
    method: "GET",
    path: "/v1/tx/:hash/progress",
    summary: "How far a transaction to our contracts has come: from the mempool to the certified checkpoint.",
    params: z.object({ hash: hex32Parameter }),
    response: transactionProgress,
    requestsPerMinute: 240,
  }),
};
