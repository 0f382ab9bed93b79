import { type EventStreams, implement, type TypedApp } from "@session/http";
import { operationRoutes as routes, type StreamChange, type StreamHello } from "@session/sdk/indexer-api";
import type { IndexerModules } from "../../modules.ts";
import type { Notice } from "../../pipeline/notices.ts";

type Modules = Pick<IndexerModules, "notices" | "l2" | "chain">;

/** Changes as they become durable. Nothing is kept for a reader that comes back: it is greeted again and asks again. */
export function streamRoutes(app: TypedApp, { notices, l2, chain }: Modules, streams: EventStreams): void {
  implement(app, routes.openStream, ({ query }, { request, reply }) => {
    const stream = streams.open(request, reply);
    const hello: StreamHello = {
      l2Block: (l2.head()?.number ?? 0n).toString(),
      height: Number(chain.head()?.number ?? 0n),
    };
    stream.send({ event: "hello", data: hello });
    const unsubscribe = notices.subscribe((notice) => {
      const change = toChange(notice, query.topics);
      if (change !== undefined) stream.send({ event: "change", id: `${notice.source}-${notice.number}`, data: change });
    });
    if (stream.signal.aborted) unsubscribe();
    else stream.signal.addEventListener("abort", unsubscribe, { once: true });
    return reply;
  });
}

/** Undefined when the notice is about nothing the reader asked for. */
function toChange(
  { source, number, topics, rolledBackTo }: Notice,
  wanted: readonly string[],
): StreamChange | undefined {
  const touched = wanted.filter((topic) => topics.has(topic));
  if (touched.length === 0) return undefined;
  return {
    source,
    number: number.toString(),
    topics: touched,
    ...(rolledBackTo !== undefined && { rolledBackTo: rolledBackTo.toString() }),
  };
}
