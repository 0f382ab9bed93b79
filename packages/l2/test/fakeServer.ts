import { once } from "node:events";
import { createServer } from "node:http";
import type { RpcAnswer, RpcCall } from "../src/index.ts";

export type FakeServer = { readonly url: string; close(): Promise<void> };

/** A JSON-RPC server over HTTP; answers of a batch come back in reverse, as the specification allows. */
export async function startFakeServer(answer: (call: RpcCall) => RpcAnswer): Promise<FakeServer> {
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const batch = JSON.parse(Buffer.concat(chunks).toString()) as (RpcCall & { id: number })[];
    const answers = batch.map((call) => {
      const given = answer(call);
      const { id } = call;
      if (given.ok) return { jsonrpc: "2.0", id, result: given.result };
      return { jsonrpc: "2.0", id, error: { code: given.rpcCode, message: given.message, data: given.data } };
    });
    response.setHeader("content-type", "application/json").end(JSON.stringify(answers.reverse()));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
