import { CodedError } from "../errors.ts";

export type CodecErrorDetail =
  /** Too long, not the type's SSZ, not its only encoding, or a number above 2^53 − 1. */
  { readonly code: "MALFORMED"; readonly type: string; readonly reason: CodecFault; readonly sizeBytes: number };
export type CodecFault = "too-large" | "undecodable" | "not-canonical" | "number-too-large" | "invariant";

export class CodecError extends CodedError<CodecErrorDetail> {}
