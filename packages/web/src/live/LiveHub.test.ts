import { SdkError, type SubscribeParameters } from "@session/sdk";
import type { StreamHello } from "@session/sdk/indexer-api";
import { expect, test, vi } from "vitest";
import { LiveHub } from "./LiveHub.ts";

function hubWithStreams({ hearsOpen = true } = {}) {
  const streams: SubscribeParameters[] = [];
  const changes: (readonly string[] | "all")[] = [];
  const hub = new LiveHub({
    subscribe: (parameters) => {
      streams.push(parameters);
      return { ended: Promise.resolve() };
    },
    onChange: (topics) => changes.push(topics),
    ...(hearsOpen ? { onOpen: ({ height }: StreamHello) => changes.push([`open at ${height}`]) } : {}),
  });
  return { hub, streams, changes };
}

test("one stream for all topics; it is opened anew only when they change", () => {
  vi.useFakeTimers();
  const { hub, streams } = hubWithStreams();
  const leave = hub.watch(["network"]);
  hub.watch(["network", "node:7"]);
  vi.runAllTimers();
  expect(streams.map(({ topics }) => topics)).toEqual([["network", "node:7"]]);
  leave();
  vi.runAllTimers();
  expect(streams).toHaveLength(1);
  hub.watch(["node:8"]);
  vi.runAllTimers();
  expect(streams.map(({ topics }) => topics)).toEqual([
    ["network", "node:7"],
    ["network", "node:7", "node:8"],
  ]);
  expect(streams[0]?.signal.aborted).toBe(true);
  vi.useRealTimers();
});

test("only a stream that broke off may have missed changes of everything", () => {
  vi.useFakeTimers();
  const { hub, streams, changes } = hubWithStreams();
  hub.watch(["network"]);
  vi.runAllTimers();
  expect(hub.state()).toBe("connecting");
  const [stream] = streams;
  stream?.onHello?.({ l2Block: "1", height: 1 });
  expect(hub.state()).toBe("live");
  stream?.onChange({ source: "l2", number: "2", topics: ["network"] });
  stream?.onError?.(new SdkError({ code: "API_UNREACHABLE", url: "", reason: "" }, "gone"));
  expect(hub.state()).toBe("broken");
  stream?.onHello?.({ l2Block: "3", height: 2 });
  hub.watch(["node:7"]);
  vi.runAllTimers();
  streams[1]?.onHello?.({ l2Block: "4", height: 3 });
  expect(changes).toEqual([["open at 1"], ["network"], "all", ["open at 3"]]);
  vi.useRealTimers();
});

test("for who doesn't tell what is out of date, a stream that opens may have missed everything", () => {
  vi.useFakeTimers();
  const { hub, streams, changes } = hubWithStreams({ hearsOpen: false });
  hub.watch(["network"]);
  vi.runAllTimers();
  streams[0]?.onHello?.({ l2Block: "1", height: 1 });
  streams[0]?.onChange({ source: "l2", number: "2", topics: ["network"] });
  expect(changes).toEqual(["all", ["network"]]);
  // What was missed is told.
  streams[0]?.onHello?.({ l2Block: "3", height: 1, resumed: true });
  expect(changes).toEqual(["all", ["network"]]);
  vi.useRealTimers();
});
