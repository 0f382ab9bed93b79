import { BitArray } from "@chainsafe/ssz";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Voter } from "../commit/voter.ts";
import { readySigningRoot, revealSigningRoot, voteSigningRoot } from "../domains.ts";
import { genesisHash } from "../genesis/genesisHash.ts";
import type { Genesis, GenesisNode } from "../genesis.ts";
import { presetOf } from "../presets/presetOf.ts";
import { ChainState } from "../state/chainState.ts";
import { produceBlock } from "../transition/applyBlock.ts";
import type { BlockDraft, TransitionContext } from "../transition/context.ts";
import type { Executed } from "../transition/execute.ts";
import type { Block, BlockBody, ReadyRecord } from "../types/block.ts";
import { blockHash } from "../types/blockHash.ts";
import type { Contributor, L2Event, L2EventRecord } from "../types/l2Event.ts";
import { encodeL2Event } from "../types/l2EventCodec.ts";
import type { NodeId } from "../types/primitive.ts";
import { type Commit, VoteType } from "../types/vote.ts";
import { type NodeKeys, nodeKeys, type TestBls, testAddress } from "./nodeKeys.ts";

/** One SESH in base units. */
export const SESH = 1_000_000_000n;

export type TestGenesisOptions = Partial<Omit<Genesis, "nodes">> & {
  /** How many nodes are seeded, with ids from 1. */
  readonly nodes: number;
  /** Of every seeded node; default: its operator alone stakes 25,000 SESH. */
  readonly contributors?: (id: NodeId) => readonly Contributor[];
  readonly feeBps?: (id: NodeId) => number;
};

/** A devnet genesis with deterministic keys; what matters to a test is overridden by it. */
export function testGenesis(bls: TestBls, options: TestGenesisOptions): Genesis {
  const { nodes, contributors, feeBps, ...overrides } = options;
  const requirement = 25_000n * SESH;
  return {
    preset: "devnet",
    chainId: 31_337n,
    contracts: {
      serviceNodeRewards: testAddress("ServiceNodeRewards"),
      rewardRatePool: testAddress("RewardRatePool"),
      sesh: testAddress("SESH"),
    },
    time: 1_800_000_000,
    l2: { number: 100, hash: testHash("l2 block 100") },
    stakingRequirement: requirement,
    maxContributors: 10,
    poolReleased: 0n,
    rewardRate: 0n,
    setVersion: BigInt(nodes),
    nodes: Array.from({ length: nodes }, (_, i): GenesisNode => {
      const { blsKey, ed25519Key } = nodeKeys(bls, i + 1);
      const stakes = contributors?.(i + 1) ?? [soloContributor(`operator ${i + 1}`, requirement)];
      const operator = stakes[0]?.staker ?? testAddress(`operator ${i + 1}`);
      return { id: i + 1, operator, blsKey, ed25519Key, feeBps: feeBps?.(i + 1) ?? 0, contributors: [...stakes] };
    }),
    balances: [],
    ...overrides,
  };
}

export function soloContributor(name: string, amount: bigint): Contributor {
  return { staker: testAddress(name), beneficiary: testAddress(name), amount };
}

/** What the next block is to hold; anything left out is an ordinary value. */
export type NextBlock = Partial<Omit<BlockDraft, "height" | "proposer" | "reveal">> & {
  readonly events?: readonly L2Event[];
  readonly records?: readonly L2EventRecord[];
  readonly ready?: readonly ReadyRecord[];
  /** Validators missing from the full commit of the parent. */
  readonly absent?: readonly NodeId[];
  /** Late bits, newest height first. */
  readonly late?: readonly { readonly height: number; readonly nodes: readonly NodeId[] }[];
};

export type BuiltBlock = Executed & { readonly block: Block; readonly hash: Uint8Array };

/** Makes valid blocks on top of each other with real signatures; every block it makes has gone through the rules. */
export class ChainBuilder {
  readonly genesis: Genesis;
  readonly context: TransitionContext;
  readonly bls: TestBls;
  /** By node id; add those of nodes registered later. */
  readonly keys: Map<NodeId, NodeKeys>;
  readonly built: BuiltBlock[] = [];
  state: ChainState;
  /** Of the newest block; the genesis hash before the first. */
  hash: Uint8Array;

  constructor(bls: TestBls, options: TestGenesisOptions) {
    this.bls = bls;
    this.genesis = testGenesis(bls, options);
    this.hash = genesisHash(this.genesis);
    this.context = { genesis: this.genesis, genesisHash: this.hash, preset: presetOf(this.genesis.preset), bls };
    this.keys = new Map(this.genesis.nodes.map(({ id }) => [id, nodeKeys(bls, id)]));
    this.state = ChainState.fromGenesis(this.genesis);
  }

  /** Makes the next block and moves on to it. */
  next(content: NextBlock = {}): BuiltBlock {
    const parts = this.parts(content);
    const produced = produceBlock(this.state, this.hash, parts.draft, parts.body, this.context);
    const hash = blockHash(produced.block.header);
    const built = { ...produced, hash };
    this.built.push(built);
    this.state = produced.state;
    this.hash = hash;
    return built;
  }

  /** `count` empty blocks. */
  skip(count: number): void {
    for (let i = 0; i < count; i++) this.next();
  }

  /** Draft and body of the next block, not yet executed: for tests that spoil them. */
  parts(content: NextBlock = {}): { draft: BlockDraft; body: BlockBody } {
    const { state, context } = this;
    const height = state.height + 1;
    const round = content.round ?? 0;
    const proposer = state.proposer(round);
    const l2Number = content.l2Number ?? state.l2Number;
    const isSameL2 = l2Number === state.l2Number;
    const draft: BlockDraft = {
      height,
      round,
      proposer,
      time: content.time ?? state.time + context.preset.blockIntervalSec,
      reveal: this.sign(proposer, revealSigningRoot(context.genesisHash, height)),
      l2Number,
      l2Hash: content.l2Hash ?? (isSameL2 ? state.l2Hash : testHash(`l2 block ${l2Number}`)),
      rewardRate: content.rewardRate ?? state.rewardRate,
      poolReleased: content.poolReleased ?? state.poolReleased,
    };
    const body: BlockBody = {
      commits: height === 1 ? [] : [this.fullCommit(content.absent), ...this.#lateCommits(content.late)],
      l2Events: [...(content.events ?? []).map(encodeL2Event), ...(content.records ?? [])],
      stateChanges: [],
      ready: [...(content.ready ?? [])],
      evidence: [],
      reconcile: null,
    };
    return { draft, body };
  }

  /** Commit of the newest block by everyone but the absent. */
  fullCommit(absent: readonly NodeId[] = []): Commit {
    const { height } = this.state;
    const voters = this.state.validatorsAt(height) ?? [];
    return this.commit(height, this.hash, voters, (id) => !absent.includes(id));
  }

  commit(height: number, hash: Uint8Array, voters: readonly Voter[], isPresent: (id: NodeId) => boolean): Commit {
    const message = voteSigningRoot(this.context.genesisHash, {
      height,
      round: 0,
      type: VoteType.precommit,
      value: hash,
    });
    const present = voters.filter(({ id }) => isPresent(id));
    const signature = this.bls.aggregateSignatures(present.map(({ id }) => this.sign(id, message)));
    const bits = BitArray.fromBoolArray(voters.map(({ id }) => isPresent(id)));
    return { height, round: 0, blockHash: hash, bits, signature };
  }

  #lateCommits(late: NextBlock["late"] = []): Commit[] {
    return late.map(({ height, nodes }) => {
      const hash = this.built[height - 1]?.hash ?? new Uint8Array(32);
      return this.commit(height, hash, this.state.validatorsAt(height) ?? [], (id) => nodes.includes(id));
    });
  }

  /** A record of `node` naming the newest block. */
  ready(node: NodeId, overrides: Partial<Omit<ReadyRecord, "node" | "signature">> = {}): ReadyRecord {
    const record = {
      node,
      recentHeight: this.state.height,
      recentHash: this.hash,
      forkVersion: this.state.forkVersion,
      ...overrides,
    };
    return { ...record, signature: this.sign(node, readySigningRoot(this.context.genesisHash, record)) };
  }

  sign(node: NodeId, message: Uint8Array): Uint8Array {
    const secretKey = this.keys.get(node)?.blsSecretKey ?? nodeKeys(this.bls, node).blsSecretKey;
    return this.bls.sign(secretKey, message);
  }
}

export function testHash(name: string): Uint8Array {
  return sha256(utf8ToBytes(`session test hash ${name}`));
}
