import { NIL_VALUE, VoteType } from "@session/protocol";
import { toKey } from "./bytes.ts";
import type { ConsensusRules, Lock } from "./tendermint.ts";
import type { VotePool } from "./votePool.ts";

/** `new` is the wait for the height's time to come, before line 13. */
export type Step = "new" | "propose" | "prevote" | "precommit";
const STEP_ORDER: Record<Step, number> = { new: 0, propose: 1, prevote: 2, precommit: 3 };

/** A block this node may hold: whether it is valid, being checked, or not here. */
export type Validity = "valid" | "invalid" | "pending" | "unknown";

/** What the rules read of the world. */
export interface RoundView {
  readonly pool: VotePool;
  /** The first proposal seen of a round. */
  proposal(round: number): { readonly hash: Uint8Array; readonly validRound: number } | undefined;
  /** valid(v); with `freshRound` also by this node's own clock and L2 view, as a proposal without a valid round needs. */
  validity(hash: Uint8Array, freshRound?: number): Validity;
}

/** What the rules ask for, to be carried out in order. */
export type Effect =
  | { readonly kind: "startRound"; readonly round: number }
  | { readonly kind: "vote"; readonly type: VoteType; readonly value: Uint8Array }
  /** The locks changed: to be durable before any later effect. */
  | { readonly kind: "save" }
  | { readonly kind: "timeout"; readonly step: "prevote" | "precommit"; readonly round: number }
  | { readonly kind: "decide"; readonly round: number; readonly value: Uint8Array };

/** Locks as restored after a crash, or none. */
export type Locks = { readonly locked: Lock | undefined; readonly valid: Lock | undefined };

/**
 * Algorithm 1 of arXiv:1807.04938 ("The latest gossip on BFT consensus") for one height: line numbers are those of the
 * paper, 2f + 1 is the quorum ⌊2n/3⌋ + 1.
 *
 * Pure: reads a view, changes its own variables, returns effects. "For the first time" is kept per round.
 */
export class Round {
  readonly #rules: ConsensusRules;
  #round = 0;
  #step: Step = "new";
  #locked: Lock | undefined;
  #valid: Lock | undefined;
  #isDecided = false;
  /** Rules that fire once per round and have fired. */
  readonly #fired = new Set<"line34" | "line36" | "line47">();

  constructor(rules: ConsensusRules, restored?: Locks) {
    this.#rules = rules;
    this.#locked = restored?.locked;
    this.#valid = restored?.valid;
  }

  get round(): number {
    return this.#round;
  }
  get step(): Step {
    return this.#step;
  }
  /** lockedValue, lockedRound. */
  get locked(): Lock | undefined {
    return this.#locked;
  }
  /** validValue, validRound. */
  get valid(): Lock | undefined {
    return this.#valid;
  }

  /** Lines 11–13. A restarted node comes back in at the step up to which it has signed. */
  start(round: number, step: Exclude<Step, "new"> = "propose"): void {
    this.#round = round;
    this.#step = step;
    this.#fired.clear();
  }

  /** The first rule that applies, carried out on the variables; empty when none does. Call until it is empty. */
  next(view: RoundView): readonly Effect[] {
    if (this.#isDecided) return [];
    return (
      this.#onDecidedStep(view) ??
      this.#onProposal(view) ??
      this.#onPolka(view) ??
      this.#onNilPolka(view) ??
      this.#onCommit(view) ??
      this.#onEnoughVotes(view) ??
      this.#onHigherRound(view) ??
      []
    );
  }

  /** Lines 57–60. */
  onProposeTimeout(round: number): readonly Effect[] {
    if (round !== this.#round || this.#step !== "propose") return [];
    return this.#prevote(NIL_VALUE);
  }

  /** Lines 61–64. */
  onPrevoteTimeout(round: number): readonly Effect[] {
    if (round !== this.#round || this.#step !== "prevote") return [];
    this.#step = "precommit";
    return [{ kind: "vote", type: VoteType.precommit, value: NIL_VALUE }];
  }

  /** Lines 65–67. */
  onPrecommitTimeout(round: number): readonly Effect[] {
    if (round !== this.#round || this.#step === "new" || this.#isDecided) return [];
    return [{ kind: "startRound", round: round + 1 }];
  }

  /** A decision may come before the height's own time has: then nothing else applies. */
  #onDecidedStep(view: RoundView): readonly Effect[] | undefined {
    return this.#step === "new" ? (this.#onCommit(view) ?? this.#onHigherRound(view) ?? []) : undefined;
  }

  #onProposal(view: RoundView): readonly Effect[] | undefined {
    const proposal = this.#step === "propose" ? view.proposal(this.#round) : undefined;
    if (proposal === undefined) return undefined;
    const { hash, validRound } = proposal;
    // Line 28: the prevotes of the valid round must be here; line 22 needs none.
    if (validRound >= 0 && !view.pool.hasQuorum(validRound, VoteType.prevote, hash)) return undefined;
    const validity = view.validity(hash, validRound === -1 ? this.#round : undefined);
    if (validity === "pending" || validity === "unknown") return undefined;
    // Lines 23 and 29.
    const agrees = validity === "valid" && this.#rules.mayPrevote(this.#locked, toKey(hash), validRound);
    // Lines 24, 26, 30, 32.
    return this.#prevote(agrees ? hash : NIL_VALUE);
  }

  /** Lines 36–43. A quorum of prevotes shows that the block was proposed in this round: its bytes may come from anywhere. */
  #onPolka(view: RoundView): readonly Effect[] | undefined {
    if (STEP_ORDER[this.#step] < STEP_ORDER.prevote || this.#fired.has("line36")) return undefined;
    const value = view.pool.decided(this.#round, VoteType.prevote)?.value;
    if (value === undefined || view.validity(value) !== "valid") return undefined;
    this.#fired.add("line36");
    const lock: Lock = { round: this.#round, hash: toKey(value) };
    this.#valid = lock;
    if (this.#step !== "prevote") return [{ kind: "save" }];
    this.#locked = lock;
    this.#step = "precommit";
    return [{ kind: "save" }, { kind: "vote", type: VoteType.precommit, value }];
  }

  /** Lines 44–46. */
  #onNilPolka(view: RoundView): readonly Effect[] | undefined {
    if (this.#step !== "prevote" || !view.pool.hasQuorum(this.#round, VoteType.prevote, NIL_VALUE)) return undefined;
    this.#step = "precommit";
    return [{ kind: "vote", type: VoteType.precommit, value: NIL_VALUE }];
  }

  /** Lines 49–54: a quorum of precommits of any round. */
  #onCommit(view: RoundView): readonly Effect[] | undefined {
    for (const round of view.pool.rounds()) {
      const value = view.pool.decided(round, VoteType.precommit)?.value;
      if (value === undefined || view.validity(value) !== "valid") continue;
      this.#isDecided = true;
      return [{ kind: "decide", round, value }];
    }
    return undefined;
  }

  /** Lines 34–35 and 47–48. */
  #onEnoughVotes({ pool }: RoundView): readonly Effect[] | undefined {
    const round = this.#round;
    if (this.#step === "prevote" && !this.#fired.has("line34") && pool.total(round, VoteType.prevote) >= pool.quorum) {
      this.#fired.add("line34");
      return [{ kind: "timeout", step: "prevote", round }];
    }
    if (!this.#fired.has("line47") && pool.total(round, VoteType.precommit) >= pool.quorum) {
      this.#fired.add("line47");
      return [{ kind: "timeout", step: "precommit", round }];
    }
    return undefined;
  }

  /** Lines 55–56. */
  #onHigherRound({ pool }: RoundView): readonly Effect[] | undefined {
    // While the height's time hasn't come, more than a third who are in its first round say that it has.
    const round = pool.skipTarget(this.#step === "new" ? this.#round - 1 : this.#round);
    return round === undefined ? undefined : [{ kind: "startRound", round }];
  }

  #prevote(value: Uint8Array): readonly Effect[] {
    this.#step = "prevote";
    return [{ kind: "vote", type: VoteType.prevote, value }];
  }
}
