import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { BlockSummary, NodeSummary } from "@session/sdk/indexer-api";
import { nodeStates } from "@session/sdk/indexer-api";

const AS_OF = { l2Block: "5000000", height: 1_000_000 };
const hex = (value: number, sizeBytes: number) => `0x${value.toString(16).padStart(2 * sizeBytes, "0")}`;

export function nodeOf(id: number): NodeSummary {
  return {
    id,
    state: "active",
    operator: hex(id, 20),
    ed25519: hex(id, 32),
    bls: hex(id, 48),
    feeBps: 500,
    deposit: "25000000000000",
    contributors: 1,
    registeredAt: 1_700_000_000,
    isSeeded: false,
    isPayable: true,
    payableAt: 1_700_000_100,
    creditSec: 7_200,
    exitRequestedAt: null,
    unlockAt: null,
    removed: null,
    exitableFrom: null,
    exitCheckpoint: null,
    liquidatableFrom: null,
    liquidationCheckpoint: null,
    escapeFrom: null,
    left: null,
    lockedUntil: null,
    pool: null,
  };
}

function blockOf(height: number): BlockSummary {
  const hash = hex(height, 32);
  return {
    height,
    hash,
    time: 1_700_000_000 + height,
    proposer: 1,
    round: 0,
    l2Number: height,
    events: 0,
    checkpoint: false,
  };
}

const counts = Object.fromEntries(nodeStates.map((state) => [state, state === "active" ? 10_000 : 0]));

/** What a page asks, without the network's own figures. */
function answer(url: URL): unknown {
  const limit = Number(url.searchParams.get("limit") ?? 50);
  const first = Number(url.searchParams.get("cursor") ?? 0);
  const rows = (count: number) => Array.from({ length: Math.min(limit, count - first) }, (_, i) => first + i);
  const next = (count: number) => (first + limit < count ? String(first + limit) : null);
  if (url.pathname === "/v1/nodes")
    return { items: rows(10_000).map((i) => nodeOf(i + 1)), next: next(10_000), asOf: AS_OF, counts };
  if (url.pathname === "/v1/blocks")
    return { items: rows(1_000_000).map((i) => blockOf(1_000_000 - i)), next: next(1_000_000) };
  return undefined;
}

/** As the indexer's own: a stream that falls silent is opened anew, which would count as a request of the page. */
const HEARTBEAT_MS = 10_000;

function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(`event: hello\ndata: ${JSON.stringify(AS_OF)}\n\n`);
  const beat = setInterval(() => response.write(":\n\n"), HEARTBEAT_MS);
  response.on("close", () => clearInterval(beat));
}

/** An indexer with 10,000 nodes and 1,000,000 blocks that writes down what it is asked. */
export async function openBigIndexer() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    asked.push(url.pathname);
    if (url.pathname === "/v1/stream") return openStream(response);
    const json = answer(url);
    response.writeHead(json === undefined ? 404 : 200, {
      "content-type": "application/json",
      "access-control-allow-origin": "*",
    });
    return response.end(JSON.stringify(json ?? { title: "no such route" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}
