import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/** Nodes as the contract knows them: one row per contract id, for ever. Source: L2. */
export const stakedNodes = pgTable(
  "staked_nodes",
  {
    id: integer("id").primaryKey(),
    operator: hexBytes("operator").notNull(),
    /** Who sent the registration: the operator, a pool or a vesting contract; null for a seeded node. */
    initiator: hexBytes("initiator"),
    /** 96 B, uncompressed affine without padding. */
    bls: hexBytes("bls").notNull(),
    ed25519: hexBytes("ed25519").notNull(),
    feeBps: smallint("fee_bps").notNull(),
    deposit: int8("deposit").notNull(),
    isSeeded: smallint("is_seeded").notNull(),
    registeredBlock: int8("registered_block").notNull(),
    registeredTime: int8("registered_time").notNull(),
    registeredTx: hexBytes("registered_tx").notNull(),
    exitRequestedTime: int8("exit_requested_time"),
    exitRequestedBy: hexBytes("exit_requested_by"),
    /** null while the contract holds the stake as an active node. */
    left: text("left").$type<"exited" | "liquidated">(),
    leftBlock: int8("left_block"),
    leftTime: int8("left_time"),
    leftTx: hexBytes("left_tx"),
    /** Paid to the stakers so far. */
    returned: int8("returned").notNull(),
    /** Unix seconds; 0 = no lock. */
    lockedUntil: int8("locked_until").notNull(),
    liquidator: hexBytes("liquidator"),
    liquidatorPenalty: int8("liquidator_penalty").notNull(),
    poolPenalty: int8("pool_penalty").notNull(),
    /** Block at which a locked stake was paid out. */
    withdrawnBlock: int8("withdrawn_block"),
  },
  (table) => [
    index("staked_nodes_operator").on(table.operator),
    index("staked_nodes_ed25519").on(table.ed25519),
    index("staked_nodes_bls").on(table.bls),
    index("staked_nodes_initiator").on(table.initiator),
    index("staked_nodes_fee").on(table.feeBps, table.id),
    index("staked_nodes_deposit").on(table.deposit, table.id),
    index("staked_nodes_registered").on(table.registeredTime, table.id),
    index("staked_nodes_locked").on(table.lockedUntil).where(sql`"left" is not null and withdrawn_block is null`),
  ],
);

/** Contributors of staked nodes; position 0 is the operator. Source: L2. */
export const stakedContributors = pgTable(
  "staked_contributors",
  {
    nodeId: integer("node_id").notNull(),
    position: smallint("position").notNull(),
    staker: hexBytes("staker").notNull(),
    beneficiary: hexBytes("beneficiary").notNull(),
    amount: int8("amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.nodeId, table.position] }),
    index("staked_contributors_staker").on(table.staker),
    index("staked_contributors_beneficiary").on(table.beneficiary),
  ],
);
