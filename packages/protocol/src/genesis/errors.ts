import { CodedError } from "../errors.ts";

export type GenesisErrorDetail =
  /** The file isn't of the right shape; `path` names the place. */
  | { readonly code: "GENESIS_INVALID_FIELD"; readonly path: string; readonly expected: string }
  | { readonly code: "GENESIS_UNKNOWN_FIELD"; readonly path: string }
  | { readonly code: "GENESIS_MISSING_FIELD"; readonly path: string }
  | { readonly code: "GENESIS_NO_NODES" }
  | { readonly code: "GENESIS_NODE_ORDER"; readonly node: number }
  | { readonly code: "GENESIS_DUPLICATE_KEY"; readonly node: number; readonly key: "bls" | "ed25519" }
  | { readonly code: "GENESIS_NODE_INVALID"; readonly node: number; readonly reason: string }
  | { readonly code: "GENESIS_BALANCE_INVALID"; readonly index: number; readonly reason: string }
  | { readonly code: "GENESIS_VALUE_OUT_OF_RANGE"; readonly field: string }
  /** A stored state belongs to another network. */
  | { readonly code: "GENESIS_HASH_MISMATCH" };

export class GenesisError extends CodedError<GenesisErrorDetail> {}
