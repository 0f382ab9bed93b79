import { CodedError, type Vote } from "@session/protocol";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import type { HeightState } from "./heightState.ts";
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

  /** A vote the guard refuses isn't sent: the node stays silent in that slot, which is always safe. */
  async cast(state: HeightState, vote: Pick<Vote, "round" | "type" | "value">): Promise<void> {
    const { signer, transport, metrics } = this.#modules;
    const node = signer.id;
    if (node === undefined || !this.canVote(state)) return;
    const { round, type, value } = vote;
    try {
      const signed = await signer.signVote({ height: state.height, round, type, value, node });
      state.pool.add(signed);
      metrics.votes.inc({ type });
      transport.broadcastVote(signed);
    } catch (error) {
      this.#refused(error, { height: state.height, round, type });
    }
  }

  #refused(error: unknown, slot: { height: number; round: number; type: number }): void {
    const code = error instanceof CodedError ? error.code : "SIGN_FAILED";
    this.#modules.metrics.refusedSignatures.inc({ code });
    this.#modules.logger.warn({ ...slot, code, err: error }, "no vote in this slot");
  }
}
