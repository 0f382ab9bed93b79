import {
  ContainerNodeStructType,
  ContainerType,
  ListBasicType,
  ListCompositeType,
  UintBigintType,
  type ValueOf,
  VectorCompositeType,
} from "@chainsafe/ssz";
import { ContributorSsz, MAX_CONTRIBUTORS } from "../types/l2Event.ts";
import {
  Bits,
  Bytes20,
  Bytes32,
  Bytes48,
  MAX_VALIDATORS,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Uint128,
} from "../types/primitive.ts";

/** Nodes a state holds at most, removed ones included: what one bitmap of attesters can name. */
export const MAX_NODES = MAX_VALIDATORS;
/** Block hashes a state remembers; a `ready` record names one of them. */
export const RECENT_HASHES = 64;
/** Late bits are taken for the 2nd to the 5th block before (appchain.md, "How votes travel"). */
export const MAX_LATE_HEIGHTS = 5;
/** Heights whose validators a state knows: the next, the last, and those late bits may still come for. */
export const VALIDATOR_SETS = 6;

/** Log index after every event of an L2 block. */
export const END_OF_L2_BLOCK = 2 ** 32 - 1;

/** Everything that changes with every block or nearly. Ledger amounts in 1e-18 SESH, the others in base units. */
export const HeadSsz = new ContainerNodeStructType(
  {
    height: Uint64,
    time: Uint64,
    /** Seconds of service since genesis: block time without stalls, the clock of credit. */
    serviceSec: Uint64,
    /** Until then participation and credit stand still. */
    quietUntil: Uint64,
    seed: Bytes32,
    forkVersion: Uint16,
    forkHeight: Uint64,
    l2Number: Uint64,
    l2Hash: Bytes32,
    /** Position of the newest L2 event applied: all up to it have been. Past `l2Number` while a step comes in parts. */
    l2EventNumber: Uint64,
    l2EventIndex: Uint32,
    rewardRate: Uint128,
    poolReleased: Uint128,
    stakingRequirement: Uint128,
    maxContributors: Uint8,
    index: Uint128,
    carry: Uint128,
    due: Uint128,
    /** Ledger units per 120 s. */
    smoothedRate: Uint128,
  },
  { typeName: "StateHead" },
);
export type StateHead = Readonly<ValueOf<typeof HeadSsz>>;

export const NodeSsz = new ContainerType(
  {
    id: Uint32,
    operator: Bytes20,
    blsKey: Bytes48,
    ed25519Key: Bytes32,
    feeBps: Uint16,
    contributors: new ListCompositeType(ContributorSsz, MAX_CONTRIBUTORS),
    deposit: Uint128,
    status: Uint8,
    statusSince: Uint64,
    statusHeight: Uint64,
    registeredAt: Uint64,
    registeredHeight: Uint64,
    payableAt: Uint64,
    payable: Uint8,
    indexAt: Uint128,
    exitRequestedAt: Uint64,
    unlockAt: Uint64,
    creditSec: Uint32,
    creditAt: Uint64,
    forkVersion: Uint16,
    departed: Uint8,
    removedReason: Uint8,
    removedAt: Uint64,
  },
  { typeName: "Node" },
);

/** Settled lifetime rewards, ledger units. */
export const BalanceSsz = new ContainerNodeStructType({ address: Bytes20, amount: Uint128 }, { typeName: "Balance" });
const VoterSsz = new ContainerNodeStructType({ id: Uint32, blsKey: Bytes48 }, { typeName: "Voter" });
/** Validators of the heights from `from` up to the next entry. Keys are kept: a voter may be forgotten meanwhile. */
export const ValidatorSetSsz = new ContainerType(
  { from: Uint64, voters: new ListCompositeType(VoterSsz, MAX_VALIDATORS) },
  { typeName: "ValidatorSet" },
);
/** Who of a height's validators was seen in its commit so far. */
export const RecentCommitSsz = new ContainerType({ height: Uint64, bits: Bits }, { typeName: "RecentCommit" });

export const NodesSsz = new ListCompositeType(NodeSsz, MAX_NODES);
export const PresenceSsz = new ListBasicType(new UintBigintType(8), MAX_NODES);
export const ValidatorSetsSsz = new ListCompositeType(ValidatorSetSsz, VALIDATOR_SETS);
export const RecentCommitsSsz = new ListCompositeType(RecentCommitSsz, MAX_LATE_HEIGHTS);

/** protocol/blocks.md#state. Its root is a header's `stateRoot`. */
export const StateSsz = new ContainerType(
  {
    genesisHash: Bytes32,
    head: HeadSsz,
    /** Hash of height h at h mod {@link RECENT_HASHES}. */
    recentHashes: new VectorCompositeType(Bytes32, RECENT_HASHES),
    /** Ascending by id. (Not `nodes`: the library's tree views have a member of that name.) */
    nodeList: NodesSsz,
    /** Participation of nodeList[i]; see state/presence.ts. */
    presence: PresenceSsz,
    /** In the order in which addresses were first settled. */
    balances: new ListCompositeType(BalanceSsz, 2 ** 32),
    validatorSets: ValidatorSetsSsz,
    recentCommits: RecentCommitsSsz,
  },
  { typeName: "State" },
);
export type StateValue = ValueOf<typeof StateSsz>;
