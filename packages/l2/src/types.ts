/** Bytes as lower-case hex with prefix. */
export type Hex = `0x${string}`;

/** The part of an L2 block header the follower keeps. `timestamp` in unix seconds. */
export type L2Block = { number: bigint; hash: Hex; parentHash: Hex; timestamp: bigint };

/** A block by number and hash. */
export type BlockRef = { readonly number: bigint; readonly hash: Hex };

/** One contract event. Its id is (`blockNumber`, `logIndex`): two equal events of one block are two. */
export type L2Log = {
  address: Hex;
  topics: readonly Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hex;
  logIndex: number;
  transactionHash: Hex;
  /** Unix seconds of its block, if the provider tells with the log: Geth from 1.14, Nitro, Anvil. */
  time?: bigint;
};

/** An `eth_call` made at every step block. */
export type ReadCall = { to: Hex; data: Hex };

/**
 * A block whose number is a multiple of the step, with everything that happened since the step before.
 *
 * `logs` are those of (previous step, this], ascending by (block number, log index). `reads` are the results of
 * `FollowerOptions.reads` at this block, in their order; a call that reverts is "0x". `reads` is empty when no provider
 * keeps the state of this block any more (catching up after a long absence on providers without an archive).
 */
export type L2Step = { block: L2Block; logs: readonly L2Log[]; reads: readonly Hex[] };

/**
 * Contracts made by a factory: their addresses are learnt from its events. `created` is the first topic of the factory's
 * event, `childTopic` the place of the new contract's address among its topics, `topics` are the first topics of the
 * contracts' own events to follow.
 *
 * The logs are asked for by these topics from any address, so choose events that strangers seldom emit.
 */
export type ChildRule = {
  /** Must be one of `FollowerOptions.addresses`. */
  factory: Hex;
  created: Hex;
  childTopic: 1 | 2 | 3;
  topics: readonly Hex[];
};

/** What tells of the chain itself, apart from the steps. */
type ChainEvent =
  /** `ancestor`: newest step number that is still valid (or the start block); drop everything after it. */
  | { type: "reorg"; ancestor: bigint }
  /** Newest step behind the safe lag: it and all before it will never be rolled back. */
  | { type: "finalize"; block: L2Block };

/** What the follower tells its subscribers. */
export type SourceEvent = { type: "block"; step: L2Step } | ChainEvent;

/** The same for those who take many steps at once: consecutive ones, never none. */
export type BatchEvent = { type: "steps"; steps: readonly L2Step[] } | ChainEvent;

/** How much a batch holds at most. A single step with more logs than that still comes as a whole. */
export type BatchLimits = {
  maxLogs: number;
  /** Default 1,000. */
  maxSteps?: number;
};

/** What to follow. */
export type FollowerOptions = {
  chainId: bigint;
  /** Contracts whose events are followed. */
  addresses: readonly Hex[];
  /** Contracts to follow from the moment a factory makes them. */
  children?: readonly ChildRule[];
  /** Block of `start()`: events at or before it are never delivered. */
  startBlock: bigint;
  /** Steps are the blocks whose number is a multiple of this. */
  step: bigint;
  /** How far behind the head a step counts as final; seconds are those between L2 timestamps. */
  safeLag: { seconds: number } | { blocks: number };
  pollIntervalMs: number;
  /** Largest range of one `eth_getLogs`, in blocks. Default 1,000, what free tiers allow. */
  maxRange?: bigint;
  /** Range to begin with, while nothing is known of how many events there are. Default: 1,000. */
  firstRange?: bigint;
  /** Requests a minute to each provider; the follower waits rather than pass it. Default: no limit. */
  maxCallsPerMinute?: number;
  reads?: readonly ReadCall[];
};
