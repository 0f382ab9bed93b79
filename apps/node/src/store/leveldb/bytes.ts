/** Bytes that aren't what LevelDB's format says. */
export class FormatError extends Error {}

/** Reads LevelDB's numbers and slices one after the other (util/coding.h). */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A varint of up to 64 bits; above 2^53 only roughly, which no number used here reaches. */
  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      // LevelDB writes none so: a flipped bit has made the number longer, and left its value as it was.
      if (byte === 0 && shift > 0) throw new FormatError("a number is longer than it need be");
      return value;
    }
    throw new FormatError("a number has no end");
  }

  take(sizeBytes: number): Uint8Array {
    const end = this.#at + sizeBytes;
    if (end > this.#bytes.length) throw new FormatError("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  slice(): Uint8Array {
    return this.take(this.varint());
  }

  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at);
  }
}

export function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return [...bytes, value];
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);
}
