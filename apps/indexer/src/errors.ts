import { CodedError } from "@session/protocol";

export type IndexerErrorDetail =
  | { code: "OPTION_INVALID"; option: string; reason: string }
  | { code: "PORT_IN_USE"; port: number; process: string; option: string }
  /** The folder or database holds the data of another network. */
  | { code: "DATA_OF_OTHER_NETWORK"; found: string; expected: string }
  /** Views made again from the raw tables differ from those there were. */
  | { code: "VIEWS_DIFFER"; tables: readonly string[] };

export class IndexerError extends CodedError<IndexerErrorDetail> {}

/** One exit code for each way the indexer refuses to start or stops by itself (docs/indexer/running.md). */
export const EXIT_CODES: Readonly<Record<string, number>> = {
  OPTION_INVALID: 2,
  NETWORK_FILE_INVALID: 3,
  WRONG_CHAIN_ID: 10,
  PROVIDER_DOWN: 13,
  L2_REORG_BEYOND_SAFE: 14,
  REWIND_MISMATCH: 16,
  DATA_OF_OTHER_NETWORK: 20,
  STORE_MISMATCH: 20,
  VIEWS_DIFFER: 21,
  DATABASE_UNREADABLE: 21,
  STORED_BLOCK_DAMAGED: 21,
  DATABASE_IN_USE: 22,
  WRITE_FAILED: 23,
  DATABASE_FULL: 23,
  DATABASE_DOWN: 24,
  DATABASE_NEWER: 25,
  PORT_IN_USE: 30,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof CodedError ? (EXIT_CODES[error.code] ?? 1) : 1;
}
