import type { Block, Proposal } from "@session/protocol";
import { toKey } from "./bytes.ts";
import type { HeightState } from "./heightState.ts";
import type { LateCommits } from "./lateCommits.ts";
import type { ChainPort, ConsensusCrypto, ConsensusTransport, Logger, Signer } from "./ports.ts";
import { toBlockHash } from "./rules/proposal.ts";

export type ProposerModules = {
  readonly chain: ChainPort;
  readonly signer: Signer;
  readonly transport: ConsensusTransport;
  readonly crypto: ConsensusCrypto;
  readonly late: LateCommits;
  readonly logger: Logger;
  readonly post: (event: () => void | Promise<void>) => void;
};

/** Makes the proposal of a round that is this node's, beside the mailbox, and sends it. */
export class Proposer {
  readonly #modules: ProposerModules;
  #building: AbortController | undefined;

  constructor(modules: ProposerModules) {
    this.#modules = modules;
  }

  /** Lines 14–19 of Algorithm 1. Ends what is still being built for an older round. */
  startRound(state: HeightState, round: number): void {
    const { signer, chain } = this.#modules;
    this.#building?.abort();
    this.#building = undefined;
    if (signer.id === undefined || state.head.proposer(round) !== signer.id || !chain.canVote().ok) return;
    const { valid } = state.round;
    const block = valid === undefined ? undefined : state.book.block(valid.hash);
    if (valid !== undefined && block !== undefined) {
      // Lines 15–16: what a quorum prevoted before is proposed again.
      this.#modules.post(() => this.#publish(state, { round, validRound: valid.round, block }));
      return;
    }
    this.#building = new AbortController();
    void this.#build(state, round, AbortSignal.any([state.abort.signal, this.#building.signal]));
  }

  /** Line 18: getValue(). */
  async #build(state: HeightState, round: number, signal: AbortSignal): Promise<void> {
    const { chain, crypto, late, logger, post } = this.#modules;
    try {
      const aggregate = (signatures: readonly Uint8Array[]): Uint8Array => crypto.aggregateSignatures(signatures);
      const fullest = late.fullest(state.head.height, aggregate);
      if (fullest !== undefined) chain.improveCommit?.(fullest);
      const commits = late.collect(state.head.height, aggregate);
      const block = await chain.buildBlock(round, commits, signal);
      if (block === undefined || signal.aborted) return;
      post(() => this.#publish(state, { round, validRound: -1, block }));
    } catch (error) {
      if (!signal.aborted) logger.error({ height: state.height, round, err: error }, "no block could be built");
    }
  }

  /** Line 19. Nothing is sent if the round has passed, or the guard refuses: this node proposed before it restarted. */
  async #publish(
    state: HeightState,
    { round, validRound, block }: { round: number; validRound: number; block: Block },
  ): Promise<void> {
    const { signer, transport, logger } = this.#modules;
    const isPast = state.abort.signal.aborted || state.round.round !== round;
    if (isPast || signer.id === undefined) return;
    const hash = toBlockHash({ block });
    const draft = { height: state.height, round, validRoundPlusOne: validRound + 1, proposer: signer.id, block };
    let proposal: Proposal;
    try {
      proposal = await signer.signProposal(draft, hash);
    } catch (error) {
      logger.warn({ height: state.height, round, err: error }, "no proposal in this round");
      return;
    }
    state.book.add(proposal);
    // Built, or checked before, by this node.
    state.book.setCheck(toKey(hash), validRound === -1 ? round : undefined, { ok: true });
    transport.broadcastProposal(proposal);
  }
}
