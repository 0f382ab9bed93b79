import { CodedError } from "@session/protocol";

export type SdkErrorDetail =
  /** The API answered with a problem; `apiCode` is the server's own code. */
  | { code: "API_PROBLEM"; url: string; status: number; apiCode: string }
  /** No answer, or one that isn't of the documented shape. */
  | { code: "API_UNREACHABLE"; url: string; reason: string }
  | { code: "API_MALFORMED"; url: string; reason: string }
  /** The contract refused; `name` is its custom error, `args` what it says of it. */
  | { code: "CONTRACT_REVERTED"; name: string; args: readonly unknown[]; action: string }
  | { code: "TRANSACTION_FAILED"; hash: string; action: string }
  | { code: "NOTHING_TO_CLAIM"; recipient: string }
  /** The grace lasts, or the reason of the removal forbids it. */
  | { code: "NOT_LIQUIDATABLE"; nodeId: number }
  /** The address is no pool of this factory: contributing to it could lose the tokens. */
  | { code: "NOT_A_POOL"; pool: string; factory: string };

/** An error a person can act on: the message says what happened, why, and what to do next. */
export class SdkError extends CodedError<SdkErrorDetail> {}
