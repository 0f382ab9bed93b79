/** Room for a length and a few numbers. */
const LEAST_BYTES = 1_024;

let pieces = 0;

/** Fills pieces of bytes, big-endian. Every write needs room reserved before it. */
export class BinaryWriter {
  readonly #pieceBytes: number;
  readonly #full: Buffer[] = [];
  #piece: Buffer;
  #view: DataView;
  #length = 0;
  #number = pieces++;

  /** @param pieceBytes a piece is let go when the next field doesn't fit into so many bytes */
  constructor(pieceBytes: number) {
    this.#pieceBytes = Math.max(pieceBytes, LEAST_BYTES);
    this.#piece = Buffer.allocUnsafeSlow(this.#pieceBytes);
    this.#view = new DataView(this.#piece.buffer);
  }

  /** Room for so many bytes more. */
  reserve(bytes: number): void {
    if (this.#length + bytes <= this.#piece.length) return;
    this.#full.push(this.#piece.subarray(0, this.#length));
    this.#piece = Buffer.allocUnsafeSlow(Math.max(this.#pieceBytes, bytes));
    this.#view = new DataView(this.#piece.buffer);
    this.#length = 0;
    this.#number = pieces++;
  }

  /** Tells the piece being filled from all others there have been. */
  get piece(): number {
    return this.#number;
  }

  /** Bytes written to it so far. */
  get length(): number {
    return this.#length;
  }

  /** The next full piece; undefined while there is none. */
  takeFull(): Buffer | undefined {
    return this.#full.shift();
  }

  /** What is left; nothing is written after it. */
  takeRest(): Buffer {
    return this.#piece.subarray(0, this.#length);
  }

  /** All that isn't taken yet, in one piece; nothing is written after it. */
  takeWhole(): Buffer {
    return this.#full.length === 0 ? this.takeRest() : Buffer.concat([...this.#full.splice(0), this.takeRest()]);
  }

  byte(value: number): void {
    this.#piece[this.#length++] = value;
  }

  int16(value: number): void {
    this.#view.setInt16(this.#length, value);
    this.#length += 2;
  }

  int32(value: number): void {
    this.#view.setInt32(this.#length, value);
    this.#length += 4;
  }

  int64(value: bigint): void {
    this.#view.setBigInt64(this.#length, value);
    this.#length += 8;
  }

  bytes(value: Uint8Array): void {
    this.#piece.set(value, this.#length);
    this.#length += value.length;
  }

  /** Digits without 0x. False, and nothing written, if they aren't all hex. */
  hex(digits: string): boolean {
    const bytes = digits.length / 2;
    if (this.#piece.write(digits, this.#length, "hex") !== bytes) return false;
    this.#length += bytes;
    return true;
  }

  /** Writes so many bytes of this piece once more. */
  again(start: number, bytes: number): void {
    this.#piece.copyWithin(this.#length, start, start + bytes);
    this.#length += bytes;
  }

  /** UTF-8. @returns its bytes */
  text(value: string): number {
    const bytes = this.#piece.write(value, this.#length, "utf8");
    this.#length += bytes;
    return bytes;
  }

  /** Leaves room for a 32-bit length of what is written next. @returns its place, for {@link endCounted} */
  beginCounted(): number {
    const start = this.#length;
    this.#length += 4;
    return start;
  }

  endCounted(start: number): void {
    this.#view.setInt32(start, this.#length - start - 4);
  }
}
