import type { Preset } from "@session/protocol";
import { type NodeKey, type NodeLifecycleState, nodeStates } from "@session/sdk/indexer-api";
import { and, asc, desc, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { chainNodes } from "../nodes/schema.ts";
import { creditColumn, type NodeRow, selectNodes } from "./nodeColumns.ts";
import { blsCondition, hasContributor, isPresent, searchCondition, stateCondition } from "./nodeConditions.ts";
import { stakedContributors, stakedNodes } from "./schema.ts";

/** What states and credit are reckoned with. */
export type NodeClock = { readonly preset: Preset; readonly chainTime: number };

export type NodeFilter = {
  /** Undefined: those that are present, or with `search` all. */
  readonly states?: readonly NodeLifecycleState[] | undefined;
  readonly operator?: Hex | undefined;
  readonly staker?: Hex | undefined;
  readonly beneficiary?: Hex | undefined;
  readonly mine?: Hex | undefined;
  readonly search?: string | undefined;
};

export type NodeSort = "id" | "registered" | "deposit" | "fee" | "unlock" | "credit";
/** A place in a sorted list: what it is sorted by, and the id that decides between equals. */
export type SortKey = { readonly value: bigint; readonly id: number };
export type NodeOrder = {
  readonly sort: NodeSort;
  readonly isDescending: boolean;
  readonly after: SortKey | undefined;
  readonly limit: number;
};

/** Without an unlock time, a node comes last in either order. */
const NO_UNLOCK = { asc: 2 ** 31 - 1, desc: -1 };

function sortColumn({ sort, isDescending }: NodeOrder, { preset, chainTime }: NodeClock): SQL {
  switch (sort) {
    case "id":
      return sql`${stakedNodes.id}`;
    case "registered":
      return sql`${stakedNodes.registeredTime}`;
    case "deposit":
      return sql`${stakedNodes.deposit}`;
    case "fee":
      return sql`${stakedNodes.feeBps}`;
    case "unlock":
      return sql`coalesce(${chainNodes.unlockAt}, ${NO_UNLOCK[isDescending ? "desc" : "asc"]}::bigint)`;
    case "credit":
      return creditColumn(chainTime, preset);
  }
}

function filterCondition(filter: NodeFilter, { preset, chainTime }: NodeClock): SQL | undefined {
  const { states, operator, staker, beneficiary, mine, search } = filter;
  const graceEndsBefore = chainTime - preset.exitGraceSec;
  const isInState =
    states === undefined ? (search === undefined ? isPresent : undefined) : stateCondition(states, graceEndsBefore);
  return and(
    isInState,
    operator && eq(stakedNodes.operator, operator),
    staker && hasContributor({ staker }),
    beneficiary && hasContributor({ beneficiary }),
    mine && hasContributor({ staker: mine, beneficiary: mine }),
    search === undefined ? undefined : searchCondition(search),
  );
}

/** Nodes of a filter in an order, `limit` of them after a key; `sortValue` and id are the key of each. */
export function listNodes(
  queries: Queries,
  filter: NodeFilter,
  order: NodeOrder,
  clock: NodeClock,
): Promise<NodeRow[]> {
  const { after, isDescending, limit } = order;
  const isById = order.sort === "id";
  const column = sortColumn(order, clock);
  const direction = isDescending ? desc : asc;
  return selectNodes(queries, column)
    .where(and(filterCondition(filter, clock), after && comesAfter(isById ? undefined : column, isDescending, after)))
    .orderBy(...(isById ? [] : [direction(column)]), direction(stakedNodes.id))
    .limit(limit);
}

function comesAfter(column: SQL | undefined, isDescending: boolean, { value, id }: SortKey): SQL {
  const sign = sql.raw(isDescending ? "<" : ">");
  if (column === undefined) return sql`${stakedNodes.id} ${sign} ${id}::int`;
  return sql`(${column}, ${stakedNodes.id}) ${sign} (${value.toString()}::bigint, ${id}::int)`;
}

/** The node a key names. Of several with one key, the one the appchain takes for its owner, then the newest. */
export async function findNode(queries: Queries, key: NodeKey): Promise<NodeRow | undefined> {
  const isIt = key.kind === "id" ? eq(stakedNodes.id, key.id) : hasKey(key);
  const isAccepted = sql`coalesce(${chainNodes.status} in ('joining', 'active', 'decommissioned'), false)`;
  const [row] = await selectNodes(queries)
    .where(isIt)
    .orderBy(desc(isAccepted), desc(isNull(stakedNodes.left)), desc(stakedNodes.id))
    .limit(1);
  return row;
}

function hasKey({ kind, key }: { readonly kind: "ed25519" | "bls"; readonly key: Hex }): SQL {
  if (kind === "ed25519") return eq(stakedNodes.ed25519, key);
  return blsCondition(key.slice(2)) ?? sql`false`;
}

/** How many nodes are in each state. */
export async function countStates(queries: Queries, clock: NodeClock): Promise<Record<NodeLifecycleState, number>> {
  const graceEndsBefore = clock.chainTime - clock.preset.exitGraceSec;
  const columns = Object.fromEntries(
    nodeStates.map((state) => [
      state,
      sql<number>`count(*) filter (where ${stateCondition([state], graceEndsBefore)})`.mapWith(Number),
    ]),
  ) as Record<NodeLifecycleState, SQL<number>>;
  const [counts] = await queries
    .select(columns)
    .from(stakedNodes)
    .leftJoin(chainNodes, eq(chainNodes.id, stakedNodes.id));
  return counts ?? (Object.fromEntries(nodeStates.map((state) => [state, 0])) as Record<NodeLifecycleState, number>);
}

export type ShareRow = typeof stakedContributors.$inferSelect;

/** Stakes of a node, the operator's first. */
export function sharesOf(queries: Queries, nodeId: number): Promise<ShareRow[]> {
  return queries
    .select()
    .from(stakedContributors)
    .where(eq(stakedContributors.nodeId, nodeId))
    .orderBy(asc(stakedContributors.position));
}

/** Stakes of many nodes, by node and position. */
export function sharesOfNodes(queries: Queries, nodeIds: readonly number[]): Promise<ShareRow[]> {
  const { nodeId, position } = stakedContributors;
  // One array parameter: a list of thousands of parameters is slow to plan and has a limit.
  return queries
    .select()
    .from(stakedContributors)
    .where(sql`${nodeId} = any(${`{${nodeIds.join(",")}}`}::int[])`)
    .orderBy(asc(nodeId), asc(position));
}

/** Shares these accounts hold or are the beneficiaries of, newest node first. */
export function sharesOfAccounts(queries: Queries, accounts: readonly Hex[], limit: number): Promise<ShareRow[]> {
  const { nodeId, position, staker, beneficiary } = stakedContributors;
  return queries
    .select()
    .from(stakedContributors)
    .where(or(inArray(staker, [...accounts]), inArray(beneficiary, [...accounts])))
    .orderBy(desc(nodeId), asc(position))
    .limit(limit);
}

export async function nodesById(queries: Queries, ids: readonly number[]): Promise<Map<number, NodeRow>> {
  if (ids.length === 0) return new Map();
  const rows = await selectNodes(queries).where(sql`${stakedNodes.id} = any(${`{${ids.join(",")}}`}::int[])`);
  return new Map(rows.map((row) => [row.contract.id, row]));
}

/** Nodes the network has let go whose stake is still in the contract, and which may be liquidated in the end. */
export function liquidationCandidates(
  queries: Queries,
  after: { readonly removedAt: number; readonly id: number } | undefined,
  limit: number,
): Promise<NodeRow[]> {
  const { removedAt, id, status, removedReason } = chainNodes;
  const isAfter = after && sql`(${removedAt}, ${id}) > (${after.removedAt}::bigint, ${after.id}::int)`;
  return selectNodes(queries)
    .where(
      and(
        eq(status, "removed"),
        inArray(removedReason, ["voluntary", "deregistered"]),
        isNull(stakedNodes.left),
        isAfter,
      ),
    )
    .orderBy(asc(removedAt), asc(id))
    .limit(limit);
}

/** Stakes of the operators (position 0) of these nodes. */
export async function operatorStakes(queries: Queries, ids: readonly number[]): Promise<Map<number, bigint>> {
  if (ids.length === 0) return new Map();
  const { nodeId, position, amount } = stakedContributors;
  const rows = await queries
    .select({ nodeId, amount })
    .from(stakedContributors)
    .where(and(inArray(nodeId, [...ids]), eq(position, 0)));
  return new Map(rows.map((row) => [row.nodeId, row.amount]));
}
