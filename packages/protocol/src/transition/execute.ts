import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { ChainState, L2Position } from "../state/chainState.ts";
import { END_OF_L2_BLOCK } from "../state/stateSsz.ts";
import type { BlockBody } from "../types/block.ts";
import { applyCommits } from "./applyCommits.ts";
import { applyL2Events, checkEventOrder } from "./applyL2Events.ts";
import { applyReady } from "./applyReady.ts";
import { applyReward } from "./applyReward.ts";
import { advanceTime, applyDeadlines } from "./applyTime.ts";
import { checkDraft, checkL2View } from "./checkHeader.ts";
import type { BlockDraft, TransitionContext } from "./context.ts";
import { TransitionError } from "./errors.ts";
import type { EventOutcome, StateEvent } from "./outcome.ts";
import { WorkingState } from "./workingState.ts";

export type Executed = {
  readonly state: ChainState;
  readonly outcomes: readonly EventOutcome[];
  readonly changes: readonly StateEvent[];
};

/** The state transition proper, in the order of protocol/blocks.md#order. */
export function execute(
  parent: ChainState,
  parentHash: Uint8Array,
  draft: BlockDraft,
  body: BlockBody,
  context: TransitionContext,
  options: { readonly skipSignatures: boolean },
): Executed {
  checkDraft(draft, parent, context, options);
  checkL2View(draft, body.l2Events.length, parent, context.preset.l2Step);
  checkEventOrder(body.l2Events, parent, draft.l2Number);
  checkUnsupported(body);
  const state = new WorkingState(parent, context);
  advanceTime(state, draft.time);
  state.rememberHash(parent.height, parentHash);
  applyCommits(state, parentHash, body.commits, options);
  takeL2View(state, draft, body.l2Events.at(-1));
  applyReady(state, parentHash, body.ready, options);
  applyDeadlines(state);
  applyReward(state);
  applyL2Events(state, body.l2Events);
  // seed_h = H(seed_{h−1} ‖ reveal), protocol/blocks.md#draws.
  state.head.seed = sha256(concatBytes(parent.seed, draft.reveal));
  return { state: state.finish(), outcomes: state.outcomes, changes: state.changes };
}

function takeL2View(state: WorkingState, draft: BlockDraft, last: L2Position | undefined): void {
  const { l2Number, l2Hash, rewardRate, poolReleased } = draft;
  // protocol/blocks.md#l2-7: a new L2 block ends all its events; a part ends at its last one.
  const isPart = l2Number === state.parent.l2Number;
  const end = isPart ? (last ?? state.parent.l2Position) : { l2Number, logIndex: END_OF_L2_BLOCK };
  Object.assign(state.head, { l2Number, l2Hash, rewardRate, poolReleased });
  Object.assign(state.head, { l2EventNumber: end.l2Number, l2EventIndex: end.logIndex });
}

function checkUnsupported(body: BlockBody): void {
  // [REJECT] protocol/blocks.md#body-1: fields without rules in this version are empty.
  if (body.stateChanges.length > 0)
    throw new TransitionError({ code: "TRANSITION_UNSUPPORTED_FIELD", field: "stateChanges" });
  if (body.evidence.length > 0) throw new TransitionError({ code: "TRANSITION_UNSUPPORTED_FIELD", field: "evidence" });
  if (body.reconcile !== null) throw new TransitionError({ code: "TRANSITION_UNSUPPORTED_FIELD", field: "reconcile" });
}
