import type { BitArray, ValueOf } from "@chainsafe/ssz";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { leavingLeaves, rewardLeaves } from "../claims/claimLeaves.ts";
import { ClaimsTree } from "../claims/claimsTree.ts";
import { decodeStrict, equalBytes } from "../codec/decodeStrict.ts";
import type { Voter } from "../commit/voter.ts";
import { GenesisError } from "../genesis/errors.ts";
import { genesisHash } from "../genesis/genesisHash.ts";
import type { Genesis } from "../genesis.ts";
import type { Preset } from "../presets/preset.ts";
import { presetOf } from "../presets/presetOf.ts";
import type { Height, NodeId, UnixSeconds } from "../types/primitive.ts";
import { type StateContent, toContent } from "./content.ts";
import { creditOf } from "./credit.ts";
import { SeededShuffle } from "./draw.ts";
import { genesisStateValue } from "./genesisState.ts";
import type { NodeState } from "./node.ts";
import { countPresence } from "./presence.ts";
import { splitEarned } from "./rewards.ts";
import { RECENT_HASHES, StateSsz, VALIDATOR_SETS } from "./stateSsz.ts";

type StateView = ReturnType<typeof StateSsz.toViewDU>;
/** Root of a state's SSZ tree; successors share every subtree they didn't change. */
export type StateTree = StateView["node"];

/** A place in the log order of L2. */
export type L2Position = { readonly l2Number: number; readonly logIndex: number };

/** Where every ledger unit is: settled + virtual + carry = brought along + due, exactly. All in 1e-18 SESH. */
export type Accounting = {
  readonly settled: bigint;
  readonly virtual: bigint;
  readonly carry: bigint;
  readonly broughtAlong: bigint;
  readonly due: bigint;
};

/**
 * The state after one block: immutable, with everything the rules, the node and its API read from it. Rewards are read as
 * if every node were settled now; reading changes nothing.
 */
export class ChainState {
  readonly genesis: Genesis;
  readonly preset: Preset;
  /** For the transition: the parts of the state, and its tree. */
  readonly content: StateContent;
  readonly tree: StateTree;
  #lifetimes: ReadonlyMap<string, bigint> | undefined;
  #claims: ClaimsTree | undefined;
  #proposers: SeededShuffle | undefined;

  constructor(genesis: Genesis, content: StateContent, tree: StateTree) {
    this.genesis = genesis;
    this.preset = presetOf(genesis.preset);
    this.content = content;
    this.tree = tree;
  }

  /** @throws {GenesisError} when no chain could run from it */
  static fromGenesis(genesis: Genesis): ChainState {
    return ChainState.#fromValue(genesisStateValue(genesis), genesis);
  }

  /**
   * The state another node or this one serialised. Compare its root with a final header's before trusting it.
   *
   * @throws {CodecError} `MALFORMED`
   * @throws {GenesisError} `GENESIS_HASH_MISMATCH` for a state of another network
   */
  static deserialize(bytes: Uint8Array, genesis: Genesis): ChainState {
    const value = decodeStrict(StateSsz, bytes);
    if (!equalBytes(value.genesisHash, genesisHash(genesis)))
      throw new GenesisError({ code: "GENESIS_HASH_MISMATCH" }, "the stored state belongs to another network");
    return ChainState.#fromValue(value, genesis);
  }

  static #fromValue(value: ValueOf<typeof StateSsz>, genesis: Genesis): ChainState {
    return new ChainState(genesis, toContent(value), StateSsz.toViewDU(value).node);
  }

  serialize(): Uint8Array {
    return StateSsz.getViewDU(this.tree).serialize();
  }

  root(): Uint8Array {
    return this.tree.root;
  }

  get height(): Height {
    return this.content.head.height;
  }
  get time(): UnixSeconds {
    return this.content.head.time;
  }
  get seed(): Uint8Array {
    return this.content.head.seed;
  }
  get forkVersion(): number {
    return this.content.head.forkVersion;
  }
  get l2Number(): number {
    return this.content.head.l2Number;
  }
  get l2Hash(): Uint8Array {
    return this.content.head.l2Hash;
  }
  /** All L2 events up to this one have been applied; at the end of block `l2Number` unless a step comes in parts. */
  get l2Position(): L2Position {
    return { l2Number: this.content.head.l2EventNumber, logIndex: this.content.head.l2EventIndex };
  }
  /** Base units per 120 s, as in the last header. */
  get rewardRate(): bigint {
    return this.content.head.rewardRate;
  }
  /** Base units, as in the last header. */
  get poolReleased(): bigint {
    return this.content.head.poolReleased;
  }
  /** Base units. */
  get stakingRequirement(): bigint {
    return this.content.head.stakingRequirement;
  }
  get maxContributors(): number {
    return this.content.head.maxContributors;
  }
  /** Rewards due since genesis; ledger units, like the next three. */
  get due(): bigint {
    return this.content.head.due;
  }
  get carry(): bigint {
    return this.content.head.carry;
  }
  get index(): bigint {
    return this.content.head.index;
  }
  /** Per 120 s. */
  get smoothedRate(): bigint {
    return this.content.head.smoothedRate;
  }
  get payableCount(): number {
    return this.content.nodes.payableCount;
  }

  node(id: NodeId): NodeState | undefined {
    return this.content.nodes.get(id);
  }

  /** Every node the chain knows, removed ones included, ascending by id. */
  nodes(): readonly NodeState[] {
    return this.content.nodes.list;
  }

  /** Validators of height + 1, ascending by id; never empty. */
  validators(): readonly Voter[] {
    return this.content.nodes.validators;
  }

  /** Validators of one of the last heights, height + 1 included; undefined when it isn't among the 6 a state knows. */
  validatorsAt(height: Height): readonly Voter[] | undefined {
    if (!Number.isSafeInteger(height) || height < 1) return undefined;
    if (height > this.height + 1 || height <= this.height + 1 - VALIDATOR_SETS) return undefined;
    return this.content.voterSets.findLast((set) => set.from <= height)?.voters;
  }

  /** Who attests checkpoints: every node the contract knows. */
  attesters(): readonly Voter[] {
    return this.content.nodes.attesters;
  }

  /** Proposer of (height + 1, round): everyone once in as many rounds as there are validators (blocks.md#draws). */
  proposer(round: number): NodeId {
    const validators = this.validators();
    this.#proposers ??= new SeededShuffle("session/proposer/1", this.seed, this.height + 1, validators.length);
    return validators[this.#proposers.at(round)]?.id ?? 0;
  }

  /** Who was seen so far in the commit of one of the last heights; late bits may still be added. */
  commitBits(height: Height): BitArray | undefined {
    return this.content.recentCommits.find((commit) => commit.height === height)?.bits;
  }

  /** Hash of a block before the head's, as far back as the state remembers (64 blocks). */
  hashAt(height: Height): Uint8Array | undefined {
    const isRemembered = height >= 0 && height < this.height && height >= this.height - RECENT_HASHES;
    return isRemembered ? this.content.recentHashes[height % RECENT_HASHES] : undefined;
  }

  participation(id: NodeId): { present: number; counted: number } | undefined {
    const index = this.content.nodes.indexOf(id);
    const presence = index === undefined ? undefined : this.content.presence[index];
    return presence === undefined ? undefined : countPresence(presence);
  }

  /** Seconds of credit now; undefined for an unknown node. */
  creditSec(id: NodeId): number | undefined {
    const node = this.node(id);
    return node === undefined ? undefined : creditOf(node, this.content.head.serviceSec, this.preset);
  }

  /** Lifetime rewards of an address in ledger units (1e-18 SESH); 0 for one that never earned. */
  lifetimeRewards(address: Uint8Array): bigint {
    return this.#lifetimesByAddress().get(bytesToHex(address)) ?? 0n;
  }

  /** Lifetime rewards of everyone, ascending by address; ledger units. */
  accruals(): { address: Uint8Array; lifetime: bigint }[] {
    return [...this.#lifetimesByAddress()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, lifetime]) => ({ address: hexToBytes(address), lifetime }));
  }

  /** The claims tree of this state (protocol/claims.md). */
  claims(): ClaimsTree {
    this.#claims ??= new ClaimsTree([
      ...rewardLeaves(this.#lifetimesByAddress()),
      ...leavingLeaves(this.nodes(), this.time, this.preset),
    ]);
    return this.#claims;
  }

  accounting(): Accounting {
    const { head, nodes, balances } = this.content;
    let settled = 0n;
    for (const { amount } of balances.entries()) settled += amount;
    const virtual = nodes.list.reduce((sum, node) => sum + (node.payable ? head.index - node.indexAt : 0n), 0n);
    const broughtAlong = this.genesis.balances.reduce((sum, { amount }) => sum + amount, 0n) * 1_000_000_000n;
    return { settled, virtual, carry: head.carry, broughtAlong, due: head.due };
  }

  #lifetimesByAddress(): ReadonlyMap<string, bigint> {
    if (this.#lifetimes !== undefined) return this.#lifetimes;
    const lifetimes = this.content.balances.amounts();
    for (const node of this.nodes()) {
      if (!node.payable) continue;
      for (const { address, amount } of splitEarned(node, this.index - node.indexAt).shares) {
        if (amount === 0n) continue;
        const key = bytesToHex(address);
        lifetimes.set(key, (lifetimes.get(key) ?? 0n) + amount);
      }
    }
    this.#lifetimes = lifetimes;
    return lifetimes;
  }
}
