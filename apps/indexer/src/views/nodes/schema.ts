import { index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { hexBytes, int8, seconds } from "../../database/columns.ts";

export type ChainContributor = {
  readonly staker: `0x${string}`;
  readonly beneficiary: `0x${string}`;
  /** Base units, decimal. */
  readonly amount: string;
};

/** Nodes as the appchain knows or knew them: the newest state, kept after they are forgotten. Source: appchain. */
export const chainNodes = pgTable(
  "chain_nodes",
  {
    id: integer("id").primaryKey(),
    status: text("status").$type<"joining" | "active" | "decommissioned" | "removed" | "forgotten">().notNull(),
    /** Block time and height at which it got this status. */
    statusTime: seconds("status_time").notNull(),
    statusHeight: integer("status_height").notNull(),
    operator: hexBytes("operator").notNull(),
    ed25519: hexBytes("ed25519").notNull(),
    /** 48 B, compressed. */
    bls: hexBytes("bls").notNull(),
    feeBps: smallint("fee_bps").notNull(),
    deposit: int8("deposit").notNull(),
    contributors: jsonb("contributors").$type<readonly ChainContributor[]>().notNull(),
    registeredTime: seconds("registered_time").notNull(),
    registeredHeight: integer("registered_height").notNull(),
    isPayable: smallint("is_payable").notNull(),
    payableAt: seconds("payable_at").notNull(),
    unlockAt: seconds("unlock_at"),
    /** Seconds, as of `creditTime`; a payable node earns more as time passes. */
    creditSec: integer("credit_sec").notNull(),
    creditTime: seconds("credit_time").notNull(),
    forkVersion: integer("fork_version").notNull(),
    removedReason: text("removed_reason").$type<"voluntary" | "deregistered" | "rejected" | "missed">(),
    removedAt: seconds("removed_at"),
  },
  (table) => [
    index("chain_nodes_status").on(table.status, table.id),
    index("chain_nodes_operator").on(table.operator),
    index("chain_nodes_ed25519").on(table.ed25519),
    index("chain_nodes_bls").on(table.bls),
  ],
);

/** How often a node's vote was in the commits of an hour of block time. Source: appchain. */
export const participationHours = pgTable(
  "participation_hours",
  {
    /** Unix seconds of the hour's start. */
    hour: seconds("hour").notNull(),
    nodeId: integer("node_id").notNull(),
    present: integer("present").notNull(),
    counted: integer("counted").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.nodeId, table.hour] }),
    index("participation_hours_hour").using("brin", table.hour),
  ],
);
