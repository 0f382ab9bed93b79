import { CodedError } from "@session/protocol";

export type StoreErrorDetail =
  /** Something stored can't be read back or contradicts its own hash. `goodHeight`: newest height known to be whole. */
  | { code: "STORE_CORRUPT"; path: string; what: string; goodHeight: number }
  /** Another process has the data folder open. */
  | { code: "STORE_IN_USE"; path: string }
  /** The folder holds the data of another node or network. */
  | { code: "DATA_OF_OTHER_NODE"; path: string; field: string; found: string; expected: string }
  /** The device is full or the folder isn't writable; nothing was half-written: a block is one atomic batch. */
  | { code: "STORE_WRITE_FAILED"; path: string; reason: string };

export class StoreError extends CodedError<StoreErrorDetail> {}

export function writeFailed(path: string, cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    { code: "STORE_WRITE_FAILED", path, reason },
    `Writing to ${path} failed (${reason}). Make room or restore write access, then start again: nothing was half-written.`,
    { cause },
  );
}

export function corruptStore(path: string, what: string, goodHeight: number, cause?: unknown): StoreError {
  return new StoreError(
    { code: "STORE_CORRUPT", path, what, goodHeight },
    `The store in ${path} is damaged: ${what}. Height ${goodHeight} is the last good one. ` +
      `Repair with: session-node repair --data-dir ${path} — it goes back to height ${goodHeight} and fetches the rest from peers; ` +
      "the sign guard is kept, so nothing is signed twice.",
    cause === undefined ? undefined : { cause },
  );
}
