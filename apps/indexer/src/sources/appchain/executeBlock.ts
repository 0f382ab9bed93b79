import {
  applyBlock,
  blockHash,
  type ChainState,
  CodedError,
  decodeStrict,
  type Executed,
  equalBytes,
  type FinalBlock,
  FinalBlockSsz,
  type TransitionContext,
  verifyCommit,
} from "@session/protocol";

/** Where a chain stands: the state after its newest block, and that block's hash (the genesis hash before the first). */
export type ChainTip = { readonly state: ChainState; readonly hash: Uint8Array };

/** A final block with everything that follows from it. */
export type ExecutedBlock = Executed & {
  readonly ssz: Uint8Array;
  readonly final: FinalBlock;
  readonly hash: Uint8Array;
  readonly parent: ChainState;
};

/** Why bytes aren't the next final block. `isForged`: whoever sent them is to blame, whatever came before. */
export type BlockFault = {
  readonly code: "WRONG_HEIGHT" | "INVALID";
  readonly reason: string;
  readonly actual: number;
  readonly isForged: boolean;
};
export type BlockResult = { readonly block: ExecutedBlock } | { readonly fault: BlockFault };

export type ExecuteOptions = {
  /** The block was verified when it was stored: signatures and claims root aren't looked at again. */
  readonly isStored?: boolean;
  /** Claims roots of old checkpoints follow from a state that is checked. */
  readonly skipClaims?: boolean;
};

/** Decodes and executes what should be the block after `tip`, and checks its commit. */
export function executeBlock(
  tip: ChainTip,
  ssz: Uint8Array,
  context: TransitionContext,
  options: ExecuteOptions = {},
): BlockResult {
  const { isStored = false, skipClaims = isStored } = options;
  const expected = tip.state.height + 1;
  const fault = (reason: string, isForged: boolean, actual = expected): BlockResult => ({
    fault: { code: actual === expected ? "INVALID" : "WRONG_HEIGHT", reason, actual, isForged },
  });
  try {
    const final = decodeStrict(FinalBlockSsz, ssz);
    const { block, commit } = final;
    const { height } = block.header;
    if (height !== expected) return fault(`block ${height}`, true, height);
    const hash = blockHash(block.header);
    if (commit.height !== height || !equalBytes(commit.blockHash, hash)) return fault("COMMIT_OF_OTHER_BLOCK", true);
    // [REJECT] protocol/consensus.md#commit: final is what a quorum of the height's validators precommitted.
    if (!isStored && !verifyCommit(tip.state.validators(), commit, context.genesisHash, context.bls))
      return fault("COMMIT", false);
    const executed = applyBlock(tip.state, tip.hash, block, context, { skipSignatures: isStored, skipClaims });
    return { block: { ...executed, ssz, final, hash, parent: tip.state } };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return fault(error.code, error.code === "MALFORMED");
  }
}

export function tipOf({ state, hash }: ExecutedBlock): ChainTip {
  return { state, hash };
}
