import { z } from "zod";
import {
  address,
  addressParameter,
  amount,
  asOf,
  hex32,
  integerParameter,
  pageOf,
  pageQuery,
  seconds,
} from "./common.ts";
import { nodeKeyParameter } from "./nodes.ts";
import { defineRoute } from "./route.ts";

/** A UTC day, `2027-01-31`. */
export const day = z.iso.date();
/** A day asked for. ISO 8601 has a year 0, PostgreSQL hasn't. */
const askedDay = day.refine((text) => text >= "0001-01-01", "there is no year 0");

export const rewardClaim = z.object({
  at: seconds,
  amount,
  /** The lifetime figure that was proven. */
  lifetimeRewards: amount,
  txHash: hex32,
  block: amount,
  logIndex: z.number().int(),
});

/** Rewards of an address. What is claimable is `lifetime − claimed`, in whole base units. */
export const addressRewards = z.object({
  /** Earned up to the newest checkpoint of the appchain; base units, and exactly. */
  lifetime: amount,
  lifetimeLedger: amount,
  claimed: amount,
  claimable: amount,
  /** Checkpoint of the appchain the figures are of; null before anything was earned. */
  checkpointHeight: z.number().int().nullable(),
  /** Newest checkpoint L2 has accepted; a claim of all brings a newer one along when its height is lower. */
  accepted: z.object({ height: z.number().int(), at: seconds, txHash: hex32 }).nullable(),
});
export type AddressRewards = z.infer<typeof addressRewards>;

export const rewardsResponse = addressRewards.extend({
  asOf,
  address,
  byNode: z.array(z.object({ nodeId: z.number().int(), amountLedger: amount, amount })),
  claims: pageOf(rewardClaim),
});
export type RewardsOfAddress = z.infer<typeof rewardsResponse>;

/** What was earned on a day; base units are rounded down, the ledger figure is exact. */
export const rewardDay = z.object({ day, amountLedger: amount, amount });

const range = z.object({
  from: askedDay.optional(),
  to: askedDay.optional(),
});
const rangeOfAddress = range.extend({
  /** Only what this node earned for the address. */
  node: integerParameter(0, 2 ** 24 - 1).optional(),
});
const addressParams = z.object({ address: addressParameter });

export const rewardRoutes = {
  getRewards: defineRoute({
    method: "GET",
    path: "/v1/rewards/:address",
    summary: "Rewards of an address: lifetime, claimed, claimable, by node; claims in pages, newest first.",
    params: addressParams,
    query: pageQuery,
    response: rewardsResponse,
  }),
  getRewardHistory: defineRoute({
    method: "GET",
    path: "/v1/rewards/:address/history",
    summary:
      "What an address earned by day (UTC), in all or by one node; the last 90 days without `from`, 1,000 days at most.",
    params: addressParams,
    query: rangeOfAddress.extend({ resolution: z.enum(["day"]).default("day") }),
    response: z.object({ asOf, items: z.array(rewardDay) }),
  }),
  getRewardHistoryCsv: defineRoute({
    method: "GET",
    path: "/v1/rewards/:address/history.csv",
    summary: "What an address earned by day and node, as CSV (RFC 4180): day, node, exact base units, SESH.",
    params: addressParams,
    query: rangeOfAddress,
    produces: "text/csv",
    requestsPerMinute: 30,
  }),
  getNodeRewards: defineRoute({
    method: "GET",
    path: "/v1/nodes/:id/rewards",
    summary: "What a node earned: in all, by address, and by day; the last 90 days without `from`, 1,000 at most.",
    params: z.object({ id: nodeKeyParameter }),
    query: range,
    response: z.object({
      asOf,
      nodeId: z.number().int(),
      lifetimeLedger: amount,
      lifetime: amount,
      byAddress: z.array(z.object({ address, amountLedger: amount, amount })),
      items: z.array(rewardDay),
    }),
  }),
};
