import { type EventStreams, implement, type TypedApp } from "@session/http";
import { operationRoutes as routes, type StreamChange, type StreamHello } from "@session/sdk/indexer-api";
import type { IndexerModules } from "../../modules.ts";
import type { Notice } from "../../pipeline/notices.ts";
import { ChangeLog, type LoggedChange } from "../changeLog.ts";

type Modules = Pick<IndexerModules, "notices" | "l2" | "chain" | "signal">;

/** Changes as they become durable. A reader that was away for a moment is told what it has missed, by its `Last-Event-ID`. */
export function streamRoutes(app: TypedApp, modules: Modules, streams: EventStreams): void {
  const log = new ChangeLog(modules);
  implement(app, routes.openStream, ({ query }, { request, reply }) => {
    const stream = streams.open(request, reply);
    const last = request.headers["last-event-id"];
    const missed = typeof last === "string" ? log.after(last) : undefined;
    const tell = ({ id, notice }: LoggedChange) => {
      const change = toChange(notice, query.topics);
      if (change !== undefined) stream.send({ event: "change", id, data: change });
    };
    // With an id from the start on: who hears of no change can come back, too.
    const id = missed === undefined ? log.newestId : last;
    stream.send({
      event: "hello",
      ...(typeof id === "string" && { id }),
      data: helloOf(modules, missed !== undefined),
    });
    for (const change of missed ?? []) tell(change);
    const unsubscribe = log.subscribe(tell);
    if (stream.signal.aborted) unsubscribe();
    else stream.signal.addEventListener("abort", unsubscribe, { once: true });
    return reply;
  });
}

function helloOf({ l2, chain }: Modules, resumed: boolean): StreamHello {
  return {
    l2Block: (l2.head()?.number ?? 0n).toString(),
    height: Number(chain.head()?.number ?? 0n),
    ...(resumed && { resumed }),
  };
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
