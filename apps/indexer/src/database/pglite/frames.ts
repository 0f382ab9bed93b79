// PostgreSQL's wire protocol, as far as one has to see where a client's turn ends (PostgreSQL 18 manual, §54.7).

const SYNC = 0x53; // S
const QUERY = 0x51; // Q
const TERMINATE = 0x58; // X
const COPY_DONE = 0x63; // c
const COPY_FAIL = 0x66; // f
const HEADER_BYTES = 5;
const COPY_FROM_STDIN = /^\s*copy\s[\s\S]*\sfrom\s+stdin/i;

/** CopyInResponse: text format, no columns named. node-postgres reads no more of it than that data may be sent. */
const COPY_IN_RESPONSE = Buffer.from([0x47, 0, 0, 0, 7, 0, 0, 0]);

/** What a client's bytes amount to: `turn` goes to the server as a whole, `reply` is told the client at once. */
export type ClientTurn = { readonly turn: Buffer } | { readonly reply: Buffer } | { readonly ended: true };

/**
 * Cuts a client's bytes into turns after which the server answers. PGlite must be given a turn as a whole: it runs to the
 * end of what it has got, so a COPY would find no data. COPY … FROM STDIN and its data thus become one turn, for which the
 * client is told at once that it may send; the server's own invitation is taken out by {@link withoutCopyInResponse}.
 */
export class TurnSplitter {
  #pending: Buffer[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #isStarted = false;
  #isCopying = false;

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
    if (tag === QUERY && COPY_FROM_STDIN.test(frame.toString("utf8", HEADER_BYTES))) {
      this.#isCopying = true;
      return { reply: COPY_IN_RESPONSE };
    }
    const isOver = this.#isCopying ? tag === COPY_DONE || tag === COPY_FAIL : tag === QUERY || tag === SYNC;
    if (!isOver) return undefined;
    this.#isCopying = false;
    const turn = Buffer.concat(this.#pending);
    this.#pending = [];
    return { turn };
  }
}

/** The server's answer to a COPY without the invitation the client has had already. */
export function withoutCopyInResponse(answer: Buffer): Buffer {
  if (answer[0] !== COPY_IN_RESPONSE[0]) return answer;
  return answer.subarray(1 + answer.readInt32BE(1));
}
