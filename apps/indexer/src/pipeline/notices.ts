/** What changed, told after the change is durable. SSE and alerts listen. */
export type Notice = {
  readonly source: "l2" | "chain";
  /** L2 block number or appchain height the views of the source now stand at. */
  readonly number: bigint;
  /** Set when rows were rolled back: everything after this L2 block was undone first. */
  readonly rolledBackTo?: bigint;
  /** `network`, `events`, `node:{id}`, `address:{lower-case}`, `pool:{lower-case}`. */
  readonly topics: ReadonlySet<string>;
};

/** Passes notices on within the process, in order. A listener that throws doesn't keep others from hearing. */
export class Notices {
  readonly #listeners = new Set<(notice: Notice) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  publish(notice: Notice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  subscribe(listener: (notice: Notice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
