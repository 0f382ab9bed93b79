import { z } from "zod";
import { amount, asOf, integerParameter, seconds } from "./common.ts";
import { stateCounts } from "./nodes.ts";
import { defineRoute } from "./route.ts";

/** How one source of the indexer stands. */
export const sourceHead = z.object({
  /** Position of the answers: L2 block or appchain height, with its time. */
  number: amount.nullable(),
  time: seconds.nullable(),
  /** Newest number that can't be rolled back. */
  final: amount,
  /** Newest number the source has, as far as is known. */
  sourceHead: amount.nullable(),
  /** Since the source last answered; null when it never has. */
  ageSec: z.number().nullable(),
  halted: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const networkResponse = z.object({
  asOf,
  sources: z.object({ l2: sourceHead, chain: sourceHead }),
  nodes: z.object({
    byState: stateCounts,
    /** In the contract, not left. */
    total: z.number().int(),
    payable: z.number().int(),
    /** Mean of the last 24 hours, two decimals; what a node's share is reckoned with. */
    payableAverage: z.number(),
    averageFeeBps: z.number().int(),
  }),
  stake: z.object({
    requirement: amount,
    /** Σ deposits of nodes in the contract. */
    staked: amount,
    /** Of nodes that left and whose lock isn't over or not withdrawn yet. */
    locked: amount,
    /** Inside pools that aren't registered. */
    inPools: amount,
  }),
  rewards: z.object({
    /** Base units the pool pays per 120 s, and a day. */
    rate: amount,
    perDay: amount,
    /** To one payable node in a day. */
    perNodeAndDay: amount,
    /** Of a contributor without a fee, simple, in basis points; null while nobody is payable. */
    aprBps: z.number().int().nullable(),
    poolBalance: amount.nullable(),
    poolReleased: amount.nullable(),
  }),
  /** Of one SESH, as a source outside of the network tells it; null where none is configured. */
  price: z
    .object({
      currency: z.string(),
      /** Exact decimal text; null while the source's newest is too old, or it has told none. */
      value: z
        .string()
        .regex(/^\d{1,12}(\.\d{1,30})?$/)
        .nullable(),
      /** When the source told its newest; null: never. */
      at: seconds.nullable(),
      /** Its host. */
      source: z.string(),
    })
    .nullable(),
});
export type NetworkResponse = z.infer<typeof networkResponse>;

/** Figures at the end of an hour or day of block time. */
export const networkPoint = z.object({
  /** Start of the hour or day. */
  from: seconds,
  height: z.number().int(),
  joining: z.number().int(),
  active: z.number().int(),
  decommissioned: z.number().int(),
  removed: z.number().int(),
  payable: z.number().int(),
  staked: amount,
  stakingRequirement: amount,
  rewardRate: amount,
  aprBps: z.number().int().nullable(),
  /** Rewards due within the hour or day, base units rounded down. */
  rewards: amount,
  decommissions: z.number().int(),
  /** Nodes that aren't removed, by the highest version of the rules they said they know. */
  versions: z.record(z.string(), z.number().int()),
  poolBalance: amount.nullable(),
  rewardsBalance: amount.nullable(),
});
export type NetworkPoint = z.infer<typeof networkPoint>;

const time = integerParameter(0, 2 ** 31 - 1).optional();

export const networkRoutes = {
  getNetwork: defineRoute({
    method: "GET",
    path: "/v1/network",
    summary: "The network now: nodes by state, stake, reward rate, APR, and how far the indexer has come.",
    response: networkResponse,
  }),
  getNetworkHistory: defineRoute({
    method: "GET",
    path: "/v1/network/history",
    summary: "The network by hour (7 days without `from`) or day (90 days); 1,000 points at most.",
    query: z.object({ from: time, to: time, resolution: z.enum(["hour", "day"]).default("hour") }),
    response: z.object({ asOf, resolution: z.enum(["hour", "day"]), items: z.array(networkPoint) }),
  }),
};
