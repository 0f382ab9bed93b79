import type { Connection, Stream } from "@libp2p/interface";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import { FrameError, FrameReader, finish, Part, sendFrame } from "./framing.ts";
import type { Host } from "./host.ts";
import type { P2pLimits } from "./limits.ts";
import type { Peer, PeerBook } from "./peers.ts";
import type { P2pLogger } from "./ports.ts";
import type { Protocol } from "./protocols.ts";
import { tryDecode } from "./wire.ts";

export type RequestServerModules = {
  readonly book: PeerBook;
  readonly metrics: P2pMetrics;
  readonly logger: P2pLogger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Gives the parts of an answer, or undefined if the request asks for something that can't be. */
export type Responder<Request, Chunk> = (
  request: Request,
  peer: Peer,
) => AsyncIterable<Chunk> | Iterable<Chunk> | undefined;

/** Time a peer has to send its request once the stream is open. */
const REQUEST_READ_MS = 5_000;

/** Answers requests: reads one frame within size, rate and time limits, and sends the parts of the answer. */
export class RequestServer {
  readonly #limits: P2pLimits;
  readonly #modules: RequestServerModules;

  constructor(limits: P2pLimits, modules: RequestServerModules) {
    this.#limits = limits;
    this.#modules = modules;
  }

  async register<Request, Chunk>(
    host: Host,
    protocol: Protocol<Request, Chunk>,
    respond: Responder<Request, Chunk>,
  ): Promise<void> {
    await host.handle(protocol.id, (stream, connection) => this.#serve(protocol, respond, stream, connection), {
      maxInboundStreams: this.#limits.requestsPerPeer * 2,
      maxOutboundStreams: this.#limits.requestsPerPeer * 2,
    });
  }

  async #serve<Request, Chunk>(
    protocol: Protocol<Request, Chunk>,
    respond: Responder<Request, Chunk>,
    stream: Stream,
    connection: Connection,
  ): Promise<void> {
    const { book, metrics, logger, signal } = this.#modules;
    const peer = book.connect(connection.remotePeer);
    const timeLimit = AbortSignal.any([signal, AbortSignal.timeout(this.#limits.requestTimeoutMs)]);
    const done = (result: string): void => metrics.requests.inc({ protocol: protocol.name, side: "server", result });
    try {
      if (book.isBanned(peer.name)) throw new FrameError("aborted");
      const request = await this.#read(protocol, stream, connection, peer);
      if (request === undefined) return done("refused");
      const parts = respond(request, peer);
      if (parts === undefined) {
        book.offend(peer.id, "P2P_REQUEST_MALFORMED");
        await sendFrame(stream, [Uint8Array.of(Part.badRequest)], timeLimit);
        return done("refused");
      }
      await this.#answer(protocol, parts, stream, timeLimit);
      done("answered");
    } catch (error) {
      stream.abort(error instanceof Error ? error : new Error("failed"));
      done("failed");
      logger.debug({ peer: peer.name, protocol: protocol.name, err: error }, "p2p: request not answered");
    } finally {
      await finish(stream, timeLimit);
    }
  }

  async #read<Request, Chunk>(
    protocol: Protocol<Request, Chunk>,
    stream: Stream,
    connection: Connection,
    peer: Peer,
  ): Promise<Request | undefined> {
    const { book, clock, signal } = this.#modules;
    const refuse = async (code: number): Promise<undefined> => {
      await sendFrame(stream, [Uint8Array.of(code)], signal).catch(() => undefined);
      return undefined;
    };
    if (!peer.requests.take()) {
      book.offend(peer.id, "P2P_REQUEST_RATE");
      return refuse(Part.busy);
    }
    try {
      const bytes = await new FrameReader(stream, protocol.maxRequestBytes, clock).next(REQUEST_READ_MS);
      const request = tryDecode(protocol.request, bytes);
      if (request !== undefined) return request;
      book.offend(peer.id, "P2P_REQUEST_MALFORMED");
    } catch (error) {
      const kind = error instanceof FrameError ? error.kind : "ended";
      if (kind === "oversized") book.offend(peer.id, "P2P_REQUEST_OVERSIZED");
      // A connection that breaks while its request is on the way is nobody's fault.
      else if (connection.status === "open") book.offend(peer.id, "P2P_REQUEST_MALFORMED");
    }
    return refuse(Part.badRequest);
  }

  async #answer<Request, Chunk>(
    protocol: Protocol<Request, Chunk>,
    parts: AsyncIterable<Chunk> | Iterable<Chunk>,
    stream: Stream,
    signal: AbortSignal,
  ): Promise<void> {
    let sentBytes = 0;
    try {
      for await (const part of parts) {
        const bytes = protocol.chunk.serialize(part);
        if (sentBytes > 0 && sentBytes + bytes.length > protocol.maxAnswerBytes) break;
        sentBytes += bytes.length;
        await sendFrame(stream, [Uint8Array.of(Part.chunk), bytes], signal);
      }
    } catch (error) {
      this.#modules.logger.warn({ protocol: protocol.name, err: error }, "p2p: an answer failed");
      await sendFrame(stream, [Uint8Array.of(Part.failed)], signal);
      return;
    }
    await sendFrame(stream, [Uint8Array.of(Part.end)], signal);
  }
}
