import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly path: string };
export type ReceiverAnswer = (response: ServerResponse, received: Received) => void;

/** A webhook's receiver: a real HTTP server on the loopback that answers as it is told, and may go and come back. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  answer: ReceiverAnswer = (response) => response.writeHead(204).end();
  #server: Server | undefined;
  #port = 0;

  /** On a free port; whoever starts it stops it. */
  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listen();
    return receiver;
  }

  url(path = "/hook"): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /**
   * Comes back after `stop`, on the port it had.
   *
   * @throws EADDRINUSE if another program has taken it
   */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const received = { headers: request.headers, body: Buffer.concat(chunks).toString(), path: request.url ?? "" };
        this.received.push(received);
        this.answer(response, received);
      });
    });
    await once(server.listen(this.#port, "127.0.0.1"), "listening");
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

/** Whether a delivery carries the signature that the secret of its subscription gives, as docs/indexer/alerts.md says. */
export function isSignedDelivery({ headers, body }: Pick<Received, "headers" | "body">, secret: Hex): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["session-signature"])) ?? [];
  const key = Buffer.from(secret.slice(2), "hex");
  return createHmac("sha256", key).update(`${t}.${body}`).digest("hex") === v1;
}
