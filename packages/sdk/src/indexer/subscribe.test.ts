import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { SdkError } from "../errors.ts";
import { createIndexerClient } from "./client.ts";

/** Long enough for a busy machine to connect in: the limit must pass while the thread is busy, not before. */
const TIMEOUT_MS = 3_000;

function keepBusyUntil(endMs: number): void {
  while (performance.now() < endMs);
}

test("a thread that was busy longer than the limit hears what has come meanwhile, and loses no stream", async () => {
  let asked = 0;
  let startMs = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`event: hello\ndata: ${JSON.stringify({ l2Block: "7", height: 3 })}\n\n`);
    // On its way: the reader's thread, this one, is what is late.
    keepBusyUntil(startMs + TIMEOUT_MS + 100);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createIndexerClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: TIMEOUT_MS,
  });
  const stop = new AbortController();
  const errors: SdkError[] = [];
  startMs = performance.now();
  const hello = new Promise((resolve) =>
    client.subscribe({
      topics: ["network"],
      signal: stop.signal,
      onChange: () => undefined,
      onHello: resolve,
      onError: (error) => errors.push(error),
    }),
  );
  expect(await hello).toMatchObject({ height: 3 });
  expect([asked, errors]).toEqual([1, []]);
  stop.abort();
  server.closeAllConnections();
  server.close();
});
