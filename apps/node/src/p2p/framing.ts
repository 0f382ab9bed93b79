import type { Stream } from "@libp2p/interface";
import { decode, encode } from "it-length-prefixed";
import type { Clock } from "../consensus/ports.ts";

/** First byte of each part of an answer. `end` closes a list, so that its end doesn't hang on the stream's. */
export const Part = { chunk: 0, end: 1, busy: 2, badRequest: 3, failed: 4 } as const;

export class FrameError extends Error {
  readonly kind: "oversized" | "ended" | "timeout" | "aborted";

  constructor(kind: FrameError["kind"]) {
    super(kind);
    this.kind = kind;
  }
}

/** Reads length-prefixed frames from a stream, each at most `maxBytes` and within `timeoutMs`. */
export class FrameReader {
  readonly #frames: AsyncIterator<{ subarray(): Uint8Array }>;
  readonly #stream: Stream;
  readonly #clock: Clock;

  constructor(stream: Stream, maxBytes: number, clock: Clock) {
    this.#stream = stream;
    this.#clock = clock;
    this.#frames = decode(stream, { maxDataLength: maxBytes })[Symbol.asyncIterator]();
  }

  async next(timeoutMs: number): Promise<Uint8Array> {
    let timer: unknown;
    const late = new Promise<never>((_, reject) => {
      timer = this.#clock.setTimeout(() => {
        const error = new FrameError("timeout");
        this.#stream.abort(error);
        reject(error);
      }, timeoutMs);
    });
    try {
      const frame = await Promise.race([this.#frames.next(), late]);
      if (frame.done === true) throw new FrameError("ended");
      return frame.value.subarray();
    } catch (error) {
      throw error instanceof FrameError ? error : new FrameError(kindOf(error));
    } finally {
      this.#clock.clearTimeout(timer);
    }
  }
}

/** Sends one frame and waits while the peer doesn't read, up to the signal. */
export async function sendFrame(stream: Stream, parts: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
  const body = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (!stream.send(encode.single(body))) await stream.onDrain({ signal });
}

/** Closes the writable end, or resets the stream if that fails: a stream never stays half open. */
export async function finish(stream: Stream, signal: AbortSignal): Promise<void> {
  try {
    await stream.close({ signal });
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error("close failed"));
  }
}

function kindOf(error: unknown): FrameError["kind"] {
  const name = error instanceof Error ? error.name : "";
  // A length no frame of this protocol can have, or a prefix that is no varint.
  return /^InvalidDataLength|^InvalidMessageLength/.test(name) ? "oversized" : "ended";
}
