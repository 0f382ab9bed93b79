import { CodedError } from "@session/protocol";
import type { problem as problemSchema } from "@session/sdk/indexer-api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { z } from "zod";

/** What makes a problem: a stable code and the HTTP status; further fields are for logs. */
export type ProblemDetail = { readonly code: string; readonly status: number };

/** An error with an HTTP status; served as problem+json (RFC 9457) with its message as `detail`. */
export class ProblemError<Detail extends ProblemDetail = ProblemDetail> extends CodedError<Detail> {}

/** @example throw notFound(`Node ${id}`); */
export function notFound(what: string): ProblemError<{ code: "NOT_FOUND"; status: 404; what: string }> {
  return new ProblemError({ code: "NOT_FOUND", status: 404, what }, `${what} isn't known here.`);
}

/** What a parameter that parses may still be refused for. */
export function invalidParameter(parameter: string, why: string): ProblemError {
  return new ProblemError({ code: "INVALID_PARAMETER", status: 400 }, `${parameter}: ${why}`);
}

/** Codes every route may answer with, whatever else it has. */
export const COMMON_CODES = [
  "INVALID_PARAMETER",
  "MALFORMED_BODY",
  "BODY_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "BAD_REQUEST",
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "RATE_LIMITED",
  "INTERNAL",
] as const;

/** Of the answer; `problemSchema` without what the sender adds. */
export type Problem = Omit<z.infer<typeof problemSchema>, "type" | "requestId">;

const TITLES: Readonly<Record<string, string>> = {
  INVALID_PARAMETER: "Parameter refused",
  MALFORMED_BODY: "Body can't be read",
  BODY_TOO_LARGE: "Body too large",
  UNSUPPORTED_MEDIA_TYPE: "Media type refused",
  BAD_REQUEST: "Request refused",
  NOT_FOUND: "Not found",
  METHOD_NOT_ALLOWED: "Method not allowed",
  RATE_LIMITED: "Too many requests",
  INTERNAL: "Internal error",
};

export function makeProblem(status: number, code: string, detail: string): Problem {
  return { status, code, title: TITLES[code] ?? "Request can't be answered", detail };
}

const INTERNAL = makeProblem(500, "INTERNAL", "Something failed inside; the request id finds it in the log.");

/** Any error as the problem it is answered with; what nobody foresaw says nothing of itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return makeProblem(error.detail.status, error.code, error.message);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    const detail = `${issue?.instancePath ?? ""} ${issue?.message ?? ""}`.trim();
    return makeProblem(400, "INVALID_PARAMETER", detail);
  }
  const {
    statusCode,
    message = "Malformed request.",
    code,
  } = error as Partial<Record<"message" | "code", string>> & {
    statusCode?: number;
  };
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return INTERNAL;
  return makeProblem(statusCode, codeOf(statusCode, code), message);
}

function codeOf(status: number, frameworkCode = ""): string {
  if (status === 429) return "RATE_LIMITED";
  if (status === 413) return "BODY_TOO_LARGE";
  if (status === 415) return "UNSUPPORTED_MEDIA_TYPE";
  return frameworkCode.startsWith("FST_ERR_CTP_") ? "MALFORMED_BODY" : "BAD_REQUEST";
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .header("content-type", "application/problem+json")
    .header("cache-control", "no-store")
    .send(serialiseProblem(problem, request.id));
}

export function serialiseProblem(problem: Problem, requestId: string): string {
  return JSON.stringify({ type: `urn:session:problem:${problem.code}`, ...problem, requestId });
}
