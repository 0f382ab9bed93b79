import type { Connection, PeerId, Stream } from "@libp2p/interface";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import { RequestError, type RequestErrorDetail } from "./errors.ts";
import { FrameError, FrameReader, finish, Part, sendFrame } from "./framing.ts";
import type { P2pLimits } from "./limits.ts";
import type { PeerBook } from "./peers.ts";
import type { PeerName } from "./ports.ts";
import type { Protocol } from "./protocols.ts";
import { tryDecode } from "./wire.ts";

export type RequestClientModules = {
  readonly book: PeerBook;
  readonly metrics: P2pMetrics;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly connectionTo: (id: PeerId) => Connection | undefined;
};

export type RequestOptions = { readonly signal?: AbortSignal; readonly timeoutMs?: number; readonly maxChunks: number };

/** Asks peers: bounded in time, size, parts and in requests at once per peer. One silent peer costs one time limit. */
export class RequestClient {
  readonly #limits: P2pLimits;
  readonly #modules: RequestClientModules;
  readonly #slots = new Map<PeerName, Slots>();

  constructor(limits: P2pLimits, modules: RequestClientModules) {
    this.#limits = limits;
    this.#modules = modules;
  }

  /** @throws RequestError with every code of {@link RequestErrorDetail}; a broken answer counts against the peer. */
  async ask<Request, Chunk>(
    id: PeerId,
    protocol: Protocol<Request, Chunk>,
    request: Request,
    options: RequestOptions,
  ): Promise<Chunk[]> {
    const { metrics, clock } = this.#modules;
    const startMs = clock.now();
    const labels = { protocol: protocol.name, side: "client" };
    try {
      const chunks = await this.#withSlot(id, protocol, options, (signal) =>
        this.#exchange(id, protocol, request, signal, options.maxChunks),
      );
      metrics.requests.inc({ ...labels, result: "answered" });
      metrics.requestSeconds.observe({ protocol: protocol.name }, (clock.now() - startMs) / 1_000);
      return chunks;
    } catch (error) {
      const result = error instanceof RequestError ? error.code : "REQUEST_FAILED";
      metrics.requests.inc({ ...labels, result });
      throw error;
    }
  }

  async #withSlot<T, Request, Chunk>(
    id: PeerId,
    protocol: Protocol<Request, Chunk>,
    options: RequestOptions,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const name = id.toString();
    const timeLimit = AbortSignal.timeout(options.timeoutMs ?? this.#limits.requestTimeoutMs);
    const signals = [this.#modules.signal, timeLimit, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    const slots = this.#slots.get(name) ?? new Slots(this.#limits.requestsPerPeer, this.#limits.requestQueuePerPeer);
    this.#slots.set(name, slots);
    try {
      await slots.acquire(signal);
    } catch (error) {
      if (error instanceof QueueFull) throw failure("REQUEST_QUEUE_FULL", name, protocol.name);
      throw failure(timeLimit.aborted ? "REQUEST_TIMEOUT" : "REQUEST_ABORTED", name, protocol.name);
    }
    try {
      return await run(signal);
    } catch (error) {
      if (error instanceof RequestError && error.code !== "REQUEST_PEER_UNREACHABLE") throw error;
      if (timeLimit.aborted) throw failure("REQUEST_TIMEOUT", name, protocol.name, error);
      if (signal.aborted) throw failure("REQUEST_ABORTED", name, protocol.name, error);
      throw error instanceof RequestError ? error : failure("REQUEST_PEER_UNREACHABLE", name, protocol.name, error);
    } finally {
      slots.release();
      if (slots.idle) this.#slots.delete(name);
    }
  }

  async #exchange<Request, Chunk>(
    id: PeerId,
    protocol: Protocol<Request, Chunk>,
    request: Request,
    signal: AbortSignal,
    maxChunks: number,
  ): Promise<Chunk[]> {
    const connection = this.#modules.connectionTo(id);
    if (connection === undefined) throw failure("REQUEST_PEER_UNREACHABLE", id.toString(), protocol.name);
    const stream = await connection.newStream(protocol.id, { signal });
    const abort = (): void => stream.abort(new FrameError("aborted"));
    signal.addEventListener("abort", abort, { once: true });
    try {
      // Reading starts before the request leaves, so that no part of the answer can come unheard.
      const chunks = this.#chunks(id, protocol, stream, maxChunks);
      chunks.catch(() => undefined);
      await sendFrame(stream, [protocol.request.serialize(request)], signal);
      return await chunks;
    } catch (error) {
      stream.abort(error instanceof Error ? error : new Error("failed"));
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
      await finish(stream, signal);
    }
  }

  async #chunks<Request, Chunk>(
    id: PeerId,
    protocol: Protocol<Request, Chunk>,
    stream: Stream,
    maxChunks: number,
  ): Promise<Chunk[]> {
    const name = id.toString();
    const reader = new FrameReader(stream, protocol.maxChunkBytes + 1, this.#modules.clock);
    const chunks: Chunk[] = [];
    let bytes = 0;
    for (;;) {
      const frame = await this.#part(id, protocol, reader);
      const [code] = frame;
      if (code === Part.end && frame.length === 1) return chunks;
      if (code === Part.busy) throw failure("REQUEST_BUSY", name, protocol.name);
      if (code === Part.badRequest || code === Part.failed) throw failure("REQUEST_FAILED", name, protocol.name);
      if (code !== Part.chunk) throw this.#bad(id, protocol.name, "unknown part");
      const chunk = tryDecode(protocol.chunk, frame.subarray(1));
      if (chunk === undefined) throw this.#bad(id, protocol.name, "bytes don't decode");
      bytes += frame.length - 1;
      chunks.push(chunk);
      if (chunks.length > maxChunks) throw this.#bad(id, protocol.name, "more parts than asked for");
      if (chunks.length > 1 && bytes > protocol.maxAnswerBytes) throw this.#bad(id, protocol.name, "answer too big");
    }
  }

  async #part<Request, Chunk>(id: PeerId, protocol: Protocol<Request, Chunk>, reader: FrameReader) {
    try {
      return await reader.next(this.#limits.chunkTimeoutMs);
    } catch (error) {
      const kind = error instanceof FrameError ? error.kind : "ended";
      if (kind === "oversized") throw this.#bad(id, protocol.name, "part too big");
      if (kind === "timeout") throw failure("REQUEST_TIMEOUT", id.toString(), protocol.name, error);
      throw failure("REQUEST_PEER_UNREACHABLE", id.toString(), protocol.name, error);
    }
  }

  #bad(id: PeerId, protocol: string, reason: string): RequestError {
    this.#modules.book.offend(id, "P2P_RESPONSE_BAD");
    const peer = id.toString();
    return new RequestError({ code: "REQUEST_BAD_RESPONSE", peer, protocol, reason }, `${peer} ${protocol}: ${reason}`);
  }
}

type PlainCode = Exclude<RequestErrorDetail["code"], "REQUEST_BAD_RESPONSE">;

function failure(code: PlainCode, peer: PeerName, protocol: string, cause?: unknown): RequestError {
  return new RequestError({ code, peer, protocol }, `${code}: ${protocol} to ${peer}`, { cause });
}

class QueueFull extends Error {}

/** At most `limit` at once and `queue` waiting. */
class Slots {
  readonly #limit: number;
  readonly #queueLimit: number;
  #used = 0;
  #waiting: (() => void)[] = [];

  constructor(limit: number, queueLimit: number) {
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  get idle(): boolean {
    return this.#used === 0 && this.#waiting.length === 0;
  }

  async acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#used < this.#limit) {
      this.#used += 1;
      return;
    }
    if (this.#waiting.length >= this.#queueLimit) throw new QueueFull();
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== turn);
        reject(signal.reason);
      };
      signal.addEventListener("abort", abort, { once: true });
      this.#waiting.push(turn);
    });
  }

  /** A slot goes straight to the longest waiter. */
  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#used -= 1;
    else next();
  }
}
