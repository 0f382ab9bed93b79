import type { RemovedReason } from "../state/node.ts";
import type { L2EventKind } from "../types/l2Event.ts";
import type { NodeId, UnixSeconds } from "../types/primitive.ts";

/** Why an L2 event changed nothing, or made a removed (`rejected`) node of a registration (protocol/registration.md). */
export type RejectionCode =
  | "UNKNOWN_KIND"
  | "MALFORMED_PAYLOAD"
  | "UNKNOWN_NODE"
  | "NODE_ID_OUT_OF_RANGE"
  | "NODE_ID_TAKEN"
  | "NODE_LIMIT"
  | "SEEDED_AFTER_START"
  | "BLS_KEY_INVALID"
  | "BLS_KEY_IN_USE"
  | "ED25519_KEY_IN_USE"
  | "ED25519_SIGNATURE_INVALID"
  | "FEE_TOO_HIGH"
  | "CONTRIBUTORS_OUT_OF_RANGE"
  | "CONTRIBUTOR_DUPLICATE"
  | "CONTRIBUTOR_STAKE_ZERO"
  | "OPERATOR_NOT_FIRST"
  | "OPERATOR_STAKE_TOO_LOW"
  | "STAKE_MISMATCH"
  | "EXIT_ALREADY_REQUESTED"
  | "NODE_ALREADY_REMOVED"
  | "NODE_ALREADY_DEPARTED"
  | "PARAMETER_OUT_OF_RANGE";

/** What became of one L2 event of a block: nothing fails in silence. Results of a block, not state. */
export type EventOutcome = {
  readonly l2Number: number;
  readonly logIndex: number;
  readonly txHash: Uint8Array;
  readonly kind: L2EventKind | "Unknown";
  /** The node it is about, where the event could be read and names one. */
  readonly node?: NodeId;
} & (
  | { readonly result: "applied" }
  | { readonly result: "rejected"; readonly code: RejectionCode; readonly message: string }
);

/** What a block changed, in order; for logs, indexer and node events. */
export type StateEvent =
  | { readonly type: "node-joining"; readonly node: NodeId }
  | { readonly type: "node-active"; readonly node: NodeId }
  | { readonly type: "node-payable"; readonly node: NodeId }
  | { readonly type: "node-decommissioned"; readonly node: NodeId; readonly reason: "not-ready" }
  | { readonly type: "exit-requested"; readonly node: NodeId; readonly unlockAt: UnixSeconds }
  | { readonly type: "node-removed"; readonly node: NodeId; readonly reason: RemovedReason }
  | { readonly type: "node-forgotten"; readonly node: NodeId }
  /** The change would have left no validator; it is tried again in every block. */
  | {
      readonly type: "deferred";
      readonly node: NodeId;
      readonly change: "remove" | "forget";
      readonly code: "LAST_VALIDATOR";
    }
  | { readonly type: "staking-requirement"; readonly value: bigint }
  | { readonly type: "max-contributors"; readonly value: number };
