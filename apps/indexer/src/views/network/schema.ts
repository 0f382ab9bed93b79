import { integer, jsonb, pgTable } from "drizzle-orm/pg-core";
import { int8, ledger, seconds } from "../../database/columns.ts";

/** The network per hour of block time: the last block of the hour. Amounts in base units. Source: appchain. */
export const networkHours = pgTable("network_hours", {
  /** Unix seconds of the hour's start. */
  hour: seconds("hour").primaryKey(),
  height: integer("height").notNull(),
  time: seconds("time").notNull(),
  joining: integer("joining").notNull(),
  active: integer("active").notNull(),
  decommissioned: integer("decommissioned").notNull(),
  removed: integer("removed").notNull(),
  payable: integer("payable").notNull(),
  /** Σ deposits of nodes that aren't removed. */
  staked: int8("staked").notNull(),
  stakingRequirement: int8("staking_requirement").notNull(),
  /** Per 120 s. */
  rewardRate: int8("reward_rate").notNull(),
  poolReleased: int8("pool_released").notNull(),
  /** Rewards due since genesis; ledger units. */
  due: ledger("due").notNull(),
  /** Decommissions within the hour. */
  decommissions: integer("decommissions").notNull(),
  /** Nodes that aren't removed, by the highest version of the rules they said they know. */
  versions: jsonb("versions").$type<Readonly<Record<string, number>>>().notNull(),
});
