import { ProblemError } from "@session/http";

export type ApiErrorDetail =
  | { code: "CHECKPOINT_NOT_READY"; status: 409; have: number; need: number }
  | { code: "NOTHING_TO_CLAIM"; status: 404; what: string };

/** What this API refuses besides what every API of ours does. */
export class ApiError extends ProblemError<ApiErrorDetail> {}
