import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.ts";

export type EventStreamsOptions = {
  /** Open at the same time, in all and from one address. */
  readonly maxStreams: number;
  readonly maxStreamsPerAddress: number;
  /** Ends all streams: at shutdown. */
  readonly signal: AbortSignal;
  /** A comment line this often keeps proxies from closing a quiet stream, and finds readers that have gone. */
  readonly heartbeatMs?: number;
  /** A reader this far behind is cut off rather than buffered for; it reconnects. */
  readonly maxBufferedBytes?: number;
};

export type ServerEvent = { readonly event: string; readonly id?: string; readonly data: unknown };

/** One reader's stream of server-sent events. */
export type EventStream = {
  /** Does nothing once the stream has ended. */
  readonly send: (event: ServerEvent) => void;
  /** Aborted when the reader has gone, was too slow, or the process stops. */
  readonly signal: AbortSignal;
};

const HEARTBEAT_MS = 15_000;
const MAX_BUFFERED_BYTES = 65_536;
/** What a client waits before it reconnects, unless it knows better. */
const RETRY_MS = 2_000;

/**
 * Streams of server-sent events: counted, kept alive, ended with the process.
 *
 * @example
 * const stream = streams.open(request, reply);
 * const unsubscribe = notices.subscribe((notice) => stream.send({ event: "change", data: notice }));
 * stream.signal.addEventListener("abort", unsubscribe);
 */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(options: EventStreamsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Answers the request by a stream; the handler returns its reply after it.
   *
   * @throws ProblemError TOO_MANY_STREAMS
   */
  open(request: FastifyRequest, reply: FastifyReply): EventStream {
    const release = this.#take(request.ip);
    reply.hijack();
    const { raw } = reply;
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store" };
    // nginx would hold events back until its buffer is full.
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers, "x-accel-buffering": "no" });
    const ended = new AbortController();
    const write = (text: string) => {
      if (ended.signal.aborted) return;
      if (raw.writableLength > (this.#options.maxBufferedBytes ?? MAX_BUFFERED_BYTES)) raw.destroy();
      else raw.write(text);
    };
    const heartbeat = setInterval(() => write(": still here\n\n"), this.#options.heartbeatMs ?? HEARTBEAT_MS);
    const stop = () => {
      ended.abort();
      raw.end();
    };
    raw.once("close", () => {
      clearInterval(heartbeat);
      this.#options.signal.removeEventListener("abort", stop);
      release();
      ended.abort();
    });
    this.#options.signal.addEventListener("abort", stop, { once: true });
    write(`retry: ${RETRY_MS}\n\n`);
    if (this.#options.signal.aborted) stop();
    return { send: (event) => write(format(event)), signal: ended.signal };
  }

  #take(address: string): () => void {
    const { maxStreams, maxStreamsPerAddress } = this.#options;
    const own = this.#byAddress.get(address) ?? 0;
    if (this.#count >= maxStreams) throw tooMany(`${maxStreams} event streams are open already.`);
    if (own >= maxStreamsPerAddress) throw tooMany(`${own} event streams are open from this address already.`);
    this.#count++;
    this.#byAddress.set(address, own + 1);
    return () => {
      this.#count--;
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    };
  }
}

function tooMany(message: string): ProblemError {
  return new ProblemError({ code: "TOO_MANY_STREAMS", status: 503 }, message);
}

function format({ event, id, data }: ServerEvent): string {
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
