import { CodedError } from "@session/protocol";

/** Why bytes aren't a point the network accepts. */
export type PointFault = "length" | "flags" | "padding" | "coordinate" | "curve" | "subgroup" | "infinity";

/** Everything this package refuses; the code is stable, the rest are flat fields for logs. */
export type BlsErrorDetail =
  /** Fewer than 32 bytes of keying material. */
  | { readonly code: "BLS_KEY_MATERIAL_TOO_SHORT"; readonly sizeBytes: number }
  /** Not 32 bytes, zero, or not below the group order. */
  | { readonly code: "BLS_INVALID_SECRET_KEY" }
  /** `index` is the place in the list given, if there was one. */
  | { readonly code: "BLS_INVALID_PUBLIC_KEY"; readonly fault: PointFault; readonly index?: number }
  | { readonly code: "BLS_INVALID_SIGNATURE"; readonly fault: PointFault; readonly index?: number }
  /** The same key twice in one aggregate: a signer must not count twice. */
  | { readonly code: "BLS_DUPLICATE_PUBLIC_KEY"; readonly index: number }
  /** Nothing to aggregate. */
  | { readonly code: "BLS_EMPTY" }
  /** The sum is the point at infinity. */
  | { readonly code: "BLS_INFINITY" }
  /** A value doesn't fit its EIP-712 type. */
  | { readonly code: "BLS_INVALID_FIELD"; readonly field: string; readonly expected: string }
  /** The worker pool has as many waiting jobs as it may. */
  | { readonly code: "BLS_QUEUE_FULL"; readonly limit: number }
  /** The worker pool was closed before the job ran. */
  | { readonly code: "BLS_POOL_CLOSED" }
  /** The worker thread died, or failed in a way no input should cause. */
  | { readonly code: "BLS_WORKER_FAILED"; readonly reason: string };

/** Deliberate error of `@session/bls`. */
export class BlsError extends CodedError<BlsErrorDetail> {}
