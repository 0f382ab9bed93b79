import { CodedError } from "../errors.ts";

/** Why a block can't follow its parent. */
export type TransitionErrorDetail =
  | { readonly code: "BLOCK_VERSION"; readonly expected: number; readonly actual: number }
  | { readonly code: "BLOCK_GENESIS_HASH" }
  | { readonly code: "BLOCK_HEIGHT"; readonly expected: number; readonly actual: number }
  | { readonly code: "BLOCK_PARENT_HASH" }
  | { readonly code: "BLOCK_TIME"; readonly earliest: number; readonly actual: number }
  | { readonly code: "BLOCK_TIME_OUT_OF_RANGE"; readonly actual: number }
  | { readonly code: "BLOCK_PROPOSER"; readonly expected: number; readonly actual: number; readonly round: number }
  | { readonly code: "BLOCK_REVEAL" }
  | { readonly code: "BLOCK_BODY_ROOT" }
  | { readonly code: "BLOCK_STATE_ROOT" }
  | { readonly code: "BLOCK_CLAIMS_ROOT" }
  /** A header or body value doesn't fit its SSZ field: only reachable with values that never were encoded. */
  | { readonly code: "BLOCK_UNENCODABLE"; readonly part: "header" | "body" }
  | { readonly code: "L2_NUMBER_BACKWARDS"; readonly parent: number; readonly actual: number }
  | { readonly code: "L2_NUMBER_OFF_STEP"; readonly step: number; readonly actual: number }
  | {
      readonly code: "L2_FIELDS_NOT_COPIED";
      readonly field: "l2Hash" | "rewardRate" | "poolReleased" | "l2Events";
    }
  | { readonly code: "L2_AMOUNT_OUT_OF_RANGE"; readonly field: "rewardRate" | "poolReleased" }
  | { readonly code: "L2_EVENT_ORDER"; readonly index: number }
  | { readonly code: "L2_EVENT_OUT_OF_RANGE"; readonly index: number; readonly l2Number: number }
  | { readonly code: "COMMIT_MISSING" }
  | { readonly code: "COMMIT_UNEXPECTED" }
  | { readonly code: "COMMIT_HEIGHT"; readonly index: number; readonly actual: number }
  | { readonly code: "COMMIT_BLOCK_HASH"; readonly index: number }
  | { readonly code: "COMMIT_BITS_LENGTH"; readonly index: number; readonly expected: number; readonly actual: number }
  | { readonly code: "COMMIT_QUORUM"; readonly expected: number; readonly actual: number }
  | { readonly code: "COMMIT_BITS_NOT_NEW"; readonly index: number }
  | { readonly code: "COMMIT_SIGNATURE"; readonly index: number }
  | { readonly code: "READY_ORDER"; readonly node: number }
  | { readonly code: ReadyFault; readonly node: number }
  /** Its rules are not part of this protocol version: the field must be empty. */
  | { readonly code: "TRANSITION_UNSUPPORTED_FIELD"; readonly field: "stateChanges" | "evidence" | "reconcile" };

/** Why a `ready` record doesn't stand (protocol/registration.md#ready). */
export type ReadyFault =
  | "READY_NOT_JOINING"
  | "READY_TOO_OLD"
  | "READY_UNKNOWN_BLOCK"
  | "READY_FORK_VERSION"
  | "READY_SIGNATURE";

export class TransitionError extends CodedError<TransitionErrorDetail> {}
