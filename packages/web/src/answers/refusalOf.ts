import { SdkError } from "@session/sdk";
import type { Query } from "@tanstack/react-query";

/** The HTTP status (4xx) the server has refused a question with; undefined where it didn't, or answered before. */
export function refusalOf({ data, error }: Query["state"]): number | undefined {
  if (data !== undefined || !(error instanceof SdkError)) return undefined;
  const { detail } = error;
  return detail.code === "API_PROBLEM" && detail.status >= 400 && detail.status < 500 ? detail.status : undefined;
}
