import { Duplex } from "node:stream";
import { TurnSplitter } from "./frames.ts";

/** Asks the server; answers come in order. */
export type Exchange = (turn: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** A connection as node-postgres takes it in place of a socket. */
export class PgliteConnection extends Duplex {
  readonly #exchange: Exchange;
  readonly #splitter = new TurnSplitter();

  constructor(exchange: Exchange) {
    super();
    this.#exchange = exchange;
  }

  /** node-postgres calls the methods of a socket. */
  connect(): this {
    setImmediate(() => this.emit("connect"));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(() => done(), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  async #take(chunk: Buffer): Promise<void> {
    for (const found of this.#splitter.push(chunk)) {
      if ("turn" in found) this.push(await this.#exchange(new Uint8Array(found.turn)));
      else this.push(null);
    }
  }
}
