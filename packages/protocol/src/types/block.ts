import {
  BitListType,
  ContainerType,
  ListBasicType,
  ListCompositeType,
  OptionalType,
  type ValueOf,
} from "@chainsafe/ssz";
import { L2EventRecordSsz } from "./l2Event.ts";
import { Bytes32, Bytes96, Uint8, Uint16, Uint32, Uint64, Uint128 } from "./primitive.ts";
import { CommitSsz } from "./vote.ts";

export const MAX_COMMITS = 5;
export const MAX_L2_EVENTS = 256;
export const MAX_STATE_CHANGES = 256;
export const MAX_READY = 256;
export const MAX_EVIDENCE = 16;
export const MAX_REPAIRS = 64;

/**
 * The hash tree root of a header is the block's hash.
 *
 * `stateRoot` is the root after the block. `claimsRoot` is zero but in checkpoint headers. `rewardRate` and `poolReleased`
 * are base units read from the pool at `l2Number`; the rate is per 120 s.
 */
export const BlockHeaderSsz = new ContainerType(
  {
    version: Uint16,
    genesisHash: Bytes32,
    height: Uint64,
    time: Uint64,
    parentHash: Bytes32,
    proposer: Uint32,
    round: Uint32,
    reveal: Bytes96,
    l2Number: Uint64,
    l2Hash: Bytes32,
    rewardRate: Uint128,
    poolReleased: Uint128,
    bodyRoot: Bytes32,
    stateRoot: Bytes32,
    claimsRoot: Bytes32,
  },
  { typeName: "BlockHeader" },
);
export type BlockHeader = ValueOf<typeof BlockHeaderSsz>;

/** A verdict of a test round that changes a node's state; `reasons[i]` belongs to the i-th set bit of `testers`. */
export const StateChangeSsz = new ContainerType(
  {
    kind: Uint8,
    subject: Uint32,
    round: Uint64,
    verdict: Uint8,
    testers: new BitListType(64),
    reasons: new ListBasicType(Uint16, 64),
    signature: Bytes96,
  },
  { typeName: "StateChange" },
);
export type StateChange = ValueOf<typeof StateChangeSsz>;

/** A joining node says it runs: recent block it has, highest fork version it knows; BLS-signed. */
export const ReadyRecordSsz = new ContainerType(
  { node: Uint32, recentHeight: Uint64, recentHash: Bytes32, forkVersion: Uint16, signature: Bytes96 },
  { typeName: "ReadyRecord" },
);
export type ReadyRecord = ValueOf<typeof ReadyRecordSsz>;

/**
 * Two signatures of one node over different values for one (height, round, type). Type 3 is a proposal, whose signature
 * also covers its valid round; for votes those fields are 0.
 */
export const EvidenceSsz = new ContainerType(
  {
    node: Uint32,
    height: Uint64,
    round: Uint32,
    type: Uint8,
    firstValue: Bytes32,
    firstValidRoundPlusOne: Uint32,
    firstSignature: Bytes96,
    secondValue: Bytes32,
    secondValidRoundPlusOne: Uint32,
    secondSignature: Bytes96,
  },
  { typeName: "Evidence" },
);
export type Evidence = ValueOf<typeof EvidenceSsz>;

/** `kind` 0 purges a node the contract no longer has; 1 adds, as removed (`missed`), a node it has and the appchain not. */
export const RepairSsz = new ContainerType({ kind: Uint8, event: L2EventRecordSsz }, { typeName: "Repair" });
/** The contract's node count and aggregate key (96 B affine) at the block's `l2Number`. */
export const ReconcileSsz = new ContainerType(
  { count: Uint32, aggregateKey: Bytes96, repairs: new ListCompositeType(RepairSsz, MAX_REPAIRS) },
  { typeName: "Reconcile" },
);
export type Reconcile = ValueOf<typeof ReconcileSsz>;

/** `commits[0]` is the full commit of height − 1 (absent in block 1), the rest add late bits for older heights. */
export const BlockBodySsz = new ContainerType(
  {
    commits: new ListCompositeType(CommitSsz, MAX_COMMITS),
    l2Events: new ListCompositeType(L2EventRecordSsz, MAX_L2_EVENTS),
    stateChanges: new ListCompositeType(StateChangeSsz, MAX_STATE_CHANGES),
    ready: new ListCompositeType(ReadyRecordSsz, MAX_READY),
    evidence: new ListCompositeType(EvidenceSsz, MAX_EVIDENCE),
    reconcile: new OptionalType(ReconcileSsz),
  },
  { typeName: "BlockBody" },
);
export type BlockBody = ValueOf<typeof BlockBodySsz>;

export const BlockSsz = new ContainerType({ header: BlockHeaderSsz, body: BlockBodySsz }, { typeName: "Block" });
export type Block = ValueOf<typeof BlockSsz>;

/** `validRound` is −1 on the wire as 0, r as r + 1. The proposer signs {@link proposalSigningRoot} with BLS. */
export const ProposalSsz = new ContainerType(
  { height: Uint64, round: Uint32, validRoundPlusOne: Uint32, proposer: Uint32, block: BlockSsz, signature: Bytes96 },
  { typeName: "Proposal" },
);
export type Proposal = ValueOf<typeof ProposalSsz>;
