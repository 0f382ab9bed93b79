import { equalBytes } from "../codec/decodeStrict.ts";
import { revealSigningRoot } from "../domains.ts";
import type { ChainState } from "../state/chainState.ts";
import { type BlockHeader, MAX_L2_EVENTS } from "../types/block.ts";
import { MAX_BASE_UNITS, MAX_TIME } from "../types/primitive.ts";
import type { BlockDraft, TransitionContext } from "./context.ts";
import { TransitionError } from "./errors.ts";

/** What a header says before the block is executed; throws {@link TransitionError} on the first thing that is wrong. */
export function checkIdentity(header: BlockHeader, parent: ChainState, parentHash: Uint8Array, genesis: Uint8Array) {
  // [REJECT] protocol/blocks.md#header-1: version is the one the fork record of the parent state prescribes.
  if (header.version !== parent.forkVersion)
    throw new TransitionError({ code: "BLOCK_VERSION", expected: parent.forkVersion, actual: header.version });
  // [REJECT] protocol/blocks.md#header-2: genesisHash is the network's.
  if (!equalBytes(header.genesisHash, genesis)) throw new TransitionError({ code: "BLOCK_GENESIS_HASH" });
  // [REJECT] protocol/blocks.md#header-3: parentHash is the hash of the parent, for block 1 the genesis hash.
  if (!equalBytes(header.parentHash, parentHash)) throw new TransitionError({ code: "BLOCK_PARENT_HASH" });
}

/** The proposer's choices: place, time, proposer and reveal. */
export function checkDraft(
  draft: BlockDraft,
  parent: ChainState,
  context: TransitionContext,
  options: { readonly skipSignatures: boolean },
): void {
  const { height, time, round } = draft;
  // [REJECT] protocol/blocks.md#header-4: height is the parent's + 1.
  if (height !== parent.height + 1)
    throw new TransitionError({ code: "BLOCK_HEIGHT", expected: parent.height + 1, actual: height });
  // [REJECT] protocol/blocks.md#header-5: time is at least the parent's + the block interval.
  const earliest = parent.time + context.preset.blockIntervalSec;
  if (!(time >= earliest)) throw new TransitionError({ code: "BLOCK_TIME", earliest, actual: time });
  // [REJECT] protocol/blocks.md#header-6: time is at most 2^48, so that adding durations stays exact.
  if (!Number.isSafeInteger(time) || time > MAX_TIME)
    throw new TransitionError({ code: "BLOCK_TIME_OUT_OF_RANGE", actual: time });
  // [REJECT] protocol/blocks.md#header-7: the proposer is the one drawn for (height, round).
  const expected = isRound(round) ? parent.proposer(round) : 0;
  if (draft.proposer !== expected)
    throw new TransitionError({ code: "BLOCK_PROPOSER", expected, actual: draft.proposer, round });
  // [REJECT] protocol/blocks.md#header-8: reveal is the proposer's signature over (genesis hash, "reveal", height).
  const key = parent.node(expected)?.blsKey;
  const message = revealSigningRoot(context.genesisHash, height);
  if (key === undefined || (!options.skipSignatures && !context.bls.verify(key, message, draft.reveal)))
    throw new TransitionError({ code: "BLOCK_REVEAL" });
}

/** The block's view of L2 against the parent's (protocol/blocks.md#l2). */
export function checkL2View(draft: BlockDraft, eventCount: number, parent: ChainState, l2Step: number): void {
  const { l2Number } = draft;
  // [REJECT] protocol/blocks.md#l2-1: l2Number is at least the parent's.
  if (!Number.isSafeInteger(l2Number) || l2Number < parent.l2Number)
    throw new TransitionError({ code: "L2_NUMBER_BACKWARDS", parent: parent.l2Number, actual: l2Number });
  if (l2Number === parent.l2Number) {
    checkCopied(draft, eventCount, parent);
    return;
  }
  // [REJECT] protocol/blocks.md#l2-3: a new l2Number is a multiple of l2Step.
  if (l2Number % l2Step !== 0)
    throw new TransitionError({ code: "L2_NUMBER_OFF_STEP", step: l2Step, actual: l2Number });
  // [REJECT] protocol/blocks.md#l2-8: a new l2Number is at least that of the events applied in parts.
  const { l2Number: applied } = parent.l2Position;
  if (l2Number < applied) throw new TransitionError({ code: "L2_NUMBER_BACKWARDS", parent: applied, actual: l2Number });
  // [REJECT] protocol/blocks.md#l2-4: rewardRate and poolReleased are at most 2^80 base units.
  for (const field of ["rewardRate", "poolReleased"] as const)
    if (draft[field] < 0n || draft[field] > MAX_BASE_UNITS)
      throw new TransitionError({ code: "L2_AMOUNT_OUT_OF_RANGE", field });
}

function checkCopied(draft: BlockDraft, eventCount: number, parent: ChainState): void {
  // [REJECT] protocol/blocks.md#l2-2: the parent's l2Number comes with all of its L2 fields, and no events or a full part.
  if (!equalBytes(draft.l2Hash, parent.l2Hash))
    throw new TransitionError({ code: "L2_FIELDS_NOT_COPIED", field: "l2Hash" });
  if (draft.rewardRate !== parent.rewardRate)
    throw new TransitionError({ code: "L2_FIELDS_NOT_COPIED", field: "rewardRate" });
  if (draft.poolReleased !== parent.poolReleased)
    throw new TransitionError({ code: "L2_FIELDS_NOT_COPIED", field: "poolReleased" });
  if (eventCount !== 0 && eventCount !== MAX_L2_EVENTS)
    throw new TransitionError({ code: "L2_FIELDS_NOT_COPIED", field: "l2Events" });
}

function isRound(round: number): boolean {
  return Number.isInteger(round) && round >= 0 && round < 2 ** 32;
}
