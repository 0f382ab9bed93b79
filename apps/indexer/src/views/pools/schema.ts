import { index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

export type Reservation = { readonly staker: `0x${string}`; readonly amount: string };

/** Contribution pools. Source: L2. */
export const pools = pgTable(
  "pools",
  {
    address: hexBytes("address").primaryKey(),
    operator: hexBytes("operator").notNull(),
    bls: hexBytes("bls").notNull(),
    ed25519: hexBytes("ed25519").notNull(),
    feeBps: smallint("fee_bps").notNull(),
    reserved: jsonb("reserved").$type<readonly Reservation[]>().notNull(),
    manualFinalize: smallint("manual_finalize").notNull(),
    stakingRequirement: int8("staking_requirement").notNull(),
    maxContributors: smallint("max_contributors").notNull(),
    /** As in the contract: waits for its operator, open, full (not registered yet), registered, or emptied by a reset. */
    state: text("state").$type<"waiting" | "open" | "full" | "finalized">().notNull(),
    contributed: int8("contributed").notNull(),
    contributors: smallint("contributors").notNull(),
    resets: integer("resets").notNull(),
    nodeId: integer("node_id"),
    /** Revert data of a registration that failed by itself; null when none is outstanding. */
    failure: hexBytes("failure"),
    deployedBlock: int8("deployed_block").notNull(),
    deployedTime: int8("deployed_time").notNull(),
    deployedTx: hexBytes("deployed_tx").notNull(),
    updatedTime: int8("updated_time").notNull(),
  },
  (table) => [
    index("pools_operator").on(table.operator),
    index("pools_state").on(table.state, table.updatedTime),
    index("pools_ed25519").on(table.ed25519),
    index("pools_reserved").using("gin", table.reserved.op("jsonb_path_ops")),
  ],
);

/** What is inside a pool now, by staker. Source: L2. */
export const poolContributions = pgTable(
  "pool_contributions",
  {
    pool: hexBytes("pool").notNull(),
    staker: hexBytes("staker").notNull(),
    beneficiary: hexBytes("beneficiary").notNull(),
    amount: int8("amount").notNull(),
    /** Unix seconds of its first and newest contribution; withdrawals are timed from the newest. */
    firstTime: int8("first_time").notNull(),
    lastTime: int8("last_time").notNull(),
  },
  (table) => [primaryKey({ columns: [table.pool, table.staker] }), index("pool_contributions_staker").on(table.staker)],
);
