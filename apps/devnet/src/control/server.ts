import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { CodedError } from "@session/protocol";

/** A call by its name, with the JSON body it came with. */
export type ControlCalls = Readonly<Record<string, (body: Record<string, unknown>) => Promise<unknown>>>;

const MAX_BODY_BYTES = 16_384;

/** The running devnet's ear: HTTP on a Unix socket in its folder. Whoever holds it is the folder's devnet. */
export class ControlServer {
  readonly #server: Server;
  readonly #path: string;
  #calls: ControlCalls = {};

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /**
   * Takes the folder. A socket nobody answers on was left by a kill and is replaced.
   *
   * @returns undefined when another process holds it
   */
  static async tryListen(path: string, isAnswered: () => Promise<boolean>): Promise<ControlServer | undefined> {
    const server = createServer();
    const control = new ControlServer(server, path);
    server.on("request", (request, response) => void control.#answer(request, response));
    if (await listen(server, path)) return control;
    if (await isAnswered()) return undefined;
    await rm(path, { force: true });
    return (await listen(server, path)) ? control : undefined;
  }

  /** What can be called; until then callers are told that it is starting. */
  serve(calls: ControlCalls): void {
    this.#calls = calls;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#path, { force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = request.url?.slice(1) ?? "";
    const call = Object.hasOwn(this.#calls, name) ? this.#calls[name] : undefined;
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? {}));
    };
    if (request.method !== "POST" || call === undefined) {
      const isStarting = Object.keys(this.#calls).length === 0;
      const message = isStarting ? "The devnet is starting. Try again in a moment." : `There is no call ${name}.`;
      return send(isStarting ? 503 : 404, { code: isStarting ? "STARTING" : "NOT_FOUND", message });
    }
    try {
      send(200, await call(await readBody(request)));
    } catch (error) {
      const code = error instanceof CodedError ? error.code : "UNEXPECTED";
      send(400, { code, message: error instanceof Error ? error.message : String(error) });
    }
  }
}

function listen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    server.once("error", fail);
    server.listen(path, () => {
      server.off("error", fail);
      resolve(true);
    });
  });
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) throw new RangeError("too large");
  }
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}
