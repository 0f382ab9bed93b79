import { type CheckpointFields, checkpointDigest, type SessionDomain } from "@session/bls";
import { type BlockHeader, blockHash } from "@session/protocol";
import { isZero } from "../consensus/bytes.ts";

/** A final checkpoint block as L2 gets to know it, and the digest its attesters sign. */
export type Checkpoint = { readonly height: number; readonly fields: CheckpointFields; readonly digest: Uint8Array };

/** Only checkpoint headers carry a claims root. */
export function isCheckpoint(header: BlockHeader): boolean {
  return !isZero(header.claimsRoot);
}

/** protocol/consensus.md#attestations: the EIP-712 digest of a checkpoint header. */
export function toCheckpoint(header: BlockHeader, domain: SessionDomain): Checkpoint {
  const { height, time, claimsRoot } = header;
  const fields = { height: BigInt(height), time: BigInt(time), blockHash: blockHash(header), claimsRoot };
  return { height, fields, digest: checkpointDigest(fields, domain) };
}
