import { z } from "zod";
import {
  address,
  addressParameter,
  amount,
  asOf,
  hex,
  hex32,
  integerParameter,
  pageOf,
  pageQuery,
  seconds,
} from "./common.ts";
import { timelineEntry } from "./nodeShapes.ts";
import { defineRoute } from "./route.ts";

/** `waiting` for its operator's contribution · `open` · `full` and not registered yet · `finalized`: its node is registered. */
export const contributionPoolStates = ["waiting", "open", "full", "finalized"] as const;
export const contributionPoolState = z.enum(contributionPoolStates);
export type ContributionPoolState = (typeof contributionPoolStates)[number];

/** A contract error by its name, with its arguments as text; `name` is null for data no contract of ours knows. */
export const contractFailure = z.object({ name: z.string().nullable(), args: z.array(z.string()), data: hex });

export const poolSummary = z.object({
  address,
  state: contributionPoolState,
  operator: address,
  ed25519: hex32,
  /** 48 B, compressed. */
  bls: hex,
  feeBps: z.number().int(),
  stakingRequirement: amount,
  maxContributors: z.number().int(),
  contributors: z.number().int(),
  contributed: amount,
  /** requirement − contributed. */
  remaining: amount,
  /** Kept for reservations not taken yet, before the operator's contribution with the least it brings. */
  reservedOutstanding: amount,
  /** Places for contributors without a reservation. */
  openSlots: z.number().int(),
  /** Of a newcomer without a reservation; 0 and 0 without a place. A pool that isn't open takes none. */
  minimumContribution: amount,
  maximumContribution: amount,
  manualFinalize: z.boolean(),
  resets: z.number().int(),
  nodeId: z.number().int().nullable(),
  /** Why a full pool's registration failed. */
  failure: contractFailure.nullable(),
  /** False: the requirement or contributor limit has changed since; contributions revert, withdrawals work. */
  isCurrent: z.boolean(),
  deployedAt: seconds,
  updatedAt: seconds,
});
export type PoolSummary = z.infer<typeof poolSummary>;

export const poolContribution = z.object({
  staker: address,
  beneficiary: address,
  amount,
  firstAt: seconds,
  lastAt: seconds,
  /** null once the pool is finalized. */
  withdrawableFrom: seconds.nullable(),
});

export const poolReservation = z.object({ contributor: address, amount, isTaken: z.boolean() });

/** What one account may bring next; 0 and 0 when it can't. */
export const accountLimits = z.object({
  account: address,
  minimumContribution: amount,
  maximumContribution: amount,
  contribution: poolContribution.nullable(),
});

export const poolDetail = poolSummary.extend({
  asOf,
  deployedTx: hex32,
  contributions: z.array(poolContribution),
  reservations: z.array(poolReservation),
  /** Of the query's `account`. */
  limits: accountLimits.nullable(),
  /** The newest events; `/v1/pools/{address}/history` has all. */
  history: z.array(timelineEntry),
});
export type PoolDetail = z.infer<typeof poolDetail>;

const poolParams = z.object({ address: addressParameter });
const amountParameter = z
  .string()
  .regex(/^\d{1,18}$/, "base units in decimal digits")
  .transform(BigInt);
const statesParameter = z
  .string()
  .max(100)
  .transform((text) => (text === "all" ? [...contributionPoolStates] : text.split(",")))
  .pipe(z.array(contributionPoolState).min(1));

export const poolListQuery = pageQuery.extend({
  /** Separated by commas, or `all`; `open` without it. */
  state: statesParameter.optional(),
  operator: addressParameter.optional(),
  /** Pools with a reservation for this address that it hasn't taken. */
  reservedFor: addressParameter.optional(),
  maxFeeBps: integerParameter(0, 10_000).optional(),
  /** Open pools whose least contribution of a newcomer is at most this. */
  maxMinimum: amountParameter.optional(),
  /** Open pools that take at least this from a newcomer. */
  minRemaining: amountParameter.optional(),
  /** `minimum` and `remaining` list open pools only. */
  sort: z.enum(["updated", "deployed", "fee", "minimum", "remaining"]).default("updated"),
  order: z.enum(["asc", "desc"]).default("desc"),
});

export const poolRoutes = {
  listPools: defineRoute({
    method: "GET",
    path: "/v1/pools",
    summary: "Contribution pools by filter; open ones, newest change first, without any.",
    query: poolListQuery,
    response: pageOf(poolSummary).extend({ asOf, counts: z.record(contributionPoolState, z.number().int()) }),
  }),
  getPool: defineRoute({
    method: "GET",
    path: "/v1/pools/:address",
    summary: "A pool with contributions, reservations and newest events; with `account`, what that account may bring.",
    params: poolParams,
    query: z.object({ account: addressParameter.optional() }),
    response: poolDetail,
  }),
  getPoolHistory: defineRoute({
    method: "GET",
    path: "/v1/pools/:address/history",
    summary: "All events of a pool, newest first.",
    params: poolParams,
    query: pageQuery,
    response: pageOf(timelineEntry),
  }),
};
