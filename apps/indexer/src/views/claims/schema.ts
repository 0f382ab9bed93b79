import { index, integer, pgTable, primaryKey, smallint } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/** Claims paid. Source: L2. */
export const claims = pgTable(
  "claims",
  {
    blockNumber: int8("block_number").notNull(),
    logIndex: integer("log_index").notNull(),
    time: int8("time").notNull(),
    txHash: hexBytes("tx_hash").notNull(),
    recipient: hexBytes("recipient").notNull(),
    amount: int8("amount").notNull(),
    lifetimeRewards: int8("lifetime_rewards").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    index("claims_recipient").on(table.recipient, table.blockNumber),
  ],
);

/** Checkpoints the contract has accepted. Source: L2. */
export const acceptedCheckpoints = pgTable("accepted_checkpoints", {
  height: int8("height").primaryKey(),
  blockHash: hexBytes("block_hash").notNull(),
  claimsRoot: hexBytes("claims_root").notNull(),
  signers: integer("signers").notNull(),
  nodes: integer("nodes").notNull(),
  blockNumber: int8("block_number").notNull(),
  time: int8("time").notNull(),
  txHash: hexBytes("tx_hash").notNull(),
  isRevoked: smallint("is_revoked").notNull(),
});
