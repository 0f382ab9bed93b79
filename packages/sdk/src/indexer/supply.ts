import { z } from "zod";
import { address, amount, asOf, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** A vesting contract, read from L2. Amounts in base units. */
export const vestingResponse = z.object({
  address,
  /** `staking`: all of it at `end`, may stake until then · `linear`: evenly between `cliff` and `end`. */
  kind: z.enum(["staking", "linear"]),
  beneficiary: address,
  /** Whom `release` pays. */
  holder: address,
  revoker: address.nullable(),
  isTransferable: z.boolean(),
  revokedAt: seconds.nullable(),
  cliff: seconds.nullable(),
  end: seconds,
  balance: amount,
  /** In nodes and pools, on its account. */
  staked: amount,
  released: amount,
  releasable: amount,
  /** Neither released nor releasable yet. */
  unvested: amount,
});
export type VestingResponse = z.infer<typeof vestingResponse>;

/** A part of the token generation as it was published; months and days count from the generation. */
export const distributionPart = z.object({
  part: z.string(),
  amount,
  lockup: z
    .object({
      kind: z.enum(["staking", "linear"]),
      cliffMonths: z.number().int(),
      cliffDays: z.number().int(),
      linearMonths: z.number().int(),
    })
    .nullable(),
});

export const supplyResponse = z.object({
  asOf,
  total: amount,
  /** total − reward pool − what vestings hold that hasn't vested. */
  circulating: amount,
  /** In nodes and pools. Counts as circulating, unless a vesting staked it. */
  staked: amount,
  rewardPool: amount,
  unvested: amount,
  vestings: z.array(vestingResponse),
  /** Of mainnet; empty elsewhere. */
  distribution: z.array(distributionPart),
});
export type SupplyResponse = z.infer<typeof supplyResponse>;

export const supplyRoutes = {
  getSupply: defineRoute({
    method: "GET",
    path: "/v1/supply",
    summary: "Total and circulating supply, what is staked, in the pool and vesting, with lockups.",
    response: supplyResponse,
    problems: ["L2_UNAVAILABLE"],
  }),
  getCirculatingSupply: defineRoute({
    method: "GET",
    path: "/v1/supply/circulating",
    summary: "Circulating supply in SESH, as text.",
    produces: "text/plain",
    problems: ["L2_UNAVAILABLE"],
  }),
  getTotalSupply: defineRoute({
    method: "GET",
    path: "/v1/supply/total",
    summary: "Total supply in SESH, as text.",
    produces: "text/plain",
    problems: ["L2_UNAVAILABLE"],
  }),
};
