import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../../database/columns.ts";

/** Whom a contract event is about: addresses, pools and nodes. Lists events by any of them. Source: L2. */
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
    primaryKey({ columns: [table.blockNumber, table.logIndex, table.kind, table.subject] }),
    index("event_subjects_of").on(table.subject, table.blockNumber, table.logIndex),
  ],
);
