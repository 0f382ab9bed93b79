import { connect } from "node:net";
import { defineRoute } from "@session/sdk/indexer-api";
import { describe, expect, it, onTestFinished } from "vitest";
import { createHttpApp, type EventStream, EventStreams, type EventStreamsOptions, implement } from "../src/index.ts";

const route = defineRoute({ method: "GET", path: "/stream", summary: "Events", produces: "text/event-stream" });

async function openStreams(options: Partial<EventStreamsOptions> = {}) {
  const stop = new AbortController();
  const streams = new EventStreams({
    ...{ maxStreams: 4, maxStreamsPerAddress: 4, signal: stop.signal },
    ...options,
  });
  const app = await createHttpApp({
    ...{ title: "t", version: "1", requestsPerMinute: 1_000_000 },
    ...{ logger: { error: () => {} }, trustedProxies: ["127.0.0.1"] },
  });
  onTestFinished(() => app.close());
  const opened: EventStream[] = [];
  implement(app, route, (_, { request, reply }) => {
    opened.push(streams.open(request, reply));
    return reply;
  });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const open = async (from = "10.0.0.1") => {
    const abort = new AbortController();
    const headers = { "x-forwarded-for": from };
    const response = await fetch(`${url}/stream`, { signal: abort.signal, headers });
    onTestFinished(() => abort.abort());
    return { response, abort, reader: response.body?.pipeThrough(new TextDecoderStream()).getReader() };
  };
  return { streams, stop, url, open, opened };
}

type Reader = ReadableStreamDefaultReader<string> | undefined;

async function readUntil(reader: Reader, part: string): Promise<string> {
  let text = "";
  while (!text.includes(part)) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) throw new Error(`ended before ${part}: ${text}`);
    text += value;
  }
  return text;
}

describe("streams of events", () => {
  it("carry events with their ids, and comments while nothing happens", async () => {
    const { open, opened } = await openStreams({ heartbeatMs: 5 });
    const { response, reader } = await open();
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cache-control")).toBe("no-store");
    opened[0]?.send({ event: "change", id: "7", data: { text: "a\nb" } });
    expect(await readUntil(reader, "\n\nevent")).toContain("retry: 2000\n\n");
    expect(await readUntil(reader, ": still here\n\n")).toContain("");
    opened[0]?.send({ event: "last", data: 1 });
    expect(await readUntil(reader, "data: 1\n\n")).toContain("event: last\ndata: 1\n\n");
  });

  it("are limited by address and in all; one that is closed makes room", async () => {
    const { streams, open } = await openStreams({ maxStreams: 3, maxStreamsPerAddress: 2 });
    const first = await open();
    await open();
    const refused = await open();
    expect(refused.response.status).toBe(503);
    expect(refused.response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect((await open("10.0.0.2")).response.status).toBe(200);
    expect((await open("10.0.0.3")).response.status).toBe(503);
    expect(streams.count).toBe(3);
    first.abort.abort();
    await expect.poll(() => streams.count).toBe(2);
    expect((await open()).response.status).toBe(200);
  });

  it("end with the process, and the process hears of it", async () => {
    const { streams, stop, open, opened } = await openStreams();
    const { reader } = await open();
    await readUntil(reader, "retry");
    stop.abort();
    expect((await reader?.read())?.done).toBe(true);
    expect(opened[0]?.signal.aborted).toBe(true);
    opened[0]?.send({ event: "late", data: 1 });
    await expect.poll(() => streams.count).toBe(0);
    // Whoever comes between the signal and the end of the server is sent away at once.
    expect((await (await open()).reader?.read())?.value).toContain("retry");
    await expect.poll(() => streams.count).toBe(0);
  });

  it("cut off a reader that doesn't read", async () => {
    const { streams, url, opened } = await openStreams({ maxBufferedBytes: 1_000 });
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    socket.pause();
    socket.write("GET /stream HTTP/1.1\r\nhost: a\r\n\r\n");
    await expect.poll(() => opened.length).toBe(1);
    const [stream] = opened;
    const data = "x".repeat(1_000_000);
    for (let sent = 0; sent < 1_000 && !stream?.signal.aborted; sent++) {
      stream?.send({ event: "big", data });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stream?.signal.aborted).toBe(true);
    expect(streams.count).toBe(0);
  });

  it("offer nothing to HEAD", async () => {
    const { url } = await openStreams();
    expect((await fetch(`${url}/stream`, { method: "HEAD" })).status).toBe(405);
  });
});
