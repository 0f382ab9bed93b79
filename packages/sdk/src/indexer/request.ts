import type { z } from "zod";
import { problem } from "../clients/nodeSchemas.ts";
import { SdkError } from "../errors.ts";
import type { Route } from "./route.ts";

export type RequestOptions = {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
};

export type RouteFields = Readonly<Record<string, unknown>>;

/**
 * Asks by a route: fields into path and query, the answer parsed by its schema; text where it isn't JSON.
 *
 * @throws SdkError API_PROBLEM, API_UNREACHABLE, API_MALFORMED
 */
export async function requestRoute(
  options: RequestOptions,
  route: Route,
  fields: RouteFields,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const url = `${options.url}${toPath(route, fields)}`;
  const response = await sendRequest(options, url, requestOf(route, fields), signal);
  const text = await readText(response, url);
  if (!response.ok && response.status !== route.otherStatus) throw toFailure(url, response.status, text);
  if (route.response === undefined) return text;
  const parsed = parse(route.response, text);
  if (parsed.success) return parsed.data;
  if (!response.ok) throw toFailure(url, response.status, text);
  throw malformed(url, parsed.error.issues[0]?.message ?? "unknown shape");
}

/** @example toPath(nodeRoutes.getNode, { id: 7 }) // "/v1/nodes/7" */
export function toPath(route: Route, fields: RouteFields): string {
  const inPath = new Set<string>();
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    inPath.add(name);
    return encodeURIComponent(String(fields[name]));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    if (!inPath.has(name) && name !== "body" && value !== undefined) search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}

function requestOf({ method, body }: Route, fields: RouteFields): RequestInit {
  if (body === undefined) return { method };
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(fields.body) };
}

/** @throws SdkError API_UNREACHABLE */
export async function sendRequest(
  options: Pick<RequestOptions, "fetch" | "timeoutMs">,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    return await options.fetch(url, { ...init, signal: signal ? AbortSignal.any([timeout, signal]) : timeout });
  } catch (error) {
    throw unreachable(url, error);
  }
}

async function readText(response: Response, url: string): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unreachable(url, error);
  }
}

function parse(schema: z.ZodType, text: string) {
  return schema.safeParse(parseJson(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a refusal is: the server's own problem, or something nobody documented. */
export function toFailure(url: string, status: number, text: string): SdkError {
  const parsed = parse(problem, text) as z.ZodSafeParseResult<z.infer<typeof problem>>;
  if (!parsed.success) return malformed(url, `status ${status}`);
  const { code, detail } = parsed.data;
  return new SdkError({ code: "API_PROBLEM", url, status, apiCode: code }, `${detail} (${code}, ${url})`);
}

function malformed(url: string, reason: string): SdkError {
  return new SdkError({ code: "API_MALFORMED", url, reason }, `${url} answered something unexpected: ${reason}.`);
}

function unreachable(url: string, error: unknown): SdkError {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${url} can't be reached (${reason}). Is the indexer running, and is the address right?`;
  return new SdkError({ code: "API_UNREACHABLE", url, reason }, message, { cause: error });
}
