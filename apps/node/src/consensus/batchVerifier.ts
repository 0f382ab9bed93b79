import type { SignatureSet } from "@session/bls";
import type { Clock, ConsensusCrypto, Logger } from "./ports.ts";

export type BatchVerifierOptions = {
  /** 64 signatures or 25 ms, whichever is first (appchain.md, How votes travel). */
  readonly batchSize: number;
  readonly batchMs: number;
  /** Signatures that may wait; one more is dropped unverified. */
  readonly maxPending: number;
};

export const DEFAULT_BATCH: BatchVerifierOptions = { batchSize: 64, batchMs: 25, maxPending: 8_192 };

type Waiting = { readonly set: SignatureSet; readonly resolve: (isValid: boolean | undefined) => void };

/** Collects signatures and verifies them together; a bad one is found by bisection and fails alone. */
export class BatchVerifier {
  readonly #options: BatchVerifierOptions;
  readonly #modules: { crypto: ConsensusCrypto; clock: Clock; logger: Logger };
  #waiting: Waiting[] = [];
  #pending = 0;
  #timer: unknown;
  #isClosed = false;

  constructor(
    options: BatchVerifierOptions,
    modules: { readonly crypto: ConsensusCrypto; readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#options = options;
    this.#modules = modules;
  }

  /** Undefined: not verified, because too much waits, the verifier failed, or it was closed. */
  verify(set: SignatureSet): Promise<boolean | undefined> {
    if (this.#isClosed || this.#pending >= this.#options.maxPending) return Promise.resolve(undefined);
    this.#pending += 1;
    return new Promise((resolve) => {
      this.#waiting.push({ set, resolve });
      if (this.#waiting.length >= this.#options.batchSize) void this.#flush();
      else this.#timer ??= this.#modules.clock.setTimeout(() => void this.#flush(), this.#options.batchMs);
    });
  }

  close(): void {
    this.#stopTimer();
    this.#isClosed = true;
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
  }

  async #flush(): Promise<void> {
    this.#stopTimer();
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    try {
      const invalid = new Set(await this.#modules.crypto.findInvalid(batch.map(({ set }) => set)));
      for (const [index, { resolve }] of batch.entries()) resolve(!invalid.has(index));
    } catch (error) {
      this.#modules.logger.warn({ size: batch.length, err: error }, "signatures could not be verified");
      for (const { resolve } of batch) resolve(undefined);
    } finally {
      this.#pending -= batch.length;
    }
  }

  #stopTimer(): void {
    this.#modules.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
