import { index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { seconds } from "../../database/columns.ts";

/** What has happened to nodes on the appchain, in order, for ever (`StateEvent`). Source: appchain. */
export const timeline = pgTable(
  "timeline",
  {
    height: integer("height").notNull(),
    seq: integer("seq").notNull(),
    /** Unix seconds of block time. */
    time: seconds("time").notNull(),
    /** null for changes of the network's settings. */
    nodeId: integer("node_id"),
    type: text("type").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.height, table.seq] }),
    index("timeline_node").on(table.nodeId, table.height, table.seq),
  ],
);
