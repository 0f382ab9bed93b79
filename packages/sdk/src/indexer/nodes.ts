import { z } from "zod";
import { address, addressParameter, amount, asOf, integerParameter, pageOf, pageQuery, seconds } from "./common.ts";
import { nodeDetail, nodeLifecycleState, nodeStates, nodeSummary, timelineEntry } from "./nodeShapes.ts";
import { defineRoute } from "./route.ts";

/** What names a node: its id, its ed25519 key (32 B) or its BLS key (48 B compressed or 96 B affine), in any case. */
export type NodeKey =
  | { readonly kind: "id"; readonly id: number }
  | { readonly kind: "ed25519" | "bls"; readonly key: `0x${string}` };

export const nodeKeyParameter = z
  .union([z.number().int().min(1), z.string()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(
        /^(\d{1,8}|(0x)?([0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{192}))$/,
        "a node: its id, its ed25519 key, or its BLS key (48 or 96 bytes of hex)",
      ),
  )
  .transform(toNodeKey);

function toNodeKey(text: string): NodeKey {
  const digits = text.toLowerCase().replace(/^0x/, "");
  if (digits.length <= 8) return { kind: "id", id: Number(digits) };
  return { kind: digits.length === 64 ? "ed25519" : "bls", key: `0x${digits}` };
}

const nodeParams = z.object({ id: nodeKeyParameter });

/** States separated by commas. `all` is every one; without it those that are present: not `exited`, not `liquidated`. */
const statesParameter = z
  .string()
  .max(200)
  .transform((text) => (text === "all" ? [...nodeStates] : text.split(",")))
  .pipe(z.array(nodeLifecycleState).min(1));

export const nodeListQuery = pageQuery.extend({
  state: statesParameter.optional(),
  operator: addressParameter.optional(),
  staker: addressParameter.optional(),
  beneficiary: addressParameter.optional(),
  /** Operator, staker or beneficiary. */
  mine: addressParameter.optional(),
  /** Start of an id, of the ed25519 or BLS key or of the operator's address; finds nodes in all states unless `state` is set. */
  search: z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{1,192}$/, "digits of an id, or hex digits of a key or address")
    .optional(),
  sort: z.enum(["id", "registered", "deposit", "fee", "unlock", "credit"]).default("id"),
  order: z.enum(["asc", "desc"]).default("asc"),
});

export const stateCounts = z.record(nodeLifecycleState, z.number().int());

export const nodePage = pageOf(nodeSummary).extend({
  asOf,
  /** Of the whole network, whatever the filter. */
  counts: stateCounts,
});
export type NodePage = z.infer<typeof nodePage>;

/** One cell per hour; `counted` commits the node could have been in, `present` those it was in. */
export const participation = z.object({
  asOf,
  items: z.array(z.object({ hour: seconds, present: z.number().int(), counted: z.number().int() })),
});

export const liquidation = z.object({
  node: nodeSummary,
  /** Whether a transaction would succeed now. */
  isPossible: z.boolean(),
  /** Its time has come, but no certified checkpoint proves it yet: the next one will. */
  waitsForCheckpoint: z.boolean(),
  from: seconds,
  /** Paid at once, out of the operator's stake; null before the contract's ratios are known. */
  liquidatorReward: amount.nullable(),
  poolPenalty: amount.nullable(),
  /** The rest is locked until then. */
  lockedUntil: seconds,
  operatorStake: amount,
  operator: address,
});

export const nodeRoutes = {
  listNodes: defineRoute({
    method: "GET",
    path: "/v1/nodes",
    summary: "Nodes by filter, sorted, in pages that stay stable while nodes come and go; with counts by state.",
    query: nodeListQuery,
    response: nodePage,
  }),
  getNode: defineRoute({
    method: "GET",
    path: "/v1/nodes/:id",
    summary: "A node by id, ed25519 or BLS key: both views of it, stakes, times, penalty, newest events.",
    params: nodeParams,
    response: nodeDetail.extend({ asOf }),
  }),
  getNodeTimeline: defineRoute({
    method: "GET",
    path: "/v1/nodes/:id/timeline",
    summary: "All that has happened to a node on L2 and on the appchain, newest first.",
    params: nodeParams,
    query: pageQuery,
    response: pageOf(timelineEntry),
  }),
  getNodeParticipation: defineRoute({
    method: "GET",
    path: "/v1/nodes/:id/participation",
    summary: "How often its vote was in commits, by hour; 30 days without `from`, 1,000 hours at most.",
    params: nodeParams,
    query: z.object({
      from: integerParameter(0, 2 ** 31 - 1).optional(),
      to: integerParameter(0, 2 ** 31 - 1).optional(),
    }),
    response: participation,
  }),
  listLiquidations: defineRoute({
    method: "GET",
    path: "/v1/liquidations",
    summary: "Nodes that may be liquidated now or later if they don't leave, soonest first, with what it pays.",
    query: pageQuery,
    response: pageOf(liquidation).extend({ asOf }),
  }),
};
