import { z } from "zod";
import { blockSchema, blockSummarySchema } from "../clients/nodeSchemas.ts";
import { height, hex32Parameter, integerParameter, pageOf, pageQuery } from "./common.ts";
import { defineRoute } from "./route.ts";

export { type BlockSummary, blockSummarySchema } from "../clients/nodeSchemas.ts";

/** A final block as nodes answer it, with all it carried and changed. */
export const indexedBlockSchema = blockSchema.extend({
  /** What the block changed, in order. */
  changes: z.array(
    z.object({
      type: z.string(),
      nodeId: z.number().int().nullable(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Proven double votes and proposals. */
  evidence: z.array(z.object({ nodeId: z.number().int(), height, round: z.number().int(), type: z.number().int() })),
});
export type IndexedBlock = z.infer<typeof indexedBlockSchema>;

/** Heights of a database column: up to 2^31 − 1. */
export const heightParameter = integerParameter(0, 2 ** 31 - 1);

export const blockRoutes = {
  listBlocks: defineRoute({
    method: "GET",
    path: "/v1/blocks",
    summary: "Final blocks, newest first",
    query: pageQuery,
    response: pageOf(blockSummarySchema),
  }),
  getBlock: defineRoute({
    method: "GET",
    path: "/v1/blocks/:id",
    summary: "A final block by height, hash or `latest`: header, commit with who signed, events with outcomes",
    params: z.object({ id: z.union([z.literal("latest"), heightParameter, hex32Parameter]) }),
    response: indexedBlockSchema,
  }),
};
