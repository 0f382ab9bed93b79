import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Alter = (path: string, json: Record<string, unknown>) => void;

/** A node API that lies: passes everything on, and alters the JSON on its way. */
export async function openAlteringProxy(target: string, alter: Alter): Promise<{ url: string; close: () => void }> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    try {
      const answer = await fetch(`${target}${path}`);
      const json = (await answer.json()) as Record<string, unknown>;
      alter(path, json);
      response.writeHead(answer.status, { "content-type": "application/json" }).end(JSON.stringify(json));
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
