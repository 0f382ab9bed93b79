import { pgTable, text } from "drizzle-orm/pg-core";

/** Indexes that were dropped for a first load, and how each is made again. */
export const deferredIndexes = pgTable("deferred_indexes", {
  name: text("name").primaryKey(),
  tableName: text("table_name").notNull(),
  definition: text("definition").notNull(),
});
