import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SiteFile } from "./files.ts";

export type SiteServerOptions = {
  readonly name: string;
  readonly port: number;
  /** `/config.json`, asked for anew at each request. */
  readonly config: () => Readonly<Record<string, unknown>>;
  /** Origins the site may talk to besides its own. */
  readonly origins: () => readonly string[];
};

type Files = ReadonlyMap<string, SiteFile>;

const INDEX = "/index.html";

/** Serves a built site on the loopback. Until it has its files, every page says that they are being built. */
export class SiteServer {
  readonly #options: SiteServerOptions;
  readonly #server: Server;
  #files: Files | undefined;
  #failure: string | undefined;

  private constructor(options: SiteServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async listen(options: SiteServerOptions): Promise<SiteServer> {
    const site = new SiteServer(options);
    await new Promise<void>((resolve, reject) => {
      site.#server.once("error", reject);
      site.#server.listen(options.port, "127.0.0.1", resolve);
    });
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  show(files: Files): void {
    this.#files = files;
  }

  /** It has no pages, and won't have any. */
  fail(words: string): void {
    this.#failure = words;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    for (const [name, value] of Object.entries(this.#headers())) response.setHeader(name, value);
    const path = parsePath(request.url ?? "/");
    if (request.method !== "GET" && request.method !== "HEAD") refuse(response, 405, "Only GET and HEAD.");
    else if (path === undefined) refuse(response, 400, "This is no path of a site.");
    else if (path === "/config.json") send(response, 200, "application/json", JSON.stringify(this.#options.config()));
    else if (this.#failure !== undefined) refuse(response, 503, this.#failure);
    else if (this.#files === undefined) this.#sayBuilding(response);
    else {
      // A hashed file of another build must not become a page: a browser would take HTML for a script.
      const isAsset = path.startsWith("/assets/");
      const file = this.#files.get(path) ?? (isAsset ? undefined : this.#files.get(INDEX));
      if (file === undefined) refuse(response, 404, "There is no such file.");
      else sendFile(request, response, file);
    }
  }

  /** What the page itself says in its own policy holds as well; here stands what only the network knows. */
  #headers(): Record<string, string> {
    const origins = this.#options.origins().map((url) => new URL(url).origin);
    return {
      "content-security-policy": `connect-src 'self' ${[...new Set(origins)].join(" ")}; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    };
  }

  #sayBuilding(response: ServerResponse): void {
    const { name } = this.#options;
    response.setHeader("retry-after", "2").setHeader("cache-control", "no-store");
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>${name}</title><p>The ${name} is being built. This page comes back by itself.</p></html>`;
    send(response, 503, "text/html; charset=utf-8", page);
  }
}

/** Undefined for what no link of a site can be: a path that leads out of it, or one that can't be read. */
function parsePath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split(/[?#]/)[0] ?? "");
    const isRefused = !path.startsWith("/") || path.includes("\0") || path.split(/[/\\]/).includes("..");
    return isRefused ? undefined : path;
  } catch {
    return undefined;
  }
}

function sendFile(request: IncomingMessage, response: ServerResponse, site: SiteFile): void {
  const accepted = String(request.headers["accept-encoding"] ?? "").split(/\s*,\s*/);
  const coding = Object.keys(site.packed).find((name) => accepted.includes(name));
  response.setHeader("content-type", site.contentType).setHeader("vary", "accept-encoding");
  response.setHeader("cache-control", site.isHashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (coding !== undefined) response.setHeader("content-encoding", coding);
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const content = createReadStream(site.packed[coding ?? ""] ?? site.file);
  content.once("error", () => response.destroy());
  response.once("close", () => content.destroy());
  content.pipe(response);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  // Node leaves the body of an answer to HEAD out by itself.
  response.writeHead(status, {
    "content-type": contentType,
    ...(status === 200 ? { "cache-control": "no-cache" } : {}),
  });
  response.end(body);
}

function refuse(response: ServerResponse, status: number, words: string): void {
  send(response, status, "text/plain; charset=utf-8", `${words}\n`);
}
