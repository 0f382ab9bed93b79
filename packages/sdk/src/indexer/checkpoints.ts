import { z } from "zod";
import { certificateSchema, checkpointRefSchema } from "../clients/nodeSchemas.ts";
import { heightParameter } from "./blocks.ts";
import { hex32, pageOf, pageQuery, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** When the contract took a checkpoint, and with how many signatures; null while it hasn't. */
export const acceptanceSchema = z.object({
  blockNumber: z.string().regex(/^\d+$/),
  time: seconds,
  txHash: hex32,
  signers: z.number().int(),
  nodes: z.number().int(),
  /** The contract has dropped it again. */
  revoked: z.boolean(),
});

export const checkpointItemSchema = checkpointRefSchema.extend({
  /** Of the best certificate known; null while there is none. */
  signatures: z.object({ signed: z.number().int(), absent: z.number().int() }).nullable(),
  l2: acceptanceSchema.nullable(),
});
export type CheckpointItem = z.infer<typeof checkpointItemSchema>;

/** All it takes to verify a checkpoint: the digest signed, the aggregate signature, who signed and who didn't. */
export const indexedCheckpointSchema = checkpointRefSchema.extend({
  digest: hex32,
  certificate: certificateSchema.nullable(),
  l2: acceptanceSchema.nullable(),
});
export type IndexedCheckpoint = z.infer<typeof indexedCheckpointSchema>;

export const checkpointRoutes = {
  listCheckpoints: defineRoute({
    method: "GET",
    path: "/v1/checkpoints",
    summary: "Checkpoints, newest first",
    query: pageQuery,
    response: pageOf(checkpointItemSchema),
  }),
  getCheckpoint: defineRoute({
    method: "GET",
    path: "/v1/checkpoints/:height",
    summary: "A checkpoint with its certificate and who was absent, by height or `latest`",
    params: z.object({ height: z.union([z.literal("latest"), heightParameter]) }),
    response: indexedCheckpointSchema,
  }),
};
