import { CodedError } from "@session/protocol";

/** Why the guard refuses a signature, or can't give one. */
export type SignErrorDetail =
  /** Another value was signed for this slot: signing this one would be a provable offence. */
  | { readonly code: "SIGN_CONFLICT"; readonly height: number; readonly round: number; readonly type: number }
  /** The guard keeps nothing of heights this old, so it can't tell whether the slot was used. */
  | { readonly code: "SIGN_BELOW_LOWEST"; readonly height: number; readonly lowest: number }
  /** A restored key waits until no signature of its former life can still be in use. */
  | { readonly code: "SIGN_RESTORED_KEY"; readonly height: number }
  /** This node isn't registered, so it has no id to sign for. */
  | { readonly code: "SIGN_NOT_REGISTERED" }
  /** Signing for another node's id. */
  | { readonly code: "SIGN_WRONG_NODE"; readonly node: number }
  /** The guard's file is damaged before its end: what was signed can't be known. */
  | { readonly code: "SIGN_GUARD_CORRUPT"; readonly path: string; readonly offset: number };

export class SignError extends CodedError<SignErrorDetail> {}
