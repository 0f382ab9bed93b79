import { SdkError } from "../errors.ts";

const LENGTH_SIZE_BYTES = 4;
/** A node stops at 4 MiB, or after one block; a block's own limits keep it below that. */
export const MAX_FINAL_BLOCKS_BYTES = 8 * 1024 * 1024;

/**
 * The body of `GET /v1/final-blocks`, read no further than a node may send.
 *
 * @throws SdkError API_MALFORMED for a longer one, API_UNREACHABLE when it breaks off or the time is over
 */
export async function readBounded(response: Response, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const chunk = await reader?.read().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new SdkError({ code: "API_UNREACHABLE", url, reason }, `${url} broke off: ${reason}.`, { cause: error });
    });
    if (chunk?.value === undefined) break;
    sizeBytes += chunk.value.length;
    if (sizeBytes > MAX_FINAL_BLOCKS_BYTES) {
      // What the server makes of it is of no interest any more.
      void reader?.cancel().catch(() => undefined);
      throw malformed(url, `more than ${MAX_FINAL_BLOCKS_BYTES} bytes`);
    }
    chunks.push(chunk.value);
  }
  const body = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

/**
 * Takes the answer apart: for each block its length (uint32, little-endian) and its bytes.
 *
 * @throws SdkError API_MALFORMED when lengths and bytes don't fit, or there are more blocks than asked for
 */
export function splitFinalBlocks(body: Uint8Array, limit: number, url: string): Uint8Array[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const blocks: Uint8Array[] = [];
  let offset = 0;
  while (offset < body.length) {
    if (blocks.length === limit) throw malformed(url, `more than the ${limit} blocks asked for`);
    if (offset + LENGTH_SIZE_BYTES > body.length) throw malformed(url, "a length is cut off");
    const sizeBytes = view.getUint32(offset, true);
    offset += LENGTH_SIZE_BYTES;
    if (sizeBytes === 0 || sizeBytes > body.length - offset) throw malformed(url, "a block is cut off");
    // A copy of its own: a block that is kept doesn't keep the whole answer.
    blocks.push(body.slice(offset, offset + sizeBytes));
    offset += sizeBytes;
  }
  return blocks;
}

function malformed(url: string, reason: string): SdkError {
  return new SdkError({ code: "API_MALFORMED", url, reason }, `${url} answered something unexpected: ${reason}.`);
}
