import { inArray, type SQL, sql } from "drizzle-orm";
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

const ADDRESS_CHARS = 42;

/** Key of a contribution: both addresses in one. */
export const contributionKey = (pool: Hex, staker: Hex): string => pool + staker;

const bytea = (hex: string): SQL => sql`${Buffer.from(hex.slice(2), "hex")}`;

/** The tables of the L2 views whose rows change; undo rows name them. */
export const keyedTables = {
  stakedNodes: {
    name: "staked_nodes",
    table: stakedNodes,
    keyOf: ({ id }) => id,
    matching: (ids) => inArray(stakedNodes.id, [...ids]),
  } satisfies KeyedTable<StakedNode, number>,
  stakedContributors: {
    name: "staked_contributors",
    table: stakedContributors,
    keyOf: ({ nodeId, position }) => nodeId * 256 + position,
    matching: (keys) =>
      sql`(${stakedContributors.nodeId}, ${stakedContributors.position}) in (${sql.join(
        keys.map((key) => sql`(${Math.floor(key / 256)}::integer, ${key % 256}::smallint)`),
        sql`, `,
      )})`,
  } satisfies KeyedTable<StakedContributor, number>,
  pools: {
    name: "pools",
    table: pools,
    keyOf: ({ address }) => address,
    matching: (addresses) => inArray(pools.address, [...addresses]),
  } satisfies KeyedTable<Pool, Hex>,
  poolContributions: {
    name: "pool_contributions",
    table: poolContributions,
    keyOf: ({ pool, staker }) => contributionKey(pool, staker),
    matching: (keys) =>
      sql`(${poolContributions.pool}, ${poolContributions.staker}) in (${sql.join(
        keys.map(
          (key) => sql`(${bytea(key.slice(0, ADDRESS_CHARS))}::bytea, ${bytea(key.slice(ADDRESS_CHARS))}::bytea)`,
        ),
        sql`, `,
      )})`,
  } satisfies KeyedTable<PoolContribution, string>,
  acceptedCheckpoints: {
    name: "accepted_checkpoints",
    table: acceptedCheckpoints,
    keyOf: ({ height }) => height.toString(),
    matching: (heights) => inArray(acceptedCheckpoints.height, heights.map(BigInt)),
  } satisfies KeyedTable<AcceptedCheckpoint, string>,
  l2Hours: {
    name: "l2_hours",
    table: l2Hours,
    keyOf: ({ hour }) => Number(hour),
    matching: (hours) => inArray(l2Hours.hour, hours.map(BigInt)),
  } satisfies KeyedTable<L2Hour, number>,
} as const;

/** Tables that only grow, by block number; a reorganisation deletes from them. */
export const appendTables = { claims, parameterChanges, eventSubjects } as const;
