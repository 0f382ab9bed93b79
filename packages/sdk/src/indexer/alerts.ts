import { z } from "zod";
import { address, addressParameter, hex32, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What an address can be told of; docs/indexer/alerts.md says of each when it comes and what `detail` holds. */
export const alertTypes = [
  "nodeDecommissioned",
  "nodeCreditLow",
  "nodeRemoved",
  "exitRequested",
  "exitWindowOpen",
  "exitWindowClosing",
  "liquidationNear",
  "liquidated",
  "poolContribution",
  "poolFilled",
  "poolFinalized",
  "claimAvailable",
  "test",
] as const;
export type AlertType = (typeof alertTypes)[number];

const id = z.string().regex(/^0x[0-9a-f]{32}$/);
const idParameter = z
  .string()
  .regex(/^0x[0-9a-fA-F]{32}$/, "0x and 16 bytes of hex")
  .transform((text) => text.toLowerCase() as `0x${string}`);

/** Body of a webhook's request; `Session-Signature: t=<unix seconds>,v1=<hex of HMAC-SHA-256(secret, t + "." + body)>`. */
export const alertDelivery = z.object({
  /** Same in every attempt, as the header `Idempotency-Key`. */
  id: z.string(),
  type: z.enum(alertTypes),
  address,
  createdAt: seconds,
  message: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AlertDelivery = z.infer<typeof alertDelivery>;

export const alertSubscription = z.object({
  id,
  address,
  url: z.string(),
  createdAt: seconds,
  /** Since when nothing could be delivered; null if the last attempt succeeded. */
  failingSince: seconds.nullable(),
  /** Set after seven days of failures: nothing is sent any more. */
  disabledAt: seconds.nullable(),
  /** The newest 20. */
  deliveries: z.array(
    z.object({
      id: z.string(),
      type: z.enum(alertTypes),
      attempts: z.number().int(),
      deliveredAt: seconds.nullable(),
      /** Of the next attempt; null when delivered or given up. */
      nextAt: seconds.nullable(),
      lastError: z.string().nullable(),
    }),
  ),
});
export type AlertSubscription = z.infer<typeof alertSubscription>;

export const alertRoutes = {
  createAlert: defineRoute({
    method: "POST",
    path: "/v1/alerts",
    summary: "Subscribes a webhook to what happens to an address. `secret` is told this once.",
    body: z.object({ address: addressParameter, url: z.string().max(2_000) }),
    response: z.object({ id, secret: hex32 }),
    status: 201,
    requestsPerMinute: 10,
    problems: ["WEBHOOK_URL_INVALID", "WEBHOOK_NOT_PUBLIC", "WEBHOOK_UNRESOLVED", "TOO_MANY_ALERTS", "QUOTA_EXCEEDED"],
  }),
  getAlert: defineRoute({
    method: "GET",
    path: "/v1/alerts/:id",
    summary: "A subscription and its newest deliveries; knowing the id is the right to see it.",
    params: z.object({ id: idParameter }),
    response: alertSubscription,
    problems: ["NOT_FOUND"],
  }),
  deleteAlert: defineRoute({
    method: "DELETE",
    path: "/v1/alerts/:id",
    summary: "Ends a subscription.",
    params: z.object({ id: idParameter }),
    status: 204,
    problems: ["NOT_FOUND"],
  }),
  testAlert: defineRoute({
    method: "POST",
    path: "/v1/alerts/:id/test",
    summary: "Sends a test to the webhook; the subscription's deliveries tell how it went.",
    params: z.object({ id: idParameter }),
    response: z.object({ delivery: z.string() }),
    status: 201,
    requestsPerMinute: 10,
    problems: ["NOT_FOUND", "ALERT_DISABLED"],
  }),
  getAlertFeed: defineRoute({
    method: "GET",
    path: "/v1/alerts/feed/:address.rss",
    summary: "What has happened to an address, as RSS 2.0; the newest 100.",
    params: z.object({ address: addressParameter }),
    produces: "application/rss+xml",
    requestsPerMinute: 60,
  }),
};
