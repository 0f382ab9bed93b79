import { CodedError } from "@session/protocol";

export type NodeErrorDetail =
  | { code: "WRONG_CHAIN_ID"; provider: string; found: string; expected: string }
  | { code: "CONTRACT_MISMATCH"; address: string; what: string }
  | { code: "GENESIS_MISMATCH"; address: string; what: string; found: string; expected: string }
  | { code: "PORT_IN_USE"; port: number; process: string; option: string }
  | { code: "KEYS_MISSING"; path: string }
  | { code: "KEYS_EXIST"; path: string }
  | { code: "OPTION_INVALID"; option: string; reason: string }
  /** By this node's own state, or by an indexer, which is named then with its code. */
  | { code: "REGISTRATION_REFUSED"; reason: string; indexer?: string; apiCode?: string }
  | { code: "INDEXER_UNREACHABLE"; urls: readonly string[]; reason: string }
  | { code: "NODE_UNREACHABLE"; url: string; reason: string };

export class NodeError extends CodedError<NodeErrorDetail> {}

/**
 * One exit code for each way a node refuses to start or stops by itself (docs/operator/exit-codes.md); 1 is anything
 * unforeseen, 2 wrong usage.
 */
export const EXIT_CODES: Readonly<Record<string, number>> = {
  OPTION_INVALID: 2,
  NETWORK_FILE_INVALID: 3,
  WRONG_CHAIN_ID: 10,
  CONTRACT_MISMATCH: 11,
  GENESIS_MISMATCH: 12,
  PROVIDER_DOWN: 13,
  L2_REORG_BEYOND_SAFE: 14,
  FORK_FROM_CHECKPOINT: 15,
  REWIND_MISMATCH: 16,
  DATA_OF_OTHER_NODE: 20,
  STORE_CORRUPT: 21,
  STORE_IN_USE: 22,
  STORE_WRITE_FAILED: 23,
  KEYS_MISSING: 24,
  KEYS_EXIST: 25,
  SIGN_GUARD_CORRUPT: 26,
  WAL_CORRUPT: 27,
  PORT_IN_USE: 30,
  NODE_UNREACHABLE: 40,
  REGISTRATION_REFUSED: 41,
  INDEXER_UNREACHABLE: 42,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof CodedError ? (EXIT_CODES[error.code] ?? 1) : 1;
}
