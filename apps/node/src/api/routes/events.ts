import { blockHash } from "@session/protocol";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";
import { ApiError } from "../problem.ts";
import type { TypedApp } from "../typedApp.ts";

const MAX_STREAMS = 64;
const KEEP_ALIVE_MS = 15_000;

/** Server-sent events: one `block` for each final block. */
export function eventRoutes(app: TypedApp, modules: ApiModules): void {
  let open = 0;
  app.get("/v1/events", { schema: { summary: "Final blocks as they come (server-sent events)" } }, (request, reply) => {
    if (open >= MAX_STREAMS)
      throw new ApiError({ code: "TOO_MANY_STREAMS", status: 503 }, `${MAX_STREAMS} event streams are open already.`);
    open++;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const unsubscribe = modules.chain.onCommitted(({ block: { header, body } }) => {
      const data = {
        height: header.height,
        hash: toHex(blockHash(header)),
        time: header.time,
        events: body.l2Events.length,
      };
      raw.write(`event: block\nid: ${header.height}\ndata: ${JSON.stringify(data)}\n\n`);
    });
    const keepAlive = setInterval(() => raw.write(": still here\n\n"), KEEP_ALIVE_MS);
    const end = () => raw.end();
    modules.signal.addEventListener("abort", end, { once: true });
    request.raw.once("close", () => {
      open--;
      clearInterval(keepAlive);
      unsubscribe();
      modules.signal.removeEventListener("abort", end);
    });
  });
}
