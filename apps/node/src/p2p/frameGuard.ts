import type { Stream } from "@libp2p/interface";
import type { Uint8ArrayList } from "uint8arraylist";

export type FrameVerdict = "P2P_FRAME_MALFORMED" | "P2P_FRAME_OVERSIZED";

export type FrameObserver = {
  /** A whole frame of `bytes` payload bytes passed. */
  onFrame(bytes: number): void;
  /** The stream carried what no gossip peer sends. After an oversized frame nothing more is read. */
  onOffence(verdict: FrameVerdict): void;
};

/** Varint lengths above this many bytes can't be a length we accept. */
const MAX_VARINT_BYTES = 5;

/**
 * Reads along on a raw gossip stream. The gossip library only logs frames it can't decode and forgets, but doesn't
 * disconnect, peers whose frames are too big: so bytes are checked here, where the connection is known.
 *
 * Checked are the length prefix and the wire format of the outermost protobuf message (fields 1 to 3, length-delimited).
 */
export class FrameGuard {
  readonly #maxBytes: number;
  readonly #observer: FrameObserver;
  #chunks: Uint8Array[] = [];
  #buffered = 0;
  #stopped = false;

  constructor(maxBytes: number, observer: FrameObserver) {
    this.#maxBytes = maxBytes;
    this.#observer = observer;
  }

  /** Must be called in the same tick in which the stream's own reader subscribed, or that reader misses data. */
  attach(stream: Stream): void {
    stream.addEventListener("message", (event) => this.push(toBytes(event.data)));
  }

  push(data: Uint8Array): void {
    if (this.#stopped) return;
    this.#chunks.push(data);
    this.#buffered += data.length;
    while (this.#next());
  }

  #next(): boolean {
    if (this.#buffered === 0 || this.#stopped) return false;
    const buffer = this.#joined();
    const prefix = readVarint(buffer, 0);
    if (prefix === "short") {
      if (buffer.length < MAX_VARINT_BYTES) return false;
      return this.#stop("P2P_FRAME_OVERSIZED");
    }
    if (prefix === "long" || prefix.value > this.#maxBytes) return this.#stop("P2P_FRAME_OVERSIZED");
    const end = prefix.next + prefix.value;
    if (buffer.length < end) return false;
    const frame = buffer.subarray(prefix.next, end);
    this.#chunks = end === buffer.length ? [] : [buffer.subarray(end)];
    this.#buffered = buffer.length - end;
    if (isRpcShaped(frame)) this.#observer.onFrame(frame.length);
    else this.#observer.onOffence("P2P_FRAME_MALFORMED");
    return true;
  }

  #stop(verdict: FrameVerdict): false {
    this.#stopped = true;
    this.#chunks = [];
    this.#buffered = 0;
    this.#observer.onOffence(verdict);
    return false;
  }

  /** Joins only when a frame may be whole: a large frame in many chunks isn't copied once per chunk. */
  #joined(): Uint8Array {
    const [first, ...rest] = this.#chunks;
    if (first === undefined) return new Uint8Array();
    if (rest.length === 0) return first;
    const prefix = readVarint(first, 0);
    if (typeof prefix === "object" && prefix.value <= this.#maxBytes && this.#buffered < prefix.next + prefix.value)
      return first;
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function toBytes(data: Uint8Array | Uint8ArrayList): Uint8Array {
  return data.subarray();
}

type Varint = { readonly value: number; readonly next: number };

function readVarint(bytes: Uint8Array, from: number): Varint | "short" | "long" {
  let value = 0;
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) return "short";
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return { value, next: from + i + 1 };
  }
  return "long";
}

/** Gossipsub's RPC has three length-delimited fields: 1 subscriptions, 2 messages, 3 control. An empty RPC is none. */
function isRpcShaped(frame: Uint8Array): boolean {
  if (frame.length === 0) return false;
  let at = 0;
  while (at < frame.length) {
    const tag = frame[at];
    if (tag !== 0x0a && tag !== 0x12 && tag !== 0x1a) return false;
    const length = readVarint(frame, at + 1);
    if (typeof length === "string") return false;
    at = length.next + length.value;
  }
  return at === frame.length;
}
