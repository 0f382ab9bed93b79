import { date, index, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { hexBytes, ledger } from "../../database/columns.ts";

/**
 * What a node earned for an address on a day (UTC, of block time), up to the newest checkpoint of that day; ledger units.
 * Sums of a column equal what the appchain accrued, exactly. Source: appchain.
 */
export const rewardDays = pgTable(
  "reward_days",
  {
    day: date("day", { mode: "string" }).notNull(),
    nodeId: integer("node_id").notNull(),
    address: hexBytes("address").notNull(),
    amount: ledger("amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.address, table.day, table.nodeId] }),
    index("reward_days_node").on(table.nodeId, table.day),
    index("reward_days_day").using("brin", table.day),
  ],
);

/** Lifetime rewards by address as of the newest checkpoint; ledger units. Source: appchain. */
export const rewardTotals = pgTable("reward_totals", {
  address: hexBytes("address").primaryKey(),
  lifetime: ledger("lifetime").notNull(),
  height: integer("height").notNull(),
});
