import { ContainerType } from "@chainsafe/ssz";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { ReadyRecord } from "./types/block.ts";
import { Bytes32, Uint8, Uint16, Uint32, Uint64 } from "./types/primitive.ts";
import { type Vote, VoteType } from "./types/vote.ts";

/**
 * Every appchain signature is BLS over a 32-byte root that binds purpose, network and position, so that none can be
 * replayed as another (protocol/signatures.md). The two EIP-712 digests that L2 verifies bind chain and contract instead.
 */
const DOMAIN = {
  vote: sha256(utf8ToBytes("session/vote/1")),
  proposal: sha256(utf8ToBytes("session/proposal/1")),
  reveal: sha256(utf8ToBytes("session/reveal/1")),
  ready: sha256(utf8ToBytes("session/ready/1")),
};

const VoteRootSsz = new ContainerType({
  domain: Bytes32,
  genesisHash: Bytes32,
  height: Uint64,
  round: Uint32,
  type: Uint8,
  value: Bytes32,
});
const RevealRootSsz = new ContainerType({ domain: Bytes32, genesisHash: Bytes32, height: Uint64 });
const ReadyRootSsz = new ContainerType({
  domain: Bytes32,
  genesisHash: Bytes32,
  node: Uint32,
  recentHeight: Uint64,
  recentHash: Bytes32,
  forkVersion: Uint16,
});
const ProposalRootSsz = new ContainerType({
  domain: Bytes32,
  genesisHash: Bytes32,
  height: Uint64,
  round: Uint32,
  validRoundPlusOne: Uint32,
  blockHash: Bytes32,
});

type VoteContent = Pick<Vote, "height" | "round" | "type" | "value">;

/** What a vote's signature covers: for `attest` the checkpoint's EIP-712 digest itself, which the contract verifies. */
export function voteSigningRoot(genesisHash: Uint8Array, vote: VoteContent): Uint8Array {
  if (vote.type === VoteType.attest) return vote.value;
  const { height, round, type, value } = vote;
  return VoteRootSsz.hashTreeRoot({ domain: DOMAIN.vote, genesisHash, height, round, type, value });
}

/** What a proposer signs; `blockHash` is the root of the proposed block's header. */
export function proposalSigningRoot(
  genesisHash: Uint8Array,
  content: { height: number; round: number; validRoundPlusOne: number; blockHash: Uint8Array },
): Uint8Array {
  return ProposalRootSsz.hashTreeRoot({ domain: DOMAIN.proposal, genesisHash, ...content });
}

/** The proposer's contribution to `seed_h`: unique for a key and a height, so it can't be ground. */
export function revealSigningRoot(genesisHash: Uint8Array, height: number): Uint8Array {
  return RevealRootSsz.hashTreeRoot({ domain: DOMAIN.reveal, genesisHash, height });
}

export function readySigningRoot(genesisHash: Uint8Array, record: Omit<ReadyRecord, "signature">): Uint8Array {
  const { node, recentHeight, recentHash, forkVersion } = record;
  return ReadyRootSsz.hashTreeRoot({ domain: DOMAIN.ready, genesisHash, node, recentHeight, recentHash, forkVersion });
}
