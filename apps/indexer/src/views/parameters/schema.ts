import { integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/** Changes of the contracts' settings, pauses included. The newest row of a name is its value. Source: L2. */
export const parameterChanges = pgTable(
  "parameter_changes",
  {
    blockNumber: int8("block_number").notNull(),
    logIndex: integer("log_index").notNull(),
    time: int8("time").notNull(),
    txHash: hexBytes("tx_hash").notNull(),
    /** Name of the event. Where the reward pool has one of the same name as the rewards contract, its own is `RewardRatePool.…`. */
    name: text("name").notNull(),
    /** Its arguments by name; numbers as decimal strings. */
    args: jsonb("args").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.blockNumber, table.logIndex] })],
);

/** Pool and token figures per hour of L2 time, from the follower's reads: the last step of the hour. Source: L2. */
export const l2Hours = pgTable("l2_hours", {
  /** Unix seconds of the hour's start. */
  hour: int8("hour").primaryKey(),
  step: int8("step").notNull(),
  /** Base units: what the reward pool holds, has released in all, and pays per 120 s. */
  poolBalance: int8("pool_balance"),
  poolReleased: int8("pool_released"),
  rewardRate: int8("reward_rate"),
  /** What the rewards contract holds: stakes and rewards not yet claimed. */
  rewardsBalance: int8("rewards_balance"),
});
