import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Hex } from "viem";
import { acceptedCheckpoints, claims } from "../views/claims/schema.ts";
import { l2Hours, parameterChanges } from "../views/parameters/schema.ts";
import { poolContributions, pools } from "../views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../views/staking/schema.ts";
import { eventSubjects } from "../views/subjects/schema.ts";

export type MapKey = string | number;

/** A table whose rows change, and how its rows are found. */
export type KeyedTable<Row, Key extends MapKey> = {
  readonly name: string;
  readonly table: PgTable;
  readonly keyOf: (row: Row) => Key;
  /** Matches the rows of any of these keys; at least one. */
  readonly matching: (keys: readonly Key[]) => SQL;
};

export type StakedNode = typeof stakedNodes.$inferSelect;
export type StakedContributor = typeof stakedContributors.$inferSelect;
export type Pool = typeof pools.$inferSelect;
export type PoolContribution = typeof poolContributions.$inferSelect;
export type AcceptedCheckpoint = typeof acceptedCheckpoints.$inferSelect;
export type L2Hour = typeof l2Hours.$inferSelect;

/** Key of a contribution: both addresses in one. */
export const contributionKey = (pool: Hex, staker: Hex): string => pool + staker;

// Keys go as one text: a parameter for each would cost Drizzle some fifteen microseconds.
const listed = (keys: readonly MapKey[]): SQL => sql`string_to_array(${keys.join()}, ',')`;
const listedHex = (keys: readonly string[]): SQL => listed(keys.map((key) => key.replaceAll("0x", "")));

/** The tables of the L2 views whose rows change; undo rows name them. */
export const keyedTables = {
  stakedNodes: {
    name: "staked_nodes",
    table: stakedNodes,
    keyOf: ({ id }) => id,
    matching: (ids) => sql`${stakedNodes.id} = any (${listed(ids)}::integer[])`,
  } satisfies KeyedTable<StakedNode, number>,
  stakedContributors: {
    name: "staked_contributors",
    table: stakedContributors,
    keyOf: ({ nodeId, position }) => nodeId * 256 + position,
    matching: (keys) => sql`(${stakedContributors.nodeId}, ${stakedContributors.position})
      in (select key / 256, (key % 256)::smallint from unnest(${listed(keys)}::integer[]) as key)`,
  } satisfies KeyedTable<StakedContributor, number>,
  pools: {
    name: "pools",
    table: pools,
    keyOf: ({ address }) => address,
    matching: (addresses) =>
      sql`${pools.address} in (select decode(key, 'hex') from unnest(${listedHex(addresses)}) as key)`,
  } satisfies KeyedTable<Pool, Hex>,
  poolContributions: {
    name: "pool_contributions",
    table: poolContributions,
    keyOf: ({ pool, staker }) => contributionKey(pool, staker),
    matching: (keys) => sql`(${poolContributions.pool}, ${poolContributions.staker})
      in (select decode(left(key, 40), 'hex'), decode(right(key, 40), 'hex') from unnest(${listedHex(keys)}) as key)`,
  } satisfies KeyedTable<PoolContribution, string>,
  acceptedCheckpoints: {
    name: "accepted_checkpoints",
    table: acceptedCheckpoints,
    keyOf: ({ height }) => height.toString(),
    matching: (heights) => sql`${acceptedCheckpoints.height} = any (${listed(heights)}::bigint[])`,
  } satisfies KeyedTable<AcceptedCheckpoint, string>,
  l2Hours: {
    name: "l2_hours",
    table: l2Hours,
    keyOf: ({ hour }) => Number(hour),
    matching: (hours) => sql`${l2Hours.hour} = any (${listed(hours)}::bigint[])`,
  } satisfies KeyedTable<L2Hour, number>,
} as const;

/** Tables that only grow, by block number; a reorganisation deletes from them. */
export const appendTables = { claims, parameterChanges, eventSubjects } as const;
