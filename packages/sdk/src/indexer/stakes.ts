import { z } from "zod";
import { address, addressParameter, amount, asOf, seconds } from "./common.ts";
import { nodeSummary } from "./nodeShapes.ts";
import { poolSummary } from "./pools.ts";
import { addressRewards } from "./rewards.ts";
import { defineRoute } from "./route.ts";
import { vestingResponse } from "./supply.ts";

/** What an account can do next, and what it is about:
 * `claim` rewards · `requestExit` · `exit` a node that was let go (anyone may) · `exitAfterWait` without the network ·
 * `withdrawLocked` a stake whose lock is over (anyone may) · `contributeAsOperator` the pool's first contribution ·
 * `joinReserved` a place kept for it · `finalizePool` · `withdrawFromPool` · `releaseVesting`. */
export const stakeActionTypes = [
  "claim",
  "requestExit",
  "exit",
  "exitAfterWait",
  "withdrawLocked",
  "contributeAsOperator",
  "joinReserved",
  "finalizePool",
  "withdrawFromPool",
  "releaseVesting",
] as const;
export type StakeActionType = (typeof stakeActionTypes)[number];

export const stakeAction = z.object({
  type: z.enum(stakeActionTypes),
  /** Acts: the address itself, or a vesting contract it holds: one revoked is its revoker's. */
  account: address,
  nodeId: z.number().int().nullable(),
  pool: address.nullable(),
  /** Base units it moves to the account, or for `contributeAsOperator` and `joinReserved` the least it brings. */
  amount: amount.nullable(),
  /** From when it works; null when that depends on others. */
  from: seconds.nullable(),
  /** When it stops to be the best there is: from then on anyone may liquidate; null without such a time. */
  until: seconds.nullable(),
  /** Whether a transaction would succeed now. */
  isPossible: z.boolean(),
  /** Its time has come, but no certified checkpoint proves it yet: the next one will. */
  waitsForCheckpoint: z.boolean(),
});
export type StakeAction = z.infer<typeof stakeAction>;

export const stakeTotals = z.object({
  /** In nodes that run, are leaving, or wait for the appchain. */
  staked: amount,
  /** In nodes the network has let go: waits for an exit transaction. */
  returning: amount,
  /** In nodes that left, under a lock, a penalty taken off. */
  locked: amount,
  /** In pools that aren't registered. */
  inPools: amount,
});

export const stakedNode = z.object({
  node: nodeSummary,
  /** The address itself, or the vesting contract that holds the share. */
  account: address,
  roles: z.array(z.enum(["operator", "contributor", "beneficiary"])).min(1),
  /** The account's own stake, 0 for a mere beneficiary. */
  stake: amount,
  /** What returns to it: less by a penalty. */
  returns: amount,
  /** Where the share's rewards go; null for a mere beneficiary. */
  beneficiary: address.nullable(),
});

export const stakedPool = z.object({
  pool: poolSummary,
  account: address,
  roles: z.array(z.enum(["operator", "contributor", "reserved"])).min(1),
  contribution: amount,
  beneficiary: address.nullable(),
  /** Kept for the account and not taken. */
  reserved: amount,
  /** What it may bring next. */
  minimumContribution: amount,
  maximumContribution: amount,
  withdrawableFrom: seconds.nullable(),
});

export const stakesResponse = z.object({
  asOf,
  address,
  /** Of the address alone. */
  totals: stakeTotals,
  rewards: addressRewards,
  /** Newest first; those that left long ago, too. At most 2,000 shares. */
  nodes: z.array(stakedNode),
  pools: z.array(stakedPool),
  /** Vesting contracts whose beneficiary it is, each with its own totals. */
  vestings: z.array(vestingResponse.extend({ totals: stakeTotals })),
  /** What is possible first, then by time. */
  actions: z.array(stakeAction),
  /** Whether a list was cut. */
  isCut: z.boolean(),
  /** False: L2 couldn't be asked about vesting contracts yet, so there may be more. */
  areVestingsKnown: z.boolean(),
});
export type StakesResponse = z.infer<typeof stakesResponse>;

export const stakeRoutes = {
  getStakes: defineRoute({
    method: "GET",
    path: "/v1/stakes/:address",
    summary: "Everything an address has: nodes, pools, vestings, rewards, totals, and what it can do next.",
    params: z.object({ address: addressParameter }),
    response: stakesResponse,
  }),
};
