import type { Block } from "@session/protocol";
import { toKey } from "./bytes.ts";
import type { HeightState } from "./heightState.ts";
import type { ChainPort, Clock, Logger } from "./ports.ts";
import type { Validity } from "./round.ts";

/** A check that failed for a reason of this node's own (storage, provider) is tried again after this. */
const RETRY_MS = 1_000;

export type ValidationModules = {
  readonly chain: ChainPort;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly post: (event: () => void | Promise<void>) => void;
};

/** valid(v) of Algorithm 1: executes blocks beside the mailbox and remembers the verdicts. */
export class Validation {
  readonly #modules: ValidationModules;

  constructor(modules: ValidationModules) {
    this.#modules = modules;
  }

  /** Starts the check when it is first asked for; its end comes as an event. */
  validity(state: HeightState, hash: Uint8Array, freshRound?: number): Validity {
    const key = toKey(hash);
    const block = state.book.block(key);
    if (block === undefined) return "unknown";
    const check = state.book.check(key, freshRound);
    if (check === "pending") return "pending";
    if (check !== undefined) return check.ok ? "valid" : "invalid";
    state.book.setCheck(key, freshRound, "pending");
    void this.#check(state, block, key, freshRound);
    return "pending";
  }

  async #check(state: HeightState, block: Block, key: string, freshRound: number | undefined): Promise<void> {
    const { chain, clock, logger, post } = this.#modules;
    const { signal } = state.abort;
    const round = freshRound ?? block.header.round;
    try {
      const verdict = await chain.validateBlock(block, { round, fresh: freshRound !== undefined }, signal);
      if (!verdict.ok && !signal.aborted) {
        const { code, message } = verdict;
        logger.warn({ height: state.height, round, hash: key, code, reason: message }, "proposed block refused");
      }
      post(() => state.book.setCheck(key, freshRound, verdict));
    } catch (error) {
      if (signal.aborted) return;
      logger.error({ height: state.height, round, hash: key, err: error }, "proposed block could not be checked");
      clock.setTimeout(() => post(() => state.book.clearCheck(key, freshRound)), RETRY_MS);
    }
  }
}
