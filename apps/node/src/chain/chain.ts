import {
  applyBlock,
  type Block,
  BlockBodySsz,
  blockHash,
  ChainState,
  type Commit,
  equalBytes,
  type Genesis,
  type Preset,
  presetOf,
  type SignatureVerifier,
  type TransitionContext,
  verifyCommit,
} from "@session/protocol";
import type { Logger } from "pino";
import type { ChainHead, ChainPort, Clock, Signer, Verdict } from "../consensus/ports.ts";
import type { ChainStore, Executed, FinalBlock } from "../store/chainStore.ts";
import { buildBlock } from "./blockBuilder.ts";
import { checkProposedBlock } from "./blockImport.ts";
import { ChainError } from "./errors.ts";
import type { L2Source } from "./l2View.ts";
import type { ReadyPool } from "./readyPool.ts";

export type ChainOptions = { readonly genesis: Genesis; readonly genesisHash: Uint8Array };
export type ChainModules = {
  readonly store: ChainStore;
  /** Undefined: a node without a provider follows final blocks and doesn't vote. */
  readonly l2: L2Source | undefined;
  readonly bls: SignatureVerifier;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signer: Signer | undefined;
  readonly ready: ReadyPool;
  /** Why this node mustn't vote now, beyond what the chain knows itself. */
  readonly mayVote: () => Verdict;
};
export type Committed = FinalBlock & Executed;

/** The final chain of this node: builds, checks, executes and stores blocks; nothing here signs a vote. */
export class Chain implements ChainPort {
  readonly options: ChainOptions;
  readonly preset: Preset;
  readonly modules: ChainModules;
  readonly context: TransitionContext;
  readonly #executed = new Map<string, Executed>();
  readonly #listeners = new Set<(committed: Committed) => void>();
  #final: FinalBlock | undefined;
  #state: ChainState;
  #head: ChainHead;
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: ChainOptions, modules: ChainModules, final: FinalBlock | undefined, state: ChainState) {
    this.options = options;
    this.modules = modules;
    this.preset = presetOf(options.genesis.preset);
    this.context = { ...options, preset: this.preset, bls: modules.bls };
    this.#final = final;
    this.#state = state;
    this.#head = this.#toHead();
  }

  /** @throws StoreError STORE_CORRUPT */
  static async open(options: ChainOptions, modules: ChainModules): Promise<Chain> {
    const stored = await modules.store.loadHead();
    const final = stored === undefined ? undefined : { block: stored.block, commit: stored.commit };
    return new Chain(options, modules, final, stored?.state ?? ChainState.fromGenesis(options.genesis));
  }

  /** State after the newest final block. */
  get state(): ChainState {
    return this.#state;
  }

  /** The newest final block; undefined while the chain is only its genesis. */
  get final(): FinalBlock | undefined {
    return this.#final;
  }

  head(): ChainHead {
    return this.#head;
  }

  onCommitted(listener: (committed: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  canVote(): Verdict {
    if (this.modules.l2 === undefined)
      return { ok: false, code: "NO_L2_PROVIDER", message: "no L2 provider is configured: this node only follows" };
    return this.modules.mayVote();
  }

  async buildBlock(round: number, late: readonly Commit[], signal: AbortSignal): Promise<Block | undefined> {
    const built = await buildBlock(this, round, late, signal);
    if (built === undefined) return undefined;
    this.#remember(built.block, built);
    return built.block;
  }

  async validateBlock(
    block: Block,
    proposal: { round: number; fresh: boolean },
    signal: AbortSignal,
  ): Promise<Verdict> {
    const checked = await checkProposedBlock(this, block, proposal, signal);
    if (!checked.ok) return checked;
    this.#remember(block, checked.executed);
    return { ok: true };
  }

  /** Executes `block` on the head, or recalls what an earlier check computed for the very same block. */
  execute(block: Block): Executed {
    const known = this.#executed.get(keyOf(block));
    // The key names the header alone: another body under it must not pass for the one that was checked.
    if (known !== undefined && equalBytes(BlockBodySsz.hashTreeRoot(block.body), block.header.bodyRoot)) return known;
    return applyBlock(this.#state, this.#head.hash, block, this.context);
  }

  /** A block this node has decided by its own votes; its commit's signatures were verified one by one. */
  commitBlock(block: Block, commit: Commit): Promise<void> {
    return this.#append(block, commit, () => undefined);
  }

  /** Stragglers' precommits came after the decision: the next block carries them, too. */
  improveCommit(commit: Commit): void {
    const head = this.#final;
    if (head === undefined || commit.height !== head.commit.height) return;
    if (Buffer.compare(commit.blockHash, head.commit.blockHash) === 0) this.#final = { block: head.block, commit };
  }

  /**
   * A final block from a peer: verifies its commit and all of its content.
   *
   * @throws ChainError BLOCK_OUT_OF_ORDER, BLOCK_COMMIT_INVALID; TransitionError for a block that doesn't follow the rules
   */
  importBlock(block: Block, commit: Commit): Promise<void> {
    return this.#append(block, commit, () => {
      const { height } = block.header;
      const isFor = Buffer.compare(commit.blockHash, blockHash(block.header)) === 0 && commit.height === height;
      // [REJECT] protocol/consensus.md#commit: final is what a quorum of the height's validators precommitted.
      if (!isFor || !verifyCommit(this.#head.validators, commit, this.options.genesisHash, this.modules.bls))
        throw new ChainError({ code: "BLOCK_COMMIT_INVALID", height }, `The commit of block ${height} doesn't verify.`);
    });
  }

  #append(block: Block, commit: Commit, check: () => void): Promise<void> {
    const run = this.#writing.then(() => this.#appendNow(block, commit, check));
    this.#writing = run.catch(() => undefined);
    return run;
  }

  async #appendNow(block: Block, commit: Commit, check: () => void): Promise<void> {
    const { height } = block.header;
    // Sync and consensus may both bring the same final block: the second one changes nothing.
    if (height <= this.#head.height) return;
    const expected = this.#head.height + 1;
    if (height !== expected)
      throw new ChainError(
        { code: "BLOCK_OUT_OF_ORDER", height, expected },
        `Block ${height} came, ${expected} is next.`,
      );
    check();
    const executed = this.execute(block);
    await this.modules.store.save({ block, commit }, executed, this.preset.checkpointIntervalBlocks);
    this.#final = { block, commit };
    this.#state = executed.state;
    this.#head = this.#toHead();
    this.#executed.clear();
    for (const listener of this.#listeners) this.#tell(listener, { block, commit, ...executed });
  }

  /** The block is final and stored whatever a listener makes of it. */
  #tell(listener: (committed: Committed) => void, committed: Committed): void {
    try {
      listener(committed);
    } catch (error) {
      const { height } = committed.block.header;
      this.modules.logger.error({ height, err: error }, "a listener to final blocks failed");
    }
  }

  #remember(block: Block, executed: Executed): void {
    if (block.header.height === this.#head.height + 1) this.#executed.set(keyOf(block), executed);
  }

  #toHead(): ChainHead {
    const state = this.#state;
    return {
      height: state.height,
      time: state.time,
      hash: this.#final === undefined ? this.options.genesisHash : blockHash(this.#final.block.header),
      validators: state.validators(),
      attesters: state.attesters(),
      proposer: (round) => state.proposer(round),
    };
  }
}

function keyOf(block: Block): string {
  return Buffer.from(blockHash(block.header)).toString("hex");
}
