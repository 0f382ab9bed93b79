import { integer, pageLimit, type TypedApp } from "@session/http";
import { z } from "zod";
import type { ApiModules } from "../modules.ts";

const BINARY = "application/octet-stream";
const LENGTH_SIZE_BYTES = 4;
/** An answer stays below this, unless its first block alone is larger. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const query = z.object({ from: integer(1).describe("First height."), limit: pageLimit(100, 100) });
const schema = {
  summary: "Final blocks with their commits, ascending, for whoever verifies the chain itself",
  querystring: query,
  response: {
    200: {
      description:
        "For each block its length (uint32, little-endian) and the SSZ FinalBlock {block, commit}. Up to 4 MiB, at least one block; empty above the head.",
      content: { [BINARY]: { schema: z.string().meta({ format: "binary" }) } },
    },
  },
};

/** docs/protocol/blocks.md#final-blocks. */
export function finalBlockRoutes(app: TypedApp, { chain, store }: ApiModules): void {
  app.get("/v1/final-blocks", { schema }, async (request, reply) => {
    const { from, limit } = request.query;
    const head = chain.head().height;
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    for (let height = from; height <= head && height < from + limit; height++) {
      const bytes = await store.finalBlockBytes(height);
      if (bytes === undefined) break;
      sizeBytes += LENGTH_SIZE_BYTES + bytes.length;
      if (parts.length > 0 && sizeBytes > MAX_ANSWER_BYTES) break;
      parts.push(lengthOf(bytes), bytes);
    }
    reply.type(BINARY);
    return reply.send(Buffer.concat(parts) as never);
  });
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = Buffer.alloc(LENGTH_SIZE_BYTES);
  length.writeUInt32LE(bytes.length);
  return length;
}
