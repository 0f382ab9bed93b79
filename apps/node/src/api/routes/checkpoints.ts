import { integer, pageLimit, type TypedApp } from "@session/http";
import { checkpointSchema, checkpointsPageSchema } from "@session/sdk/node-api";
import { z } from "zod";
import { formatCheckpointRef, requireCheckpoint } from "../checkpointQueries.ts";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

const page = z.object({
  /** Height to go on below; newest first. */
  cursor: integer(1).optional(),
  limit: pageLimit(100, 20),
});

export function checkpointRoutes(app: TypedApp, { chain, checkpoints }: ApiModules): void {
  const listSchema = {
    summary: "Checkpoints, newest first",
    querystring: page,
    response: { 200: checkpointsPageSchema },
  };
  app.get("/v1/checkpoints", { schema: listSchema }, async ({ query }) => {
    const interval = chain.preset.checkpointIntervalBlocks;
    const newest = checkpoints.newestHeight() ?? 0;
    const below = Math.ceil((query.cursor ?? newest + interval) / interval) * interval;
    const found = [];
    let height = Math.min(below - interval, newest);
    for (; height > 0 && found.length < query.limit; height -= interval) {
      const header = await checkpoints.headerAt(height);
      if (header !== undefined) found.push(formatCheckpointRef(header));
    }
    return { checkpoints: found, next: height > 0 ? String(height + interval) : null };
  });
  const oneSchema = {
    summary: "A checkpoint with who signed and who was absent",
    params: z.object({ height: z.union([z.literal("latest"), integer(1)]) }),
    response: { 200: checkpointSchema },
  };
  app.get("/v1/checkpoints/:height", { schema: oneSchema }, async ({ params }) => {
    const height = params.height === "latest" ? checkpoints.newestHeight() : params.height;
    const header = await requireCheckpoint(checkpoints, height);
    const current = await checkpoints.certificateAt(header.height);
    const certificate = current ?? (await checkpoints.archivedCertificate(header.height)) ?? null;
    return { ...formatCheckpointRef(header), digest: toHex(checkpoints.digestOf(header)), certificate };
  });
}
