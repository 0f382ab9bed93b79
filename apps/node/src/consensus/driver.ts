import { VoteType } from "@session/protocol";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import { toKey } from "./bytes.ts";
import { HeightState } from "./heightState.ts";
import type { LateCommits } from "./lateCommits.ts";
import type { ChainPort, Clock, ConsensusCrypto, ConsensusTransport, Logger, SignedSlot, Signer } from "./ports.ts";
import type { Proposer } from "./proposer.ts";
import type { Effect, RoundView, Step } from "./round.ts";
import type { ConsensusRules } from "./tendermint.ts";
import { proposeTimeoutMs, type TimeoutOptions, voteTimeoutMs } from "./timeouts.ts";
import type { Validation } from "./validation.ts";
import type { Voting } from "./voting.ts";
import type { Wal, WalRecord } from "./wal.ts";

/** Stragglers get a third of the interval to appear in the parent's commit, if the block's time has come before. */
const COMMIT_WAIT_DIVISOR = 3;
/** How often the driver looks whether it hangs; also how soon it notices that the clock was moved. */
const TICK_MS = 1_000;
const COMMIT_RETRY_MS = 1_000;
const STEP_NUMBER: Record<Step, number> = { new: 0, propose: 1, prevote: 2, precommit: 3 };

export type DriverOptions = { readonly blockIntervalSec: number; readonly timeouts: TimeoutOptions };

export type DriverModules = {
  readonly chain: ChainPort;
  readonly signer: Signer;
  readonly transport: ConsensusTransport;
  readonly crypto: ConsensusCrypto;
  readonly wal: Wal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ConsensusMetrics;
  readonly rules: ConsensusRules;
  readonly late: LateCommits;
  readonly voting: Voting;
  readonly proposer: Proposer;
  readonly validation: Validation;
  readonly post: (event: () => void | Promise<void>) => void;
  /** The messages kept for the height just entered may be taken up. */
  readonly entered: () => void;
};

/** Carries out what the rules ask for, height after height. Its methods run inside the mailbox only. */
export class Driver {
  readonly #options: DriverOptions;
  readonly #modules: DriverModules;
  readonly #timers = new Set<unknown>();
  #state: HeightState;
  #previous: HeightState | undefined;
  #decidedMs: number | undefined;
  #progressMs = 0;

  constructor(options: DriverOptions, modules: DriverModules) {
    this.#options = options;
    this.#modules = modules;
    this.#state = new HeightState(modules.chain.head(), this.#startMs(), modules.rules, undefined);
  }

  /** The height being decided. */
  get state(): HeightState {
    return this.#state;
  }

  /** The height decided last, if it was decided here. */
  get previous(): HeightState | undefined {
    return this.#previous;
  }

  close(): void {
    this.#state.abort.abort();
    this.#stopTimers();
  }

  /** Line 54, and the way in after a restart: a node that signed for this height stands by it, same votes, same round. */
  async enterHeight(restored: WalRecord | undefined): Promise<void> {
    const { chain, signer, metrics, rules, entered } = this.#modules;
    this.#state.abort.abort();
    this.#stopTimers();
    const state = new HeightState(chain.head(), this.#startMs(), rules, restored);
    this.#state = state;
    this.#progress();
    metrics.height.set(state.height);
    metrics.round.set(0);
    metrics.validators.set(state.pool.voters.length);
    const signed = signer.signedAt(state.height);
    for (const slot of signed) if (isVote(slot)) await this.#modules.voting.cast(state, slot);
    if (signed.length > 0 || state.round.locked !== undefined) {
      const round = Math.max(0, state.round.locked?.round ?? 0, ...signed.map((slot) => slot.round));
      await this.#startRound(round, toStep(signed, round));
      this.pull();
    }
    await this.#tick();
    entered();
  }

  /** The head was moved by block sync: what this node knew of the blocks in between is incomplete. */
  async followHead(): Promise<void> {
    if (this.#modules.chain.head().height < this.#state.height) return;
    this.#modules.late.clear();
    this.#decidedMs = undefined;
    this.#previous = undefined;
    await this.enterHeight(undefined);
  }

  /** Applies rules until none applies. */
  async advance(): Promise<void> {
    for (;;) {
      const state = this.#state;
      if (state.round.step === "new" && this.#isTime(state)) await this.#startRound(0);
      const effects = state.round.next(this.#view(state));
      if (effects.length === 0) return;
      this.#progress();
      await this.#perform(state, effects);
    }
  }

  /** Asks a few peers for what is missing here. */
  pull(): void {
    const { height, pool, book, round } = this.#state;
    const { transport } = this.#modules;
    const proposal = book.first(round.round);
    const lacksProposal = proposal === undefined || this.#state.lacksBlock();
    transport.pull({ height, round: round.round, have: pool.have(round.round), proposal: lacksProposal });
    const validRound = proposal?.validRound ?? -1;
    // Line 28 waits for the prevotes of the valid round.
    if (proposal !== undefined && validRound >= 0 && !pool.hasQuorum(validRound, VoteType.prevote, proposal.hash))
      transport.pull({ height, round: validRound, have: pool.have(validRound), proposal: false });
  }

  #view(state: HeightState): RoundView {
    return {
      pool: state.pool,
      proposal: (round) => state.book.first(round),
      validity: (hash, freshRound) => this.#modules.validation.validity(state, hash, freshRound),
    };
  }

  async #perform(state: HeightState, effects: readonly Effect[]): Promise<void> {
    for (const effect of effects) {
      if (this.#state !== state) return;
      this.#modules.metrics.step.set(STEP_NUMBER[state.round.step]);
      switch (effect.kind) {
        case "startRound":
          await this.#startRound(effect.round);
          break;
        case "vote":
          await this.#modules.voting.cast(state, { ...effect, round: state.round.round });
          break;
        case "save":
          await this.#save(state);
          break;
        case "timeout":
          this.#scheduleVoteTimeout(state, effect);
          break;
        case "decide":
          await this.#decide(state, effect);
          break;
      }
    }
  }

  /** Until the locks are on disk no vote is signed. */
  async #save(state: HeightState): Promise<void> {
    state.isUnsaved = true;
    try {
      await this.#modules.wal.save(state.toRecord());
      state.isUnsaved = false;
    } catch (error) {
      this.#modules.logger.error({ height: state.height, err: error }, "consensus log can't be written; trying again");
    }
  }

  /** Lines 11–21. */
  async #startRound(round: number, step: Exclude<Step, "new"> = "propose"): Promise<void> {
    const { clock, metrics, logger, proposer } = this.#modules;
    const state = this.#state;
    state.round.start(round, step);
    state.pool.enterRound(round);
    state.startedMs ??= clock.now();
    this.#progress();
    metrics.round.set(round);
    metrics.step.set(STEP_NUMBER[step]);
    if (round > 0) logger.info({ height: state.height, round }, "consensus needs another round");
    if (step !== "propose") return;
    proposer.startRound(state, round);
    // Line 21; a proposer sets it too, so that a block that can't be built doesn't hold the round up.
    this.#after(proposeTimeoutMs(round, this.#options.timeouts), () => {
      if (state.round.round === round && state.round.step === "propose") this.#onTimeout("propose");
      return this.#perform(state, state.round.onProposeTimeout(round));
    });
  }

  #scheduleVoteTimeout(state: HeightState, { step, round }: Extract<Effect, { kind: "timeout" }>): void {
    this.#after(voteTimeoutMs(round, this.#options.timeouts), () => {
      const isPrevote = step === "prevote";
      const effects = isPrevote ? state.round.onPrevoteTimeout(round) : state.round.onPrecommitTimeout(round);
      if (effects.length > 0) this.#onTimeout(step);
      return this.#perform(state, effects);
    });
  }

  /** Gossip may have lost something: every timeout asks for it. */
  #onTimeout(step: "propose" | "prevote" | "precommit"): void {
    this.#modules.metrics.timeouts.inc({ step });
    this.#progress();
    this.pull();
  }

  /** Lines 49–54. */
  async #decide(state: HeightState, { round, value }: { round: number; value: Uint8Array }): Promise<void> {
    const { chain, clock, crypto, late, logger, metrics, voting } = this.#modules;
    const block = state.book.block(toKey(value));
    // A node that was too slow to precommit says so now: its bit shows that it was there. The decision stands anyhow.
    const isSilent = state.round.round === round && state.round.step !== "precommit";
    if (isSilent) await voting.cast(state, { round, type: VoteType.precommit, value });
    const tally = state.pool.tally(round, VoteType.precommit, value);
    if (block === undefined || tally === undefined) return;
    try {
      await chain.commitBlock(
        block,
        state.pool.toCommit(round, tally, (signatures) => crypto.aggregateSignatures(signatures)),
      );
    } catch (error) {
      if (chain.head().height < state.height) {
        logger.error({ height: state.height, err: error }, "decided block could not be stored; trying again");
        this.#after(COMMIT_RETRY_MS, () => this.#decide(state, { round, value }));
        return;
      }
    }
    late.open(state.pool, round, block, value);
    this.#previous = state;
    this.#decidedMs = clock.now();
    metrics.decidedRounds.observe(round);
    metrics.finalitySeconds.observe((this.#decidedMs - (state.startedMs ?? this.#decidedMs)) / 1000);
    logger.info({ height: state.height, round, precommits: tally.count, hash: toKey(value) }, "block final");
    await this.enterHeight(undefined);
  }

  #startMs(): number {
    return (this.#modules.chain.head().time + this.#options.blockIntervalSec) * 1000;
  }

  /** When round 0 may start: the block's time, and the stragglers' if their precommits are still missing. */
  #isTime(state: HeightState): boolean {
    const nowMs = this.#modules.clock.now();
    if (nowMs < state.startMs) return false;
    if (this.#decidedMs === undefined || this.#modules.late.isComplete(state.head.height)) return true;
    return nowMs >= this.#decidedMs + (this.#options.blockIntervalSec * 1000) / COMMIT_WAIT_DIVISOR;
  }

  async #tick(): Promise<void> {
    const { clock, voting } = this.#modules;
    const state = this.#state;
    if (state.isUnsaved) await this.#save(state);
    await voting.retry(state);
    const stallMs = proposeTimeoutMs(state.round.round, this.#options.timeouts);
    if (state.round.step !== "new" && clock.now() - this.#progressMs >= stallMs) {
      this.#progress();
      this.pull();
    }
    const untilStartMs = state.round.step === "new" ? state.startMs - clock.now() : TICK_MS;
    const commitWaitMs = (this.#options.blockIntervalSec * 1000) / COMMIT_WAIT_DIVISOR;
    const delayMs = untilStartMs > 0 ? Math.min(TICK_MS, untilStartMs) : Math.min(TICK_MS, commitWaitMs);
    this.#after(delayMs, () => this.#tick());
  }

  #progress(): void {
    this.#progressMs = this.#modules.clock.now();
  }

  /** A timer of this height: it ends with it. */
  #after(delayMs: number, event: () => void | Promise<void>): void {
    const { clock, post } = this.#modules;
    const state = this.#state;
    const handle = clock.setTimeout(() => {
      this.#timers.delete(handle);
      post(() => (this.#state === state ? event() : undefined));
    }, delayMs);
    this.#timers.add(handle);
  }

  #stopTimers(): void {
    for (const handle of this.#timers) this.#modules.clock.clearTimeout(handle);
    this.#timers.clear();
  }
}

function isVote({ type }: SignedSlot): boolean {
  return type === VoteType.prevote || type === VoteType.precommit;
}

/** The step a restarted node had reached in a round, by what it signed there. */
function toStep(signed: readonly SignedSlot[], round: number): Exclude<Step, "new"> {
  const has = (type: number): boolean => signed.some((slot) => slot.round === round && slot.type === type);
  if (has(VoteType.precommit)) return "precommit";
  return has(VoteType.prevote) ? "prevote" : "propose";
}
