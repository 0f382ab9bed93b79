import { CodedError } from "@session/protocol";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import type { HeightState, OwnVote } from "./heightState.ts";
import type { ChainPort, ConsensusTransport, Logger, Signer } from "./ports.ts";

export type VotingModules = {
  readonly chain: ChainPort;
  readonly signer: Signer;
  readonly transport: ConsensusTransport;
  readonly metrics: ConsensusMetrics;
  readonly logger: Logger;
};

/** Own votes: signed behind the guard, counted, sent. */
export class Voting {
  readonly #modules: VotingModules;

  constructor(modules: VotingModules) {
    this.#modules = modules;
  }

  /** Validators vote, and only while their chain is synced and their follower healthy. */
  canVote(state: HeightState): boolean {
    return state.isValidator(this.#modules.signer.id) && this.#modules.chain.canVote().ok;
  }

  /**
   * A vote the guard refuses is never sent: silence in that slot is always safe. One that can't be signed now (not synced,
   * no view of L2, disk full) is kept: others may wait for it, and the rules won't ask for it again.
   */
  async cast(state: HeightState, vote: OwnVote): Promise<void> {
    const { signer, transport, metrics } = this.#modules;
    const node = signer.id;
    if (node === undefined || !state.isValidator(node)) return;
    if (state.isUnsaved || !this.canVote(state)) {
      state.unsent.push(vote);
      return;
    }
    const { round, type, value } = vote;
    try {
      const signed = await signer.signVote({ height: state.height, round, type, value, node });
      state.pool.add(signed);
      metrics.votes.inc({ type });
      transport.broadcastVote(signed);
    } catch (error) {
      const code = this.#refused(error, { height: state.height, round, type });
      if (code !== "SIGN_CONFLICT" && code !== "SIGN_BELOW_LOWEST") state.unsent.push(vote);
    }
  }

  /** Tries the votes of the current round again that couldn't be signed before. */
  async retry(state: HeightState): Promise<void> {
    if (state.unsent.length === 0 || state.isUnsaved || !this.canVote(state)) return;
    const unsent = state.unsent.filter(({ round }) => round === state.round.round);
    state.unsent = [];
    for (const vote of unsent) await this.cast(state, vote);
  }

  #refused(error: unknown, slot: { height: number; round: number; type: number }): string {
    const code = error instanceof CodedError ? error.code : "SIGN_FAILED";
    this.#modules.metrics.refusedSignatures.inc({ code });
    this.#modules.logger.warn({ ...slot, code, err: error }, "no vote in this slot");
    return code;
  }
}
