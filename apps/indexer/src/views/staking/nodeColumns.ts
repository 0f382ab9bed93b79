import type { Preset } from "@session/protocol";
import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Queries } from "../../database/database.ts";
import { chainNodes } from "../nodes/schema.ts";
import { outcomes } from "../outcomes/schema.ts";
import { pools } from "../pools/schema.ts";
import { stakedContributors, stakedNodes } from "./schema.ts";

const { contributors: _, ...chainColumns } = getTableColumns(chainNodes);

/**
 * The appchain refused the registration without making a node of it. The limit keeps the planner from hashing all outcomes
 * for the few nodes the appchain doesn't know.
 */
export const isRefused: SQL<boolean> = sql<boolean>`(case when ${chainNodes.id} is null then coalesce((
  select true from ${outcomes} where ${outcomes.nodeId} = ${stakedNodes.id}
  and ${outcomes.kind} = 'NewServiceNode' and ${outcomes.result} = 'rejected' limit 1), false) else false end)`;

const contributorCount = sql<number>`(select count(*) from ${stakedContributors}
  where ${stakedContributors.nodeId} = ${stakedNodes.id})`.mapWith(Number);

/**
 * A node as both chains know it. What registers with the contract is a node; the appchain's part may be missing yet.
 *
 * @param sortedBy - a whole number that comes along as `sortValue`
 */
export function selectNodes(queries: Queries, sortedBy: SQL = sql`0`) {
  return queries
    .select({
      contract: getTableColumns(stakedNodes),
      chain: chainColumns,
      pool: pools.address,
      contributors: contributorCount,
      isRefused,
      sortValue: sql<bigint>`(${sortedBy})::bigint`.mapWith(BigInt),
    })
    .from(stakedNodes)
    .leftJoin(chainNodes, eq(chainNodes.id, stakedNodes.id))
    .leftJoin(pools, eq(pools.address, stakedNodes.initiator))
    .$dynamic();
}

export type NodeRow = Awaited<ReturnType<typeof selectNodes>>[number];

/** Credit at a block time, as `creditAt` reckons it. */
export function creditColumn(time: number, { creditEarned, creditCapSec }: Preset): SQL {
  const { status, creditSec, creditTime } = chainNodes;
  const elapsed = sql`greatest(0, ${time}::bigint - ${creditTime})`;
  const earned = sql`(${elapsed} * ${creditEarned.numerator}::int / ${creditEarned.denominator}::int)`;
  return sql`case ${status}
    when 'active' then least(${creditCapSec}::int, ${creditSec} + ${earned})
    when 'joining' then greatest(0, ${creditSec} - ${elapsed})
    when 'decommissioned' then greatest(0, ${creditSec} - ${elapsed})
    else 0 end`;
}
