import { z } from "zod";
import { address, height, hex32 } from "./common.ts";
import { defineRoute } from "./route.ts";

export const MAX_HITS = 10;

export const searchHitSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("block"), height, hash: hex32 }),
  z.object({ type: z.literal("transaction"), txHash: hex32, blockNumber: z.string().regex(/^\d+$/) }),
  z.object({ type: z.literal("node"), id: z.number().int(), ed25519: hex32, operator: address }),
  z.object({ type: z.literal("pool"), address, nodeId: z.number().int().nullable() }),
  /** `isKnown`: an event was about it, or it has earned rewards. */
  z.object({ type: z.literal("address"), address, isKnown: z.boolean() }),
]);
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchRoutes = {
  search: defineRoute({
    method: "GET",
    path: "/v1/search",
    summary: "Finds by height, hash, node id, key, address, or the first digits of a node's keys or operator",
    query: z.object({
      q: z
        .string()
        .trim()
        .min(1)
        .max(300)
        .describe("A number, or hex with or without 0x; at least four digits for a beginning."),
    }),
    response: z.object({ items: z.array(searchHitSchema).max(MAX_HITS) }),
  }),
};
