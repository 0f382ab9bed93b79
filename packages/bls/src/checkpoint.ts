import { encodeBytes32, encodeUint, type Hex, hashText, type SessionDomain, typedDigest } from "./eip712.ts";

const CHECKPOINT_TYPE_HASH = hashText("Checkpoint(uint64 height,uint64 time,bytes32 blockHash,bytes32 claimsRoot)");

/** The part of an appchain block that L2 gets to know. */
export type CheckpointFields = {
  readonly height: bigint;
  /** Block time, unix seconds. */
  readonly time: bigint;
  readonly blockHash: Hex | Uint8Array;
  readonly claimsRoot: Hex | Uint8Array;
};

/**
 * EIP-712 digest every node known to the contract signs for a checkpoint, bound to chain and contract.
 *
 * @returns 32 bytes
 * @throws {BlsError} `BLS_INVALID_FIELD`
 */
export function checkpointDigest(checkpoint: CheckpointFields, domain: SessionDomain): Uint8Array {
  return typedDigest(domain, CHECKPOINT_TYPE_HASH, [
    encodeUint(checkpoint.height, 64, "height"),
    encodeUint(checkpoint.time, 64, "time"),
    encodeBytes32(checkpoint.blockHash, "blockHash"),
    encodeBytes32(checkpoint.claimsRoot, "claimsRoot"),
  ]);
}
