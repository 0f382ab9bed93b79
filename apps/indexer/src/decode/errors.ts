import { CodedError } from "@session/protocol";

/** Why a log is not what its event's ABI says. Offsets in bytes of the data. */
export type DecodeErrorDetail =
  | { readonly code: "TOPICS_WRONG"; readonly event: string; readonly expected: number; readonly actual: number }
  | { readonly code: "DATA_TOO_SHORT"; readonly at: number; readonly length: number }
  | { readonly code: "DATA_TOO_LONG"; readonly expected: number; readonly actual: number }
  | { readonly code: "OFFSET_WRONG"; readonly at: number; readonly expected: number }
  | { readonly code: "VALUE_OUT_OF_RANGE"; readonly type: string; readonly at: number }
  /** Of the ABI, not of a log. */
  | { readonly code: "TYPE_UNSUPPORTED"; readonly event: string; readonly type: string };

export class DecodeError extends CodedError<DecodeErrorDetail> {}
