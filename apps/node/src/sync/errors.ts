import { CodedError } from "@session/protocol";

export type SyncErrorDetail =
  /** No connected peer has, or is willing to give, the next block. Sync goes on trying. */
  | { code: "SYNC_NO_PEER"; height: number }
  /** A block is fine but this node couldn't store it: an operator has to look. */
  | { code: "SYNC_IMPORT_FAILED"; height: number };

export class SyncError extends CodedError<SyncErrorDetail> {}
