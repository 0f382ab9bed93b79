import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/**
 * Whom a contract event is about: addresses, pools and nodes. Lists events by any of them. Each stands here once: rows and
 * cursor are one transaction, and a key over all columns would be the most costly index of all. Source: L2.
 */
export const eventSubjects = pgTable(
  "event_subjects",
  {
    blockNumber: int8("block_number").notNull(),
    logIndex: integer("log_index").notNull(),
    kind: text("kind").$type<"address" | "node">().notNull(),
    /** 20 B of an address or pool; 3 B big-endian of a node id. */
    subject: hexBytes("subject").notNull(),
  },
  (table) => [
    index("event_subjects_of").on(table.subject, table.blockNumber, table.logIndex),
    // For what a reorganisation takes back.
    index("event_subjects_block").using("brin", table.blockNumber),
  ],
);
