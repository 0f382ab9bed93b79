import { ContainerType, type ValueOf } from "@chainsafe/ssz";
import { Bits, Bytes32, Bytes96, Uint8, Uint16, Uint32, Uint64 } from "./primitive.ts";

/** What a vote says. `attest` signs a checkpoint's EIP-712 digest and is counted over all nodes of the contract. */
export const VoteType = { prevote: 0, precommit: 1, attest: 2 } as const;
export type VoteType = (typeof VoteType)[keyof typeof VoteType];

/** The value of a nil prevote or precommit. */
export const NIL_VALUE: Uint8Array = new Uint8Array(32);

/** protocol/consensus.md#votes. `value` is a block hash, `NIL_VALUE`, or (attest, round 0) a checkpoint digest. */
export const VoteSsz = new ContainerType(
  { height: Uint64, round: Uint32, type: Uint8, value: Bytes32, node: Uint32, signature: Bytes96 },
  { typeName: "Vote" },
);
export type Vote = ValueOf<typeof VoteSsz>;

/** A group's votes for one value under one signature; `bits` index the group's members of the epoch. */
export const AggregateSsz = new ContainerType(
  {
    height: Uint64,
    round: Uint32,
    type: Uint8,
    value: Bytes32,
    epoch: Uint64,
    group: Uint16,
    bits: Bits,
    signature: Bytes96,
  },
  { typeName: "Aggregate" },
);
export type Aggregate = ValueOf<typeof AggregateSsz>;

/** Precommits of ≥ quorum validators of `height`; bit i is the i-th validator by ascending id. */
export const CommitSsz = new ContainerType(
  { height: Uint64, round: Uint32, blockHash: Bytes32, bits: Bits, signature: Bytes96 },
  { typeName: "Commit" },
);
export type Commit = ValueOf<typeof CommitSsz>;
