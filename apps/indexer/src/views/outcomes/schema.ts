import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/** What became of each L2 event that entered an appchain block. Source: appchain. */
export const outcomes = pgTable(
  "outcomes",
  {
    l2Number: int8("l2_number").notNull(),
    logIndex: integer("log_index").notNull(),
    txHash: hexBytes("tx_hash").notNull(),
    kind: text("kind").notNull(),
    /** Block that carried it. */
    height: integer("height").notNull(),
    result: text("result").$type<"applied" | "rejected">().notNull(),
    code: text("code"),
    message: text("message"),
    nodeId: integer("node_id"),
  },
  (table) => [
    primaryKey({ columns: [table.l2Number, table.logIndex] }),
    index("outcomes_tx").on(table.txHash),
    index("outcomes_height").on(table.height),
    index("outcomes_node").on(table.nodeId),
  ],
);
