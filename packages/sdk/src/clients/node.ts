import type { z } from "zod";
import { SdkError } from "../errors.ts";
import { readBounded, splitFinalBlocks } from "./finalBlocks.ts";
import * as schemas from "./nodeSchemas.ts";

export type NodeClientOptions = {
  /** Base URL, e.g. `http://127.0.0.1:4801`. */
  readonly url: string;
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};
export type PageParameters = { readonly cursor?: string; readonly limit?: number };

/**
 * Client of a Session Node's HTTP API; every answer is parsed against the schema the node serves it by.
 *
 * @throws SdkError API_PROBLEM, API_UNREACHABLE, API_MALFORMED
 * @example
 * const node = createNodeClient({ url: "http://127.0.0.1:4801" });
 * const { head } = await node.getStatus();
 */
export function createNodeClient(options: NodeClientOptions) {
  const url = options.url.replace(/\/+$/, "");
  const get = <Schema extends z.ZodType>(path: string, schema: Schema) => request({ ...options, url }, path, schema);
  return {
    url,
    getStatus: () => get("/v1/status", schemas.statusSchema),
    getParams: () => get("/v1/params", schemas.paramsSchema),
    getBlock: (id: number | string | "latest") => get(`/v1/blocks/${encodeURIComponent(id)}`, schemas.blockSchema),
    getBlocks: (page: { from?: number; limit?: number } = {}) =>
      get(`/v1/blocks${query(page)}`, schemas.blocksPageSchema),
    /**
     * Final blocks from a height up, each as SSZ `FinalBlock`: up to 100, fewer when they are large, none above the head.
     * What they say is for the caller to verify.
     */
    getFinalBlocks: (page: { from: number; limit?: number }, signal?: AbortSignal) =>
      requestFinalBlocks({ ...options, url }, page, signal),
    getNode: (id: number | string) => get(`/v1/nodes/${encodeURIComponent(id)}`, schemas.nodeSchema),
    /** Undefined instead of an error when the chain doesn't know the node (yet). */
    findNode: (id: number | string) => orUndefined(get(`/v1/nodes/${encodeURIComponent(id)}`, schemas.nodeSchema)),
    getNodes: (page: PageParameters = {}) => get(`/v1/nodes${query(page)}`, schemas.nodesPageSchema),
    getNodeHistory: (id: number, page: PageParameters = {}) =>
      get(`/v1/nodes/${encodeURIComponent(id)}/history${query(page)}`, schemas.historyPageSchema),
    getValidators: (height: number) => get(`/v1/validators/${height}`, schemas.validatorsSchema),
    getRewards: (address: string) => get(`/v1/rewards/${encodeURIComponent(address)}`, schemas.rewardsSchema),
    /** All a claim transaction needs. */
    getClaim: (address: string) => get(`/v1/claims/${encodeURIComponent(address)}`, schemas.claimSchema),
    findClaim: (address: string) => orUndefined(get(`/v1/claims/${encodeURIComponent(address)}`, schemas.claimSchema)),
    getExit: (id: number) => get(`/v1/exits/${id}`, schemas.exitSchema),
    findExit: (id: number) => orUndefined(get(`/v1/exits/${id}`, schemas.exitSchema)),
    getExits: (page: PageParameters = {}) => get(`/v1/exits${query(page)}`, schemas.exitsPageSchema),
    getCheckpoint: (height: number | "latest") => get(`/v1/checkpoints/${height}`, schemas.checkpointSchema),
    getCheckpoints: (page: PageParameters = {}) => get(`/v1/checkpoints${query(page)}`, schemas.checkpointsPageSchema),
    getL2Events: (page: PageParameters = {}) => get(`/v1/l2/events${query(page)}`, schemas.eventsPageSchema),
    getHealth: () => get("/health", schemas.healthSchema),
    /** Answers 503 with reasons while the node isn't ready; both are parsed. */
    getReady: () => get("/ready", schemas.readySchema),
  };
}
export type NodeClient = ReturnType<typeof createNodeClient>;

async function requestFinalBlocks(
  options: NodeClientOptions,
  page: { from: number; limit?: number },
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const url = `${options.url}/v1/final-blocks${query(page)}`;
  const response = await send(options, url, signal);
  const body = await readBounded(response, url);
  if (response.ok) return splitFinalBlocks(body, page.limit ?? 100, url);
  throw failure(url, response.status, parseJson(body), "not a problem");
}

async function request<Schema extends z.ZodType>(
  options: NodeClientOptions,
  path: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const url = `${options.url}${path}`;
  const response = await send(options, url);
  const body = parseJson(await readBounded(response, url));
  const parsed = schema.safeParse(body);
  if ((response.ok || path === "/ready") && parsed.success) return parsed.data;
  const reason = parsed.success ? `status ${response.status}` : (parsed.error.issues[0]?.message ?? "unknown shape");
  throw failure(url, response.ok ? undefined : response.status, body, reason);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** @param status - of an answer that says it failed; the server's own problem, if it is one, tells why */
function failure(url: string, status: number | undefined, body: unknown, reason: string): SdkError {
  const problem = schemas.problem.safeParse(body);
  if (status === undefined || !problem.success)
    return new SdkError({ code: "API_MALFORMED", url, reason }, `${url} answered something unexpected: ${reason}.`);
  const { code, detail } = problem.data;
  return new SdkError(
    { code: "API_PROBLEM", url, status: problem.data.status, apiCode: code },
    `${detail} (${code}, ${url})`,
  );
}

async function send(options: NodeClientOptions, url: string, signal?: AbortSignal): Promise<Response> {
  const fetchOf = options.fetch ?? globalThis.fetch;
  try {
    const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
    return await fetchOf(url, { signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${url} can't be reached (${reason}). Is the node running, and is the address right?`;
    throw new SdkError({ code: "API_UNREACHABLE", url, reason }, message, { cause: error });
  }
}

async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof SdkError && error.detail.code === "API_PROBLEM" && error.detail.status === 404)
      return undefined;
    throw error;
  }
}

function query(parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) search.set(key, String(value));
  return search.size === 0 ? "" : `?${search}`;
}
