import type { ContributionPoolState } from "@session/sdk/indexer-api";
import { and, asc, desc, eq, inArray, lte, ne, type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { poolContributions, pools } from "./schema.ts";

export type PoolRow = typeof pools.$inferSelect;
export type ContributionRow = typeof poolContributions.$inferSelect;

export type PoolFilter = {
  /** Undefined: all. */
  readonly states?: readonly ContributionPoolState[] | undefined;
  readonly operator?: Hex | undefined;
  readonly reservedFor?: Hex | undefined;
  readonly maxFeeBps?: number | undefined;
  /** Base units; of open pools with a place for a newcomer. */
  readonly maxMinimum?: bigint | undefined;
  readonly minRemaining?: bigint | undefined;
};
export type PoolSort = "updated" | "deployed" | "fee" | "minimum" | "remaining";
export type PoolSortKey = { readonly value: bigint; readonly address: Hex };
export type PoolOrder = {
  readonly sort: PoolSort;
  readonly isDescending: boolean;
  readonly after: PoolSortKey | undefined;
  readonly limit: number;
};

/** Reservations of a pool nobody has taken, as (amount). */
const awaited = sql`from jsonb_array_elements(${pools.reserved}) as r
  where not exists (select 1 from ${poolContributions} where ${poolContributions.pool} = ${pools.address}
    and ${poolContributions.staker} = decode(substr(r->>'staker', 3), 'hex'))`;
// `poolLimits` for a newcomer to an open pool, whose operator is inside, as columns.
const newcomerMaximum = sql`(${pools.stakingRequirement} - ${pools.contributed}
  - (select coalesce(sum((r->>'amount')::bigint), 0) ${awaited}))::bigint`;
const openSlots = sql`(${pools.maxContributors} - ${pools.contributors} - (select count(*) ${awaited}))`;
const newcomerMinimum = sql`((${newcomerMaximum} + ${openSlots} - 1) / greatest(1, ${openSlots}))::bigint`;

const isOpen = eq(pools.state, "open");
const isJoinable = and(isOpen, sql`${openSlots} > 0`);

function sortColumn(sort: PoolSort): SQL {
  switch (sort) {
    case "updated":
      return sql`${pools.updatedTime}`;
    case "deployed":
      return sql`${pools.deployedTime}`;
    case "fee":
      return sql`${pools.feeBps}`;
    case "minimum":
      return newcomerMinimum;
    case "remaining":
      return newcomerMaximum;
  }
}

/** A place is kept for the account, and it hasn't contributed. */
function isReservedFor(account: Hex): SQL | undefined {
  const { pool, staker } = poolContributions;
  const inside = new QueryBuilder()
    .select({ pool })
    .from(poolContributions)
    .where(and(eq(pool, pools.address), eq(staker, account)));
  return and(hasReservation(account), ne(pools.state, "finalized"), sql`not exists ${inside}`);
}

function hasReservation(account: Hex): SQL {
  return sql`${pools.reserved} @> ${JSON.stringify([{ staker: account }])}::jsonb`;
}

function filterCondition(filter: PoolFilter, sort: PoolSort): SQL | undefined {
  const { states, operator, reservedFor, maxFeeBps, maxMinimum, minRemaining } = filter;
  const needsPlace =
    maxMinimum !== undefined || minRemaining !== undefined || sort === "minimum" || sort === "remaining";
  return and(
    states && inArray(pools.state, [...states]),
    operator && eq(pools.operator, operator),
    reservedFor && isReservedFor(reservedFor),
    maxFeeBps === undefined ? undefined : lte(pools.feeBps, maxFeeBps),
    needsPlace ? isJoinable : undefined,
    maxMinimum === undefined ? undefined : sql`${newcomerMinimum} <= ${maxMinimum.toString()}::bigint`,
    minRemaining === undefined ? undefined : sql`${newcomerMaximum} >= ${minRemaining.toString()}::bigint`,
  );
}

/** Pools of a filter in an order, with the value each is sorted by. */
export async function listPools(
  queries: Queries,
  filter: PoolFilter,
  order: PoolOrder,
): Promise<{ readonly pool: PoolRow; readonly sortValue: bigint }[]> {
  const { after, isDescending, limit, sort } = order;
  const column = sortColumn(sort);
  const sign = sql.raw(isDescending ? "<" : ">");
  const bytes = after && sql`decode(${after.address.slice(2)}, 'hex')`;
  const isAfter = after && sql`(${column}, ${pools.address}) ${sign} (${after.value.toString()}::bigint, ${bytes})`;
  const direction = isDescending ? desc : asc;
  return queries
    .select({ pool: pools, sortValue: sql<bigint>`(${column})::bigint`.mapWith(BigInt) })
    .from(pools)
    .where(and(filterCondition(filter, sort), isAfter))
    .orderBy(direction(column), direction(pools.address))
    .limit(limit);
}

export async function findPool(queries: Queries, address: Hex): Promise<PoolRow | undefined> {
  const [row] = await queries.select().from(pools).where(eq(pools.address, address));
  return row;
}

/** Pools not registered yet in which an account operates, is inside or has a reservation; newest change first. */
export function poolsOfAccounts(queries: Queries, accounts: readonly Hex[], limit: number): Promise<PoolRow[]> {
  const { pool, staker } = poolContributions;
  const select = new QueryBuilder();
  // Each by its own index: an OR over them would read all pools.
  const operated = select
    .select({ pool: pools.address })
    .from(pools)
    .where(inArray(pools.operator, [...accounts]));
  const joined = select
    .select({ pool })
    .from(poolContributions)
    .where(inArray(staker, [...accounts]));
  const reserved = accounts.map(
    (account) => sql`union select ${pools.address} from ${pools} where ${hasReservation(account)}`,
  );
  const own = sql`(${operated}) union (${joined}) ${sql.join(reserved, sql` `)}`;
  return queries
    .select()
    .from(pools)
    .where(and(ne(pools.state, "finalized"), sql`${pools.address} in (${own})`))
    .orderBy(desc(pools.updatedTime), desc(pools.address))
    .limit(limit);
}

/** What is inside each of these pools, the operator's first, then in the order of joining. */
export async function contributionsOf(
  queries: Queries,
  addresses: readonly Hex[],
): Promise<Map<Hex, ContributionRow[]>> {
  const found = new Map<Hex, ContributionRow[]>(addresses.map((address) => [address, []]));
  if (addresses.length === 0) return found;
  const { pool, firstTime, staker } = poolContributions;
  const rows = await queries
    .select()
    .from(poolContributions)
    .where(inArray(pool, [...addresses]))
    .orderBy(asc(firstTime), asc(staker));
  for (const row of rows) found.get(row.pool)?.push(row);
  return found;
}

export async function countPools(queries: Queries): Promise<Record<ContributionPoolState, number>> {
  const rows = await queries
    .select({ state: pools.state, count: sql`count(*)`.mapWith(Number) })
    .from(pools)
    .groupBy(pools.state);
  const counts = { waiting: 0, open: 0, full: 0, finalized: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

/** Base units inside pools that aren't registered. */
export async function sumInPools(queries: Queries): Promise<bigint> {
  const [row] = await queries
    .select({ sum: sql`coalesce(sum(${pools.contributed}), 0)`.mapWith(BigInt) })
    .from(pools)
    .where(inArray(pools.state, ["open", "full"]));
  return row?.sum ?? 0n;
}

/** What each account has inside pools that aren't registered; base units. */
export async function stakedInPools(queries: Queries, accounts: readonly Hex[]): Promise<Map<Hex, bigint>> {
  if (accounts.length === 0) return new Map();
  const { pool, staker, amount } = poolContributions;
  const rows = await queries
    .select({ staker, sum: sql`sum(${amount})`.mapWith(BigInt) })
    .from(poolContributions)
    .innerJoin(pools, eq(pools.address, pool))
    .where(and(inArray(staker, [...accounts]), ne(pools.state, "finalized")))
    .groupBy(staker);
  return new Map(rows.map((row) => [row.staker, row.sum]));
}
