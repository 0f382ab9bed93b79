import { EventStreams, type TypedApp } from "@session/http";
import { blockHash } from "@session/protocol";
import type { Committed } from "../../chain/chain.ts";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

const MAX_STREAMS = 64;
const MAX_STREAMS_PER_ADDRESS = 16;

/** Server-sent events: one `block` for each final block. */
export function eventRoutes(app: TypedApp, { chain, signal }: ApiModules): void {
  const streams = new EventStreams({
    maxStreams: MAX_STREAMS,
    maxStreamsPerAddress: MAX_STREAMS_PER_ADDRESS,
    signal,
  });
  const options = {
    // A HEAD request would hold a stream that can't carry anything.
    exposeHeadRoute: false,
    config: { isStream: true },
    schema: { summary: "Final blocks as they come (server-sent events)", produces: ["text/event-stream"] },
  };
  app.get("/v1/events", options, (request, reply) => {
    const stream = streams.open(request, reply);
    const unsubscribe = chain.onCommitted((committed) => stream.send(toBlockEvent(committed)));
    if (stream.signal.aborted) unsubscribe();
    else stream.signal.addEventListener("abort", unsubscribe, { once: true });
    return reply;
  });
}

function toBlockEvent({ block: { header, body } }: Committed) {
  const { height, time } = header;
  const data = { height, hash: toHex(blockHash(header)), time, events: body.l2Events.length };
  return { event: "block", id: String(height), data };
}
