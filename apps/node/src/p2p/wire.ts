import {
  BooleanType,
  ByteListType,
  ContainerType,
  ListCompositeType,
  OptionalType,
  type Type,
  type ValueOf,
} from "@chainsafe/ssz";
import {
  BlockSsz,
  Bytes32,
  CodecError,
  CommitSsz,
  decodeStrict,
  MAX_VALIDATORS,
  ProposalSsz,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  VoteSsz,
} from "@session/protocol";

/** Votes one gossip message may carry. */
export const MAX_VOTES_PER_MESSAGE = 64;
/** Values one pull may say it knows: two types of a round, and nil beside up to a few hashes. */
export const MAX_HAVE = 16;
export const MAX_VOTES_PER_ANSWER = 4_096;

/** Body of a message on `votes/{group}`. */
export const VoteBatchSsz = new ListCompositeType(VoteSsz, MAX_VOTES_PER_MESSAGE);

/** Both sides say it first on a connection, and again now and then. `earliest`: lowest height whose block is kept. */
export const StatusSsz = new ContainerType(
  { genesisHash: Bytes32, height: Uint64, headHash: Bytes32, earliest: Uint64, l2Number: Uint64 },
  { typeName: "Status" },
);

export const RangeRequestSsz = new ContainerType({ from: Uint64, count: Uint16 }, { typeName: "RangeRequest" });

export const SignedBlockSsz = new ContainerType({ block: BlockSsz, commit: CommitSsz }, { typeName: "SignedBlock" });

/** `have[i].bits`: bit k is the k-th voter by ascending id, least significant bit first. */
export const VotesRequestSsz = new ContainerType(
  {
    height: Uint64,
    round: Uint32,
    proposal: new BooleanType(),
    have: new ListCompositeType(
      new ContainerType({ type: Uint8, value: Bytes32, bits: new ByteListType(MAX_VALIDATORS / 8) }),
      MAX_HAVE,
    ),
  },
  { typeName: "VotesRequest" },
);
export type VotesRequest = ValueOf<typeof VotesRequestSsz>;

/** `headHeight` is the answering node's newest final block: at or above the height asked for, blocks are the answer. */
export const VotesAnswerSsz = new ContainerType(
  {
    headHeight: Uint64,
    votes: new ListCompositeType(VoteSsz, MAX_VOTES_PER_ANSWER),
    proposal: new OptionalType(ProposalSsz),
  },
  { typeName: "VotesAnswer" },
);

/** Decodes what a peer sent; undefined if it is not exactly one value of the type. */
export function tryDecode<T>(type: Type<T>, bytes: Uint8Array): T | undefined {
  try {
    return decodeStrict(type, bytes);
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
