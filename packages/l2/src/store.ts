import type { L2ErrorDetail } from "./errors.ts";
import type { BlockRef, ChildRule, Hex, L2Block, L2Log } from "./types.ts";

/** A step without its logs, which are stored by their own id. */
export type StoredStep = { readonly block: L2Block; readonly reads: readonly Hex[] };

/** What the stored data was collected for; following on with anything else would leave gaps. */
export type FollowerConfig = {
  readonly chainId: bigint;
  readonly startBlock: bigint;
  readonly step: bigint;
  /** Lower case, sorted. */
  readonly addresses: readonly Hex[];
  /** "to:data" of each read, in order. */
  readonly reads: readonly string[];
  /** "factory:created:childTopic:topics" of each rule, sorted; left out if there are none. */
  readonly children?: readonly string[];
};

/** The rule a contract was found by. */
export type ChildKind = Pick<ChildRule, "factory" | "created" | "childTopic">;

/** A contract a factory has made, with the id of the log that told so. */
export type Child = ChildKind & {
  readonly address: Hex;
  readonly blockNumber: bigint;
  readonly logIndex: number;
};

export type ReorgAlarm = Extract<L2ErrorDetail, { code: "L2_REORG_BEYOND_SAFE" }>;

/** The durable position of the follower. */
export type FollowerState = {
  readonly config: FollowerConfig;
  /** The start block as it was seen. */
  readonly anchor: L2Block;
  /** Everything up to and including this block is stored. A step, or a block between two while ranges are small. */
  readonly cursor: L2Block;
  /** Newest step (or the anchor) behind the safe lag. */
  readonly safe: BlockRef | null;
  readonly alarm: ReorgAlarm | null;
};

/** One atomic change: all of it is durable afterwards, or none. */
export type StoreChange = {
  readonly state: FollowerState;
  readonly steps?: readonly StoredStep[];
  readonly logs?: readonly L2Log[];
  /** Contracts made by these logs. */
  readonly children?: readonly Child[];
  /** Drop steps, logs and children after this block. Each dropped step is remembered with this block as its ancestor. */
  readonly rollbackTo?: BlockRef;
};

/** Where the follower keeps cursor, steps and logs. Ranges are by block number. */
export interface FollowerStore {
  state(): Promise<FollowerState | undefined>;
  step(number: bigint): Promise<StoredStep | undefined>;
  /** Up to `limit` steps with a number of at most `from`, newest first. */
  stepsDown(from: bigint, limit: number): Promise<StoredStep[]>;
  /** Up to `limit` steps with a number above `number`, oldest first. */
  stepsAfter(number: bigint, limit: number): Promise<StoredStep[]>;
  /** Logs of (fromExclusive, toInclusive], ascending by (block number, log index); with `limit` the first so many. */
  logs(fromExclusive: bigint, toInclusive: bigint, limit?: number): Promise<L2Log[]>;
  /** Contracts found by this rule, in the order of their logs. A store that can answer from its logs keeps no others. */
  children(kind: ChildKind): Promise<Child[]>;
  /** The ancestor to which a step that was dropped by a reorganisation went back; undefined if it never was. */
  ancestorOfDropped(step: BlockRef): Promise<BlockRef | undefined>;
  write(change: StoreChange): Promise<void>;
  close(): Promise<void>;
}
