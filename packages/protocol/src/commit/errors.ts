import { CodedError } from "../errors.ts";

export type NonSignersErrorDetail =
  | { readonly code: "NON_SIGNERS_UNSORTED"; readonly id: number }
  | { readonly code: "NON_SIGNERS_ID_OUT_OF_RANGE"; readonly id: number }
  | { readonly code: "NON_SIGNERS_UNKNOWN_SIGNER"; readonly id: number };

export class NonSignersError extends CodedError<NonSignersErrorDetail> {}
