import { z } from "zod";
import { address, addressParameter, hex, hex32, integerParameter, pageOf, pageQuery, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What stands behind an address that emits events. */
export const contractKinds = ["rewards", "rewardPool", "token", "factory", "pool", "vesting"] as const;
export type ContractKind = (typeof contractKinds)[number];

/** A contract event, decoded. */
export const contractEventSchema = z.object({
  blockNumber: z.string().regex(/^\d+$/),
  logIndex: z.number().int(),
  blockHash: hex32,
  time: seconds,
  txHash: hex32,
  address,
  contract: z.enum(contractKinds).nullable(),
  /** null for an event this indexer's software doesn't know; then `args` is empty. */
  name: z.string().nullable(),
  /** By name; numbers as decimal strings, bytes as hex, structures as objects. */
  args: z.record(z.string(), z.unknown()),
  /** As logged. */
  topics: z.array(hex32),
  data: hex,
  /** What became of it on the appchain; null where it isn't for the appchain, or hasn't got there yet. */
  outcome: z
    .object({
      height: z.number().int(),
      result: z.enum(["applied", "rejected"]),
      code: z.string().nullable(),
      message: z.string().nullable(),
      nodeId: z.number().int().nullable(),
    })
    .nullable(),
  /** Can't be rolled back any more. */
  isFinal: z.boolean(),
});
export type ContractEvent = z.infer<typeof contractEventSchema>;

const MAX_BLOCK = 10 ** 15 - 1;

export const eventRoutes = {
  listEvents: defineRoute({
    method: "GET",
    path: "/v1/events",
    summary: "Contract events, newest first; filters are joined by and",
    query: pageQuery.extend({
      name: z
        .string()
        .regex(/^[A-Za-z_]\w{0,63}$/, "name of an event")
        .describe("Name of the event, e.g. NewServiceNode.")
        .optional(),
      contract: z.enum(contractKinds).optional(),
      node: integerParameter(0, 2 ** 24 - 1).optional(),
      address: addressParameter.optional(),
      pool: addressParameter.optional(),
      fromBlock: integerParameter(0, MAX_BLOCK).optional(),
      toBlock: integerParameter(0, MAX_BLOCK).optional(),
      fromTime: integerParameter(0, MAX_BLOCK).describe("Unix seconds.").optional(),
      toTime: integerParameter(0, MAX_BLOCK).describe("Unix seconds.").optional(),
    }),
    response: pageOf(contractEventSchema),
  }),
};
