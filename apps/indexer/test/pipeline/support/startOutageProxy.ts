import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export type OutageProxy = {
  readonly url: string;
  /** The provider is away until `during` ends, and has been asked in vain before that. */
  outage(during: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

/** How a provider is away: unreachable, overloaded, or with a page of its host in place of an answer; in turn. */
const WAYS: readonly ((response: ServerResponse) => void)[] = [
  (response) => response.destroy(),
  (response) => response.writeHead(503).end("overloaded"),
  (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>We'll be back soon</html>"),
];

/** Passes JSON-RPC on to a provider, but for the time of an outage. */
export async function startOutageProxy(target: string): Promise<OutageProxy> {
  let isAway = false;
  let refused = 0;
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    if (isAway) return WAYS[refused++ % WAYS.length]?.(response);
    const answer = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
    const text = await answer.text();
    // What was under way when the outage began fails, too.
    if (isAway) return response.destroy();
    return response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  };
  // Who asks is killed, in the middle of a request too.
  const server = createServer((request, response) => pass(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    outage: async (during) => {
      isAway = true;
      refused = 0;
      await during();
      while (refused < WAYS.length) await delay(5);
      isAway = false;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
