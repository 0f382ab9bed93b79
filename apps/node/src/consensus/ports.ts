import type { AggregateSet, SignatureSet } from "@session/bls";
import type { Block, Commit, Height, NodeId, Proposal, UnixSeconds, Vote } from "@session/protocol";

/** A node that may vote: 48 B compressed BLS key. Lists are ascending by id; bit i of a bitmap is the i-th entry. */
export type Voter = { readonly id: NodeId; readonly blsKey: Uint8Array };

/** What consensus needs to know of the newest final block. */
export type ChainHead = {
  readonly height: Height;
  readonly time: UnixSeconds;
  readonly hash: Uint8Array;
  /** Validators of height + 1. */
  readonly validators: readonly Voter[];
  /** Every node the contract knows: the attesters of checkpoints. */
  readonly attesters: readonly Voter[];
  /** Proposer of (height + 1, round). */
  proposer(round: number): NodeId;
};

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message?: string };

/** The chain as consensus sees it; implemented by `chain/`, by the simulation over the same `chain/` code. */
export interface ChainPort {
  head(): ChainHead;
  /**
   * A fresh block for (head.height + 1, round); `late` adds bits to heights head − 1 … head − 4, each bit once. From
   * round 2 on it keeps the parent's L2 view. Undefined: this node can't propose now.
   */
  buildBlock(round: number, late: readonly Commit[], signal: AbortSignal): Promise<Block | undefined>;
  /**
   * Recomputes everything in a proposed block from this node's own view. `fresh` (validRound −1) also checks time and
   * L2 view against the own clock and follower.
   */
  validateBlock(block: Block, proposal: { round: number; fresh: boolean }, signal: AbortSignal): Promise<Verdict>;
  /** Executes and stores a decided block in one atomic batch; resolves once durable. `head()` is the new one after. */
  commitBlock(block: Block, commit: Commit): Promise<void>;
  /**
   * The head's commit with precommits that came after its decision: what the next block should carry as `commits[0]`.
   * Called just before `buildBlock`; its signatures are verified.
   */
  improveCommit?(commit: Commit): void;
  /** Whether this node may vote now (synced, follower healthy, no L2_REORG_BEYOND_SAFE), and if not why. */
  canVote(): Verdict;
}

/** How consensus talks; implemented over gossipsub by `p2p/`, by a virtual network in the simulation. */
export interface ConsensusTransport {
  broadcastProposal(proposal: Proposal): void;
  /** Own votes; the transport may batch. */
  broadcastVote(vote: Vote): void;
  /** Pulls what is missing for a height and round from a few peers; answers arrive as ordinary messages. */
  pull(request: { height: Height; round: number; have: readonly VoteHave[]; proposal: boolean }): void;
}
export type VoteHave = { readonly type: number; readonly value: Uint8Array; readonly bits: Uint8Array };

/** Secret keys stay behind it. Each call passes the durable sign guard: conflict → throws SIGN_CONFLICT; else fsync, then sign. */
export interface Signer {
  readonly id: NodeId | undefined;
  readonly blsKey: Uint8Array;
  signVote(vote: Omit<Vote, "signature">): Promise<Vote>;
  signProposal(proposal: Omit<Proposal, "signature">, blockHash: Uint8Array): Promise<Proposal>;
  /** Unique per height, so it needs no guard. */
  reveal(height: Height): Uint8Array;
  /** What this key has signed for a height: what a restarted node stands by. */
  signedAt(height: Height): readonly SignedSlot[];
}
/** A slot the guard holds. `type` is that of a vote, or 3 for a proposal, whose value is its signing root. */
export type SignedSlot = {
  readonly height: Height;
  readonly round: number;
  readonly type: number;
  readonly value: Uint8Array;
};

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Verdict on a gossiped message: `accept` forwards it, `ignore` drops it silently, `reject` counts against the sender. */
export type GossipVerdict =
  | { readonly result: "accept" | "ignore" }
  | { readonly result: "reject"; readonly code: string };

/** BLS as consensus needs it. Workers of `@session/bls/workers` satisfy the two asynchronous methods. */
export interface ConsensusCrypto {
  /** Indexes of the invalid sets, ascending: all together first, bisection only on failure. */
  findInvalid(sets: readonly SignatureSet[]): Promise<readonly number[]>;
  verifyAggregate(set: AggregateSet): Promise<boolean>;
  /** Sum of valid signatures: no pairing, cheap enough for the event loop. */
  aggregateSignatures(signatures: readonly Uint8Array[]): Uint8Array;
}

/** What consensus writes; pino satisfies it. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
