import type { Contributor } from "../types/l2Event.ts";
import type { Height, NodeId, UnixSeconds } from "../types/primitive.ts";

export type NodeStatus = "joining" | "active" | "decommissioned" | "removed";
/** Why a node is removed: it decides its claims leaves (protocol/claims.md#leaves). */
export type RemovedReason = "voluntary" | "deregistered" | "rejected" | "missed";

/** A node as the appchain knows it; immutable. Amounts in base units, times in unix seconds of block time. */
export type NodeState = {
  readonly id: NodeId;
  readonly operator: Uint8Array;
  /** 48 B compressed. */
  readonly blsKey: Uint8Array;
  readonly ed25519Key: Uint8Array;
  readonly feeBps: number;
  /** contributors[0] is the operator; its beneficiary takes the fee. */
  readonly contributors: readonly Contributor[];
  /** Σ of the contributors' amounts. */
  readonly deposit: bigint;
  readonly status: NodeStatus;
  /** Time and height of the block after which it had this status. */
  readonly statusSince: UnixSeconds;
  readonly statusHeight: Height;
  readonly registeredAt: UnixSeconds;
  readonly registeredHeight: Height;
  /** Earns from the first block at or after this time, while active. */
  readonly payableAt: UnixSeconds;
  /** Has a share in the reward index now. */
  readonly payable: boolean;
  /** Reward index up to which its rewards are settled; meaningful while payable. */
  readonly indexAt: bigint;
  /** 0 = no exit requested. */
  readonly exitRequestedAt: UnixSeconds;
  /** Leaves (`voluntary`) at the first block at or after this time; 0 = none. */
  readonly unlockAt: UnixSeconds;
  /** Credit at service second `creditAt`; see {@link creditOf}. */
  readonly creditSec: number;
  readonly creditAt: number;
  /** Highest fork version it said it knows. */
  readonly forkVersion: number;
  /** The contract has paid it out, but it is the last validator: forgotten as soon as there is another. */
  readonly departed: boolean;
  readonly removed?: { readonly reason: RemovedReason; readonly at: UnixSeconds };
};
