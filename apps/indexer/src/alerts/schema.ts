import { index, integer, jsonb, pgTable, serial, text } from "drizzle-orm/pg-core";
import { hexBytes, int8 } from "../database/columns.ts";

/** Who wants to hear of an address by webhook. Not derived. */
export const alertSubscriptions = pgTable(
  "alert_subscriptions",
  {
    /** 16 random bytes: knowing it is the right to read and delete the subscription. */
    id: hexBytes("id").primaryKey(),
    address: hexBytes("address").notNull(),
    url: text("url").notNull(),
    /** 32 random bytes, told once; signs deliveries by HMAC-SHA-256. */
    secret: hexBytes("secret").notNull(),
    /** Unix seconds. */
    createdAt: int8("created_at").notNull(),
    /** Since when nothing could be delivered; null after a delivery. */
    failingSince: int8("failing_since"),
    /** Set when the address couldn't be reached for too long. */
    disabledAt: int8("disabled_at"),
  },
  (table) => [index("alert_subscriptions_address").on(table.address)],
);

/** What has happened that an address is told of; the feed and the webhooks read it. Not derived. */
export const alerts = pgTable(
  "alerts",
  {
    id: serial("id").primaryKey(),
    /** Makes each alert come once, over restarts and reorganisations. */
    dedupe: text("dedupe").notNull().unique(),
    address: hexBytes("address").notNull(),
    type: text("type").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
    createdAt: int8("created_at").notNull(),
  },
  (table) => [index("alerts_address").on(table.address, table.id)],
);

export const alertDeliveries = pgTable(
  "alert_deliveries",
  {
    id: serial("id").primaryKey(),
    alertId: integer("alert_id").notNull(),
    subscription: hexBytes("subscription").notNull(),
    attempts: integer("attempts").notNull(),
    /** Unix seconds of the next attempt; null when delivered or given up. */
    nextAt: int8("next_at"),
    deliveredAt: int8("delivered_at"),
    lastError: text("last_error"),
  },
  (table) => [
    index("alert_deliveries_next").on(table.nextAt),
    index("alert_deliveries_subscription").on(table.subscription, table.id),
  ],
);

/** Addresses whose feed somebody reads: alerts are looked for, for them, too. Not derived. */
export const alertFeeds = pgTable(
  "alert_feeds",
  {
    address: hexBytes("address").primaryKey(),
    /** Unix seconds. */
    readAt: int8("read_at").notNull(),
  },
  (table) => [index("alert_feeds_read").on(table.readAt)],
);

/** Up to where each source's facts have been looked through: final L2 block number, appchain height. Not derived. */
export const alertPositions = pgTable("alert_positions", {
  source: text("source").$type<"l2" | "chain">().primaryKey(),
  number: int8("number").notNull(),
});
