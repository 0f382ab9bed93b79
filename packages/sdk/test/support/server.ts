import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createNodeClient, type NodeClient } from "../../src/index.ts";

export type Reply = { readonly status?: number; readonly body: unknown };
export type TestServer = {
  readonly url: string;
  readonly client: NodeClient;
  /** Paths asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
};

/** A server that answers what a node would; the client that asks it is the real one. */
export async function serve(answer: (path: string) => Reply | string): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const reply = answer(path);
    if (typeof reply === "string") return response.end(reply);
    response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
    return response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url, client: createNodeClient({ url }), asked, close };
}

export function problemReply(status: number, code: string): Reply {
  const body = { type: `urn:session:problem:${code}`, title: "No", status, code, detail: "Not so.", requestId: "r1" };
  return { status, body };
}
