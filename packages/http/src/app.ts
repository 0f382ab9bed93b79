import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import etag from "@fastify/etag";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import Fastify from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { Registry } from "prom-client";
import { z } from "zod";
import { addDocs } from "./docs.ts";
import { measureRequests } from "./metrics.ts";
import { openApiOptions } from "./openApi.ts";
import { makeProblem, ProblemError, sendProblem, serialiseProblem, toProblem } from "./problem.ts";
import { RouteTable } from "./routeTable.ts";
import type { HttpLogger, TypedApp } from "./typedApp.ts";

export type HttpAppOptions = {
  /** Of the OpenAPI document and its page. */
  readonly title: string;
  readonly version: string;
  /** Requests a minute from one address (IPv6: one /64); routes may have limits of their own. */
  readonly requestsPerMinute: number;
  readonly logger: HttpLogger;
  /** Where request times are counted. */
  readonly registry?: Registry;
  readonly bodyLimitBytes?: number;
  readonly requestTimeoutMs?: number;
  /** Addresses or subnets of proxies whose `X-Forwarded-For` is believed; without it nobody's is. */
  readonly trustedProxies?: readonly string[];
};

const BODY_LIMIT_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 15_000;
const EXPOSED = "etag, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset";
/** Public data: any page may read it, and nothing here rests on cookies. */
const PUBLIC_HEADERS = { "access-control-allow-origin": "*", "x-content-type-options": "nosniff" };

/**
 * An HTTP API as all of ours are: zod for what comes and goes, every failure a problem+json with a stable code, CORS for any
 * page, a rate limit per address, ETags, OpenAPI 3.1 at `/docs/json` and a page over it at `/docs`. Not listening yet.
 */
export async function createHttpApp(options: HttpAppOptions): Promise<TypedApp> {
  const app: TypedApp = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 256 },
    trustProxy: options.trustedProxies === undefined ? false : [...options.trustedProxies],
    forceCloseConnections: true,
    // Node's own refusal is no problem+json; refuseOddRequests' is.
    http: { requireHostHeader: false },
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) =>
      void sendProblem(request, reply.headers(PUBLIC_HEADERS), toProblem(error)),
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser("text/plain");
  const routes = new RouteTable();
  routes.watch(app);
  addCors(app, routes);
  refuseOddRequests(app);
  refuseUnknownParameters(app);
  if (options.registry !== undefined) measureRequests(app, options.registry);
  await app.register(rateLimit, { max: options.requestsPerMinute, timeWindow: 60_000 });
  addProblems(app, routes, options.logger);
  await app.register(etag);
  await app.register(swagger, openApiOptions(options.title, options.version));
  addDocs(app);
  return app;
}

function addCors(app: TypedApp, routes: RouteTable): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...PUBLIC_HEADERS, "access-control-expose-headers": EXPOSED });
    if (request.method !== "OPTIONS") return;
    const methods = routes.methodsOf(request.url);
    if (methods.length === 0) return;
    const allow = [...methods, "OPTIONS"].join(", ");
    reply.headers({ allow, "access-control-allow-methods": allow, "access-control-max-age": "86400" });
    return reply.code(204).header("access-control-allow-headers", "content-type, if-none-match, last-event-id").send();
  });
  // What nobody said otherwise of may be kept, but is asked for again (with its ETag) each time.
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-cache");
  });
}

/** What Node would answer by itself, without a body. */
function refuseOddRequests(app: TypedApp): void {
  // RFC 9112, 3.2: a request of HTTP/1.1 names its host.
  app.addHook("onRequest", async ({ raw }) => {
    if (raw.httpVersion !== "1.1" || raw.headers.host !== undefined) return;
    throw new ProblemError({ code: "BAD_REQUEST", status: 400 }, "The request names no host.");
  });
  app.server.on("checkExpectation", (request, response) => {
    const body = serialiseProblem(makeProblem(417, "BAD_REQUEST", "Nothing is done about `Expect`."), randomUUID());
    const type = { "content-type": "application/problem+json", "content-length": Buffer.byteLength(body) };
    response
      .writeHead(417, { ...PUBLIC_HEADERS, ...type, connection: "close" })
      .end(request.method === "HEAD" ? undefined : body);
  });
}

/** A misspelt parameter that is passed over gives an answer to another question. */
function refuseUnknownParameters(app: TypedApp): void {
  app.addHook("onRoute", (route) => {
    const schema = (route.schema ?? {}) as { querystring?: unknown };
    const query = schema.querystring ?? z.object({});
    route.schema = { ...schema, querystring: query instanceof z.ZodObject ? query.strict() : query };
  });
}

function addProblems(app: TypedApp, routes: RouteTable, logger: HttpLogger): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.code === "INTERNAL")
      logger.error({ requestId: request.id, route: request.routeOptions.url, err: error }, "request failed");
    return sendProblem(request, reply, problem);
  });
  // Unknown paths count against the rate limit, too.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const methods = routes.methodsOf(request.url);
    const asked = `${request.method} ${request.url.slice(0, 200)}`;
    if (methods.length === 0) return sendProblem(request, reply, makeProblem(404, "NOT_FOUND", `${asked}: see /docs.`));
    const detail = `${asked}: the route takes ${methods.join(", ")}.`;
    return sendProblem(
      request,
      reply.header("allow", methods.join(", ")),
      makeProblem(405, "METHOD_NOT_ALLOWED", detail),
    );
  });
}

const STATUS_OF_BROKEN: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout"],
};

/** For what isn't HTTP, or never came to its end: there is no request to answer, only a socket. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) return void socket.destroy();
  const [status, reason] = STATUS_OF_BROKEN[error.code ?? ""] ?? [400, "Bad Request"];
  const body = serialiseProblem(
    makeProblem(status, "BAD_REQUEST", `${reason}: the request can't be read.`),
    randomUUID(),
  );
  const headers = ["content-type: application/problem+json", `content-length: ${Buffer.byteLength(body)}`];
  for (const [name, value] of Object.entries(PUBLIC_HEADERS)) headers.push(`${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${headers.join("\r\n")}\r\nconnection: close\r\n\r\n${body}`);
}
