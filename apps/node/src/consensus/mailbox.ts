import type { Logger } from "./ports.ts";

type Event = () => void | Promise<void>;

/** Runs events one after the other, each to its end, with `after` behind each: state changes never overlap. */
export class Mailbox {
  readonly #after: () => Promise<void>;
  readonly #logger: Logger;
  readonly #events: Event[] = [];
  #isRunning = false;
  #isClosed = false;

  constructor(after: () => Promise<void>, logger: Logger) {
    this.#after = after;
    this.#logger = logger;
  }

  readonly post = (event: Event): void => {
    if (this.#isClosed) return;
    this.#events.push(event);
    if (!this.#isRunning) void this.#run();
  };

  close(): void {
    this.#isClosed = true;
    this.#events.length = 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      try {
        await event();
        if (!this.#isClosed) await this.#after();
      } catch (error) {
        // One event that fails must not stop the others: the chain would hang on it for ever.
        if (!this.#isClosed) this.#logger.error({ err: error }, "consensus event failed");
      }
    }
    this.#isRunning = false;
  }
}
