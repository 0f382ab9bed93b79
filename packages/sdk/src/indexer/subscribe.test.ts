import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { SdkError } from "../errors.ts";
import { createIndexerClient } from "./client.ts";

const TIMEOUT_MS = 100;

function keepBusy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

test("a thread that was busy longer than the limit hears what has come meanwhile, and loses no stream", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`event: hello\ndata: ${JSON.stringify({ l2Block: "7", height: 3 })}\n\n`);
    // On its way: the reader's thread, this one, is what is late.
    keepBusy(5 * TIMEOUT_MS);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createIndexerClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: TIMEOUT_MS,
  });
  const stop = new AbortController();
  const errors: SdkError[] = [];
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
