// PostgreSQL's wire protocol, as far as one has to see where a client's turn ends (PostgreSQL 18 manual, §54.7).

const SYNC = 0x53; // S
const QUERY = 0x51; // Q
const TERMINATE = 0x58; // X

/** What a client's bytes amount to: `turn` goes to the server as a whole. */
export type ClientTurn = { readonly turn: Buffer } | { readonly ended: true };

/**
 * Cuts a client's bytes into turns after which the server answers. PGlite must be given a turn as a whole: it runs to the
 * end of what it has got, so a COPY without its data behind it would find none.
 */
export class TurnSplitter {
  #pending: Buffer[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #isStarted = false;

  *push(bytes: Buffer): Generator<ClientTurn> {
    this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
    for (;;) {
      const frame = this.#take();
      if (frame === undefined) return;
      const found = this.#add(frame);
      if (found !== undefined) yield found;
    }
  }

  /** Next whole message; the first of a connection has no tag. */
  #take(): Buffer | undefined {
    const lengthAt = this.#isStarted ? 1 : 0;
    if (this.#unread.length < lengthAt + 4) return undefined;
    const size = lengthAt + this.#unread.readInt32BE(lengthAt);
    if (this.#unread.length < size) return undefined;
    const frame = this.#unread.subarray(0, size);
    this.#unread = this.#unread.subarray(size);
    return frame;
  }

  #add(frame: Buffer): ClientTurn | undefined {
    if (!this.#isStarted) {
      this.#isStarted = true;
      return { turn: frame };
    }
    const tag = frame[0];
    if (tag === TERMINATE) return { ended: true };
    this.#pending.push(frame);
    if (tag !== QUERY && tag !== SYNC) return undefined;
    const turn = Buffer.concat(this.#pending);
    this.#pending = [];
    return { turn };
  }
}
