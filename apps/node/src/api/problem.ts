import { CodedError } from "@session/protocol";
import type { FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Logger } from "../consensus/ports.ts";
import type { TypedApp } from "./typedApp.ts";

export type ApiErrorDetail =
  | { code: "NOT_FOUND"; status: 404; what: string }
  | { code: "INVALID_PARAMETER"; status: 400; parameter: string }
  | { code: "CHECKPOINT_NOT_READY"; status: 409; have: number; need: number }
  | { code: "NOTHING_TO_CLAIM"; status: 404; what: string }
  | { code: "TOO_MANY_STREAMS"; status: 503 };

/** An error of the API with its HTTP status; served as problem+json (RFC 9457). */
export class ApiError extends CodedError<ApiErrorDetail> {}

export function notFound(what: string): ApiError {
  return new ApiError({ code: "NOT_FOUND", status: 404, what }, `${what} isn't known to this node.`);
}

type Problem = { status: number; code: string; title: string; detail: string };

function toProblem(error: unknown): Problem {
  if (error instanceof ApiError)
    return { status: error.detail.status, code: error.code, title: "Request can't be answered", detail: error.message };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issue = error.validation[0];
    const detail = `${issue?.instancePath ?? ""} ${issue?.message ?? ""}`.trim();
    return { status: 400, code: "INVALID_PARAMETER", title: "Parameter refused", detail };
  }
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  if (statusCode === 429)
    return { status: 429, code: "RATE_LIMITED", title: "Too many requests", detail: message ?? "Slow down." };
  if (statusCode !== undefined && statusCode < 500)
    return {
      status: statusCode,
      code: "BAD_REQUEST",
      title: "Request refused",
      detail: message ?? "Malformed request.",
    };
  const detail = "Something failed inside the node; the request id finds it in its log.";
  return { status: 500, code: "INTERNAL", title: "Internal error", detail };
}

/** Every error leaves as problem+json with a stable code and the request's id; 500s are logged with their cause. */
export function registerProblems(app: TypedApp, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500)
      logger.error({ requestId: request.id, route: request.routeOptions.url, err: error }, "request failed");
    return sendProblem(reply, problem);
  });
  // Unknown paths count against the rate limit, too.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(reply, {
      status: 404,
      code: "NOT_FOUND",
      title: "No such route",
      detail: `${request.method} ${request.url.slice(0, 200)}: see /docs.`,
    }),
  );
}

/** For errors that come before any route: a path that isn't a URL. */
export function sendFrameworkError(error: unknown, reply: FastifyReply): void {
  sendProblem(reply.header(...ANY_ORIGIN), toProblem(error));
}

/** Public, read-only data: any page may read it. */
export const ANY_ORIGIN = ["access-control-allow-origin", "*"] as const;

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const body = { type: `urn:session:problem:${problem.code}`, ...problem, requestId: reply.request.id };
  return reply.code(problem.status).header("content-type", "application/problem+json").send(JSON.stringify(body));
}
