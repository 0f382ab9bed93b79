import { chmod, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { NodeError } from "../errors.ts";

/** Calls only the machine's own user may make: over a Unix socket in the data folder, never over TCP. */
export type AdminCalls = Readonly<Record<string, (body: unknown) => unknown>>;

const MAX_BODY_BYTES = 16_384;
/** Of a Unix socket's address, the closing zero left out (unix(7); 104 with it on macOS). */
const MAX_PATH_BYTES = process.platform === "linux" ? 107 : 103;

export class AdminSocket {
  readonly path: string;
  readonly #server: Server;

  private constructor(path: string, server: Server) {
    this.path = path;
    this.#server = server;
  }

  static async listen(dataDir: string, calls: AdminCalls): Promise<AdminSocket> {
    const path = join(dataDir, "admin.sock");
    if (Buffer.byteLength(path) > MAX_PATH_BYTES)
      throw new NodeError(
        { code: "OPTION_INVALID", option: "--data-dir", reason: "too long for a socket" },
        `The path ${path} is too long for a socket (${MAX_PATH_BYTES} bytes). Choose a shorter --data-dir.`,
      );
    // Left behind by a kill; the store's lock has already shown that no other node runs on this folder.
    await rm(path, { force: true });
    const server = createServer((request, response) => void answer(request, response, calls));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    await chmod(path, 0o600);
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
  if (call === undefined) return send(404, { code: "NOT_FOUND", calls: Object.keys(calls) });
  if (request.method !== "POST") return send(405, { code: "METHOD_NOT_ALLOWED" });
  try {
    const text = await readBody(request);
    if (text === undefined) return send(413, { code: "TOO_LARGE" });
    send(200, (await call(text === "" ? {} : JSON.parse(text))) ?? {});
  } catch (error) {
    send(400, { code: "BAD_REQUEST", detail: error instanceof Error ? error.message : String(error) });
  }
}

/** Undefined when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to the end all the same: an answer to a request cut short may never arrive.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}
