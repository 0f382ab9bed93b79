import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { stakedContributors, stakedNodes } from "./schema.ts";

export type StakeTotals = {
  readonly nodes: number;
  readonly staked: bigint;
  readonly locked: bigint;
  readonly feeSum: bigint;
};

/** Σ deposits the contract holds for nodes, and for those that left under a lock. */
export async function stakeTotals(queries: Queries): Promise<StakeTotals> {
  const { left, deposit, feeBps, lockedUntil, withdrawnBlock, liquidatorPenalty, poolPenalty } = stakedNodes;
  const isLocked = sql`${left} is not null and ${lockedUntil} > 0 and ${withdrawnBlock} is null`;
  const [sums] = await queries
    .select({
      nodes: sql`count(*) filter (where ${left} is null)`.mapWith(Number),
      staked: sql`coalesce(sum(${deposit}) filter (where ${left} is null), 0)`.mapWith(BigInt),
      locked:
        sql`coalesce(sum(${deposit} - ${liquidatorPenalty} - ${poolPenalty}) filter (where ${isLocked}), 0)`.mapWith(
          BigInt,
        ),
      feeSum: sql`coalesce(sum(${feeBps}) filter (where ${left} is null), 0)`.mapWith(BigInt),
    })
    .from(stakedNodes);
  return sums ?? { nodes: 0, staked: 0n, locked: 0n, feeSum: 0n };
}

/** What each account has in nodes whose stakes haven't been paid out, penalties taken off; base units. */
export async function stakedByAccounts(queries: Queries, accounts: readonly Hex[]): Promise<Map<Hex, bigint>> {
  if (accounts.length === 0) return new Map();
  const { nodeId, staker, amount, position } = stakedContributors;
  const { id, left, lockedUntil, withdrawnBlock, liquidatorPenalty, poolPenalty } = stakedNodes;
  const penalty = sql`case when ${position} = 0 then ${liquidatorPenalty} + ${poolPenalty} else 0 end`;
  const rows = await queries
    .select({ staker, sum: sql`sum(${amount} - ${penalty})`.mapWith(BigInt) })
    .from(stakedContributors)
    .innerJoin(stakedNodes, eq(id, nodeId))
    .where(
      and(inArray(staker, [...accounts]), or(isNull(left), sql`(${lockedUntil} > 0 and ${withdrawnBlock} is null)`)),
    )
    .groupBy(staker);
  return new Map(rows.map((row) => [row.staker, row.sum]));
}

/** An address' stakes in nodes that are in the contract, and under a lock after they left; base units. */
export async function lockedOf(queries: Queries, account: Hex): Promise<{ staked: bigint; locked: bigint }> {
  const { nodeId, staker, amount, position } = stakedContributors;
  const { id, left, lockedUntil, withdrawnBlock, liquidatorPenalty, poolPenalty } = stakedNodes;
  const penalty = sql`case when ${position} = 0 then ${liquidatorPenalty} + ${poolPenalty} else 0 end`;
  const isLocked = sql`${left} is not null and ${lockedUntil} > 0 and ${withdrawnBlock} is null`;
  const [row] = await queries
    .select({
      staked: sql`coalesce(sum(${amount}) filter (where ${left} is null), 0)`.mapWith(BigInt),
      locked: sql`coalesce(sum(${amount} - ${penalty}) filter (where ${isLocked}), 0)`.mapWith(BigInt),
    })
    .from(stakedContributors)
    .innerJoin(stakedNodes, eq(id, nodeId))
    .where(eq(staker, account));
  return row ?? { staked: 0n, locked: 0n };
}
