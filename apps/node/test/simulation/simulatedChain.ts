import {
  applyBlock,
  type Block,
  type BlockDraft,
  type BlockHeader,
  blockHash,
  ChainState,
  CodedError,
  type Commit,
  produceBlock,
  type TransitionContext,
  verifyCommit,
} from "@session/protocol";
import type { ChainHead, ChainPort, Clock, Signer, Verdict } from "../../src/consensus/ports.ts";
import { checkFreshBlockTime, freshBlockTime } from "../../src/consensus/rules/proposal.ts";
import { DEFAULT_TIMEOUTS, proposeTimeoutMs } from "../../src/consensus/timeouts.ts";
import type { SimulatedDisk } from "./disk.ts";
import { sharedBls } from "./keys.ts";

export type FinalBlock = { readonly block: Block; readonly commit: Commit; readonly state: ChainState };
type Modules = {
  readonly disk: SimulatedDisk;
  readonly clock: Clock;
  readonly signer: () => Signer;
  readonly mayVote: () => Verdict;
};

/** States by block hash (which binds body and parent): nodes of one process share what they have executed. */
const executed = new Map<string, ChainState>();

/**
 * The real state transition with nothing around it: no L2 (blocks keep the genesis view), and the node's disk as store.
 */
export class SimulatedChain implements ChainPort {
  readonly #context: TransitionContext;
  readonly #genesisState: ChainState;
  readonly #modules: Modules;
  #fullest: Commit | undefined;
  /** Told of every block once it is on disk. */
  onFinal: (header: BlockHeader) => void = () => {};

  constructor(context: TransitionContext, modules: Modules) {
    this.#context = context;
    this.#genesisState = ChainState.fromGenesis(context.genesis);
    this.#modules = modules;
  }

  get state(): ChainState {
    return this.#modules.disk.blocks.at(-1)?.state ?? this.#genesisState;
  }

  head(): ChainHead {
    const { state } = this;
    return {
      height: state.height,
      time: state.time,
      hash: this.#modules.disk.blocks.at(-1)?.commit.blockHash ?? this.#context.genesisHash,
      validators: state.validators(),
      attesters: state.attesters(),
      proposer: (round) => state.proposer(round),
    };
  }

  canVote(): Verdict {
    return this.#modules.mayVote();
  }

  improveCommit(commit: Commit): void {
    this.#fullest = commit;
  }

  async buildBlock(round: number, late: readonly Commit[]): Promise<Block | undefined> {
    const { clock } = this.#modules;
    const { state } = this;
    const stored = this.#modules.disk.blocks.at(-1)?.commit;
    const parent = this.#fullest?.height === state.height ? this.#fullest : stored;
    const commits = parent === undefined ? [] : [parent, ...late];
    const time = freshBlockTime(state.time, this.#context.preset.blockIntervalSec, clock.now());
    return this.produce(round, time, commits);
  }

  /** A valid block of this node on its head. */
  produce(round: number, time: number, commits: readonly Commit[]): Block | undefined {
    const { state } = this;
    const signer = this.#modules.signer();
    if (signer.id === undefined) return undefined;
    const height = state.height + 1;
    const { l2Number, l2Hash, rewardRate, poolReleased } = state;
    const draft: BlockDraft = {
      ...{ height, time, proposer: signer.id, round, reveal: signer.reveal(height) },
      ...{ l2Number, l2Hash, rewardRate, poolReleased },
    };
    const body = { commits: [...commits], l2Events: [], stateChanges: [], ready: [], evidence: [], reconcile: null };
    return produceBlock(state, this.head().hash, draft, body, this.#context).block;
  }

  async validateBlock(block: Block, { round, fresh }: { round: number; fresh: boolean }): Promise<Verdict> {
    const { state } = this;
    if (fresh) {
      const verdict = checkFreshBlockTime({
        ...{ time: block.header.time, parentTime: state.time, intervalSec: this.#context.preset.blockIntervalSec },
        ...{ nowMs: this.#modules.clock.now(), proposeTimeoutMs: proposeTimeoutMs(round, DEFAULT_TIMEOUTS) },
      });
      if (!verdict.ok) return verdict;
    }
    try {
      this.#execute(block);
      return { ok: true };
    } catch (error) {
      if (error instanceof CodedError) return { ok: false, code: error.code };
      throw error;
    }
  }

  async commitBlock(block: Block, commit: Commit): Promise<void> {
    const { disk, clock } = this.#modules;
    const state = this.#execute(block);
    await disk.sync(clock, () => {
      // Block sync may have been faster.
      if (block.header.height === this.state.height + 1) disk.blocks.push({ block, commit, state });
    });
    this.onFinal(block.header);
  }

  /** A block from a peer, as block sync brings it; false if it isn't the next one, or not final. */
  async importBlock({ block, commit }: Pick<FinalBlock, "block" | "commit">): Promise<boolean> {
    if (block.header.height !== this.state.height + 1) return false;
    if (Buffer.compare(commit.blockHash, blockHash(block.header)) !== 0) return false;
    if (!verifyCommit(this.head().validators, commit, this.#context.genesisHash, sharedBls)) return false;
    const verdict = await this.validateBlock(block, { round: block.header.round, fresh: false });
    if (!verdict.ok || block.header.height !== this.state.height + 1) return false;
    this.#modules.disk.blocks.push({ block, commit, state: this.#execute(block) });
    this.onFinal(block.header);
    return true;
  }

  #execute(block: Block): ChainState {
    const key = Buffer.from(blockHash(block.header)).toString("hex");
    const known = executed.get(key);
    const isNext = block.header.height === this.state.height + 1;
    if (known !== undefined && isNext && Buffer.compare(block.header.parentHash, this.head().hash) === 0) return known;
    const { state } = applyBlock(this.state, this.head().hash, block, this.#context);
    executed.set(key, state);
    return state;
  }
}
