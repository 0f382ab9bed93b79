import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";

/** Calls only the machine's own user may make: over a Unix socket in the data folder, never over TCP. */
export type AdminCalls = Readonly<Record<string, (body: unknown) => unknown>>;

const MAX_BODY_BYTES = 16_384;

export class AdminSocket {
  readonly path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.path = path;
    this.#server = server;
  }

  static async listen(dataDir: string, calls: AdminCalls): Promise<AdminSocket> {
    const path = join(dataDir, "admin.sock");
    // Left behind by a kill; the store's lock has already shown that no other node runs on this folder.
    await rm(path, { force: true });
    const server = createServer((request, response) => void answer(request, response, calls));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    return new AdminSocket(path, server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, calls: AdminCalls): Promise<void> {
  const name = request.url?.slice(1) ?? "";
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  if (request.method !== "POST" || call === undefined)
    return send(404, { code: "NOT_FOUND", calls: Object.keys(calls) });
  try {
    let text = "";
    for await (const chunk of request) {
      text += chunk;
      if (text.length > MAX_BODY_BYTES) return send(413, { code: "TOO_LARGE" });
    }
    send(200, (await call(text === "" ? {} : JSON.parse(text))) ?? {});
  } catch (error) {
    send(400, { code: "BAD_REQUEST", detail: error instanceof Error ? error.message : String(error) });
  }
}
