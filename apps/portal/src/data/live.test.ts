import type { SubscribeParameters } from "@session/sdk";
import { expect, test, vi } from "vitest";
import { LiveHub } from "./live.ts";

function hubWithStreams() {
  const streams: SubscribeParameters[] = [];
  const changes: (readonly string[] | "all")[] = [];
  const hub = new LiveHub({
    subscribe: (parameters) => {
      streams.push(parameters);
      return { ended: Promise.resolve() };
    },
    onChange: (topics) => changes.push(topics),
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

test("a stream that opens (again) may have missed changes: everything is fetched again", () => {
  vi.useFakeTimers();
  const { hub, streams, changes } = hubWithStreams();
  hub.watch(["network"]);
  vi.runAllTimers();
  expect(hub.state()).toBe("connecting");
  streams[0]?.onHello?.({ l2Block: "1", height: 1 });
  expect(hub.state()).toBe("live");
  streams[0]?.onChange({ source: "l2", number: "2", topics: ["network"] });
  expect(changes).toEqual(["all", ["network"]]);
  // What was missed is told.
  streams[0]?.onHello?.({ l2Block: "3", height: 1, resumed: true });
  expect(changes).toEqual(["all", ["network"]]);
  vi.useRealTimers();
});
