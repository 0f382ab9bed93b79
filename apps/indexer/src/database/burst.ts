import type { Connection, Submittable } from "pg";

/** A statement that returns no rows, with its values or with the data of its COPY … FROM STDIN. */
export type Statement = {
  readonly text: string;
  readonly values?: readonly (Buffer | string)[];
  readonly data?: readonly Buffer[];
};

const COPY_DATA = 0x64; // d
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]); // c, and its length
const LENGTH_BYTES = 4;

function copyDataHead(data: Buffer): Buffer {
  const head = Buffer.alloc(1 + LENGTH_BYTES);
  head[0] = COPY_DATA;
  head.writeInt32BE(data.length + LENGTH_BYTES, 1);
  return head;
}

/**
 * Statements sent to the server in one go, for it to work through without waiting for this process between them. It passes
 * over those behind one that fails. node-postgres' own pipelining takes no COPY.
 *
 * Source of the protocol: PostgreSQL's manual, "Extended Query", "Pipelining" and "COPY Operations". Data may follow its
 * COPY at once: the server drops what a COPY that failed leaves.
 */
export class Burst implements Submittable {
  /** Settles with the server's last answer, or with its first error. */
  readonly done: Promise<void>;
  readonly #statements: readonly Statement[];
  readonly #settle: PromiseWithResolvers<void>;

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
    this.#settle = Promise.withResolvers();
    this.done = this.#settle.promise;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    stream.cork();
    for (const { text, values = [], data } of this.#statements) {
      connection.parse({ name: "", text, types: [] }, true);
      connection.bind({ values: [...values] }, true);
      connection.execute({}, true);
      for (const piece of data ?? []) {
        stream.write(copyDataHead(piece));
        stream.write(piece);
      }
      if (data !== undefined) stream.write(COPY_DONE);
    }
    connection.sync();
    stream.uncork();
  }

  // What node-postgres tells a query.

  handleCommandComplete(): void {}

  handleCopyInResponse(): void {}

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}
