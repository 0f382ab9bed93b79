/** What is wrong with a token generation. */
export type TgeErrorDetail =
  | { readonly code: "TGE_PARAMETER_MISSING"; readonly names: readonly string[] }
  | { readonly code: "TGE_PARAMETER_INVALID"; readonly name: string; readonly value: string; readonly expected: string }
  | { readonly code: "TGE_SUM_MISMATCH"; readonly part: string; readonly expected: bigint; readonly actual: bigint }
  | { readonly code: "TGE_FUNDS_MISSING"; readonly expected: bigint; readonly actual: bigint }
  | {
      readonly code: "TGE_BALANCE_MISMATCH";
      readonly account: string;
      readonly expected: bigint;
      readonly actual: bigint;
    };

/** A token generation that can't begin, or didn't end as planned. */
export class TgeError extends Error {
  readonly detail: TgeErrorDetail;

  constructor(detail: TgeErrorDetail, message: string) {
    super(message);
    this.name = "TgeError";
    this.detail = detail;
  }

  get code(): TgeErrorDetail["code"] {
    return this.detail.code;
  }
}
