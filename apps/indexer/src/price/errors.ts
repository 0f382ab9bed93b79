import { CodedError } from "@session/protocol";

export type PriceErrorDetail =
  | { code: "PRICE_UNREACHABLE"; reason: string }
  | { code: "PRICE_TIMEOUT"; timeoutMs: number }
  | { code: "PRICE_STATUS"; status: number }
  | { code: "PRICE_TOO_LARGE"; limitBytes: number }
  | { code: "PRICE_NOT_JSON" }
  /** Nothing stands at the path. */
  | { code: "PRICE_MISSING"; path: string }
  /** What stands there is no positive decimal number of a sane size. */
  | { code: "PRICE_INVALID"; path: string };

/** Why a source of prices gave none; logged and counted, never an answer's error. */
export class PriceError extends CodedError<PriceErrorDetail> {}
