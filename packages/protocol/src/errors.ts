/** The shape every error detail shares: a stable code plus flat data. */
export type ErrorDetail = { readonly code: string };

/**
 * Base of every error the project throws on purpose.
 *
 * `detail.code` is the log key, the metric label, the API code and what tests assert; the message is for people and says
 * what happened, why, and what to do. Details are flat so that they can be logged as fields.
 *
 * @example
 * export class VoteError extends CodedError<VoteErrorDetail> {}
 * throw new VoteError({ code: "VOTE_EQUIVOCATION", first, second }, "node 7 voted twice …");
 */
export class CodedError<Detail extends ErrorDetail = ErrorDetail> extends Error {
  readonly detail: Detail;

  constructor(detail: Detail, message?: string, options?: ErrorOptions) {
    super(message ?? detail.code, options);
    this.name = new.target.name;
    this.detail = detail;
  }

  get code(): Detail["code"] {
    return this.detail.code;
  }
}

/** Narrows an unknown error to one of ours with the given code. */
export function hasCode(error: unknown, code: string): error is CodedError {
  return error instanceof CodedError && error.detail.code === code;
}
