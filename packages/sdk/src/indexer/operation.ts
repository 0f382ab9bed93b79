import { z } from "zod";
import { amount, height, hex32, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

const decimal = z.string().regex(/^\d+$/);

/** How one of the two sources stands. Numbers are L2 block numbers or heights, as decimal strings. */
export const sourceStatusSchema = z.object({
  /** How far the indexer's tables have come; null before the first. */
  head: z.object({ number: decimal, time: seconds }).nullable(),
  /** Newest number that can't be rolled back any more. */
  final: decimal,
  /** Newest number the source itself has, as far as is known. */
  sourceHead: decimal.nullable(),
  /** Seconds since the source last answered; null before that. */
  ageSec: z.number().min(0).nullable(),
  /** Why it doesn't go on, if it doesn't. */
  halted: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const indexerStatusSchema = z.object({
  network: z.string(),
  chainId: amount,
  genesisHash: hex32,
  version: z.string(),
  l2: sourceStatusSchema,
  chain: sourceStatusSchema,
});

export const indexerReadySchema = z.object({
  ready: z.boolean(),
  /** Codes: DATABASE_DOWN, and with L2_ or CHAIN_ before: NOT_STARTED, HALTED, BEHIND, SILENT. */
  reasons: z.array(z.string()),
});

/** First event of a stream: where the tables stand. Unless it is resumed, a reader that has come back fetches again what it shows. */
export const streamHelloSchema = z.object({
  l2Block: decimal,
  height,
  /** Every change since the request's `Last-Event-ID` follows. */
  resumed: z.literal(true).optional(),
});

/** A change of what the topics are about. */
export const streamChangeSchema = z.object({
  source: z.enum(["l2", "chain"]),
  /** L2 block number or height the tables now stand at. */
  number: decimal,
  /** Those of the reader's topics that are touched. */
  topics: z.array(z.string()),
  /** Everything after this L2 block was taken back first. */
  rolledBackTo: decimal.optional(),
});

/** Most topics of one stream. */
export const MAX_TOPICS = 100;
const TOPIC = /^(network|events|node:\d{1,8}|(address|pool):0x[0-9a-f]{40})$/;
const topics = z
  .string()
  .max(6_000)
  .transform((text) => [...new Set(text.toLowerCase().split(","))])
  .refine((list) => list.length <= MAX_TOPICS, `at most ${MAX_TOPICS} topics`)
  .refine(
    (list) => list.every((topic) => TOPIC.test(topic)),
    "topics are network, events, node:7, address:0x…, pool:0x…",
  )
  .describe("Comma-separated: network, events, node:7, address:0x…, pool:0x…");

export const operationRoutes = {
  getStatus: defineRoute({
    method: "GET",
    path: "/v1/status",
    summary: "How far this indexer has come",
    response: indexerStatusSchema,
  }),
  getHealth: defineRoute({
    method: "GET",
    path: "/health",
    summary: "The process answers",
    response: z.object({ status: z.literal("ok"), version: z.string() }),
  }),
  getReady: defineRoute({
    method: "GET",
    path: "/ready",
    summary: "Whether answers are up to date; 503 with reasons where they aren't",
    response: indexerReadySchema,
    otherStatus: 503,
  }),
  getMetrics: defineRoute({ method: "GET", path: "/metrics", summary: "Prometheus metrics", produces: "text/plain" }),
  openStream: defineRoute({
    method: "GET",
    path: "/v1/stream",
    summary:
      "Changes as they come (server-sent events): `hello`, then `change` for the topics asked for; `Last-Event-ID` goes on",
    query: z.object({ topics }),
    produces: "text/event-stream",
    problems: ["TOO_MANY_STREAMS"],
  }),
};

export type IndexerStatus = z.infer<typeof indexerStatusSchema>;
export type SourceStatusResponse = z.infer<typeof sourceStatusSchema>;
export type StreamHello = z.infer<typeof streamHelloSchema>;
export type StreamChange = z.infer<typeof streamChangeSchema>;
