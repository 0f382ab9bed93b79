import { equalBytes } from "../codec/decodeStrict.ts";
import type { Preset } from "../presets/preset.ts";
import type { ChainState } from "../state/chainState.ts";
import { type Block, type BlockBody, BlockBodySsz, type BlockHeader, BlockHeaderSsz } from "../types/block.ts";
import { checkIdentity } from "./checkHeader.ts";
import type { BlockDraft, TransitionContext } from "./context.ts";
import { TransitionError } from "./errors.ts";
import { type Executed, execute } from "./execute.ts";

const NO_CLAIMS_ROOT = new Uint8Array(32);

/**
 * The state after a block. Reads nothing but its arguments, changes none of them, and gives the same result everywhere.
 *
 * It doesn't judge what needs a clock, a follower or votes: a time ahead of now, L2 data that differs from one's own view,
 * whether the block is final.
 *
 * @param parentHash - hash of the parent's header; the genesis hash for block 1
 * @param options.skipSignatures - for blocks whose commit, reveal and ready signatures were verified before (a batch in a
 *   worker, or a chain anchored by a checkpoint); registrations are verified all the same, for they decide outcomes
 * @param options.skipClaims - for old checkpoints in a sync: their claims root follows from a state that was checked
 * @throws {TransitionError} the block can't follow this parent
 * @example
 * const { state, outcomes } = applyBlock(head, headHash, decodeStrict(BlockSsz, bytes), context);
 */
export function applyBlock(
  parent: ChainState,
  parentHash: Uint8Array,
  block: Block,
  context: TransitionContext,
  options: { readonly skipSignatures?: boolean; readonly skipClaims?: boolean } = {},
): Executed {
  const { header, body } = block;
  checkIdentity(header, parent, parentHash, context.genesisHash);
  // [REJECT] protocol/blocks.md#header-9: bodyRoot is the root of the body.
  if (!equalBytes(header.bodyRoot, bodyRootOf(body))) throw new TransitionError({ code: "BLOCK_BODY_ROOT" });
  const skipSignatures = options.skipSignatures === true;
  const executed = execute(parent, parentHash, header, body, context, { skipSignatures });
  // [REJECT] protocol/blocks.md#header-10: stateRoot is the root of the state after the block.
  if (!equalBytes(header.stateRoot, executed.state.root())) throw new TransitionError({ code: "BLOCK_STATE_ROOT" });
  // [REJECT] protocol/blocks.md#header-11: claimsRoot is that of the state after a checkpoint block, zero in any other.
  if (options.skipClaims !== true && !equalBytes(header.claimsRoot, claimsRootOf(executed.state, context.preset)))
    throw new TransitionError({ code: "BLOCK_CLAIMS_ROOT" });
  return executed;
}

/**
 * Completes a block from what its proposer chose, and the state after it.
 *
 * @throws {TransitionError} the draft or the body break a rule
 */
export function produceBlock(
  parent: ChainState,
  parentHash: Uint8Array,
  draft: BlockDraft,
  body: BlockBody,
  context: TransitionContext,
): Executed & { readonly block: Block } {
  const bodyRoot = bodyRootOf(body);
  const executed = execute(parent, parentHash, draft, body, context, { skipSignatures: false });
  const header: BlockHeader = {
    version: parent.forkVersion,
    genesisHash: context.genesisHash,
    height: draft.height,
    time: draft.time,
    parentHash,
    proposer: draft.proposer,
    round: draft.round,
    reveal: draft.reveal,
    l2Number: draft.l2Number,
    l2Hash: draft.l2Hash,
    rewardRate: draft.rewardRate,
    poolReleased: draft.poolReleased,
    bodyRoot,
    stateRoot: executed.state.root(),
    claimsRoot: claimsRootOf(executed.state, context.preset),
  };
  // A field that doesn't fit would come back as another value at the other nodes.
  encodable("header", () => BlockHeaderSsz.serialize(header));
  return { ...executed, block: { header, body } };
}

/** Is the claims root of this height attested and submitted to L2? */
export function isCheckpointHeight(height: number, preset: Preset): boolean {
  return height % preset.checkpointIntervalBlocks === 0;
}

function claimsRootOf(state: ChainState, preset: Preset): Uint8Array {
  return isCheckpointHeight(state.height, preset) ? state.claims().root : NO_CLAIMS_ROOT;
}

function bodyRootOf(body: BlockBody): Uint8Array {
  return encodable("body", () => BlockBodySsz.hashTreeRoot(body));
}

function encodable<T>(part: "header" | "body", encode: () => T): T {
  try {
    return encode();
  } catch (cause) {
    throw new TransitionError({ code: "BLOCK_UNENCODABLE", part }, `a value of the ${part} fits no field`, { cause });
  }
}
