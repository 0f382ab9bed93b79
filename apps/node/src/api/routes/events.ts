import type { ServerResponse } from "node:http";
import { blockHash } from "@session/protocol";
import type { Committed } from "../../chain/chain.ts";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";
import { ApiError } from "../problem.ts";
import type { TypedApp } from "../typedApp.ts";

const MAX_STREAMS = 64;
const KEEP_ALIVE_MS = 15_000;
/** A reader this far behind is cut off rather than buffered for; it reconnects. */
const MAX_BUFFERED_BYTES = 65_536;

/** Server-sent events: one `block` for each final block. */
export function eventRoutes(app: TypedApp, modules: ApiModules): void {
  let open = 0;
  const options = {
    // A HEAD request would hold a stream that can't carry anything.
    exposeHeadRoute: false,
    schema: { summary: "Final blocks as they come (server-sent events)", produces: ["text/event-stream"] },
  };
  app.get("/v1/events", options, (_request, reply) => {
    if (open >= MAX_STREAMS)
      throw new ApiError({ code: "TOO_MANY_STREAMS", status: 503 }, `${MAX_STREAMS} event streams are open already.`);
    open++;
    reply.hijack();
    const headers = { ...reply.getHeaders(), "content-type": "text/event-stream", "cache-control": "no-store" };
    reply.raw.writeHead(200, headers as Record<string, string>);
    reply.raw.flushHeaders();
    stream(reply.raw, modules, () => open--);
  });
}

function stream(raw: ServerResponse, { chain, signal }: ApiModules, onClosed: () => void): void {
  const write = (text: string) => {
    if (raw.writableLength > MAX_BUFFERED_BYTES) raw.destroy();
    else raw.write(text);
  };
  const unsubscribe = chain.onCommitted((committed) => write(formatBlockEvent(committed)));
  const keepAlive = setInterval(() => write(": still here\n\n"), KEEP_ALIVE_MS);
  const stop = () => {
    clearInterval(keepAlive);
    unsubscribe();
    signal.removeEventListener("abort", end);
  };
  const end = () => {
    stop();
    raw.end();
  };
  signal.addEventListener("abort", end, { once: true });
  raw.once("close", () => {
    stop();
    onClosed();
  });
}

function formatBlockEvent({ block: { header, body } }: Committed): string {
  const { height, time } = header;
  const data = { height, hash: toHex(blockHash(header)), time, events: body.l2Events.length };
  return `event: block\nid: ${height}\ndata: ${JSON.stringify(data)}\n\n`;
}
