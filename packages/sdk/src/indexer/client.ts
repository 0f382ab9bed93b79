import { type RouteFields, requestRoute } from "./request.ts";
import type { Route, RouteAnswer, RouteInput } from "./route.ts";
import { indexerRoutes } from "./routes.ts";
import { type SubscribeParameters, type Subscription, subscribe } from "./subscribe.ts";

export type IndexerClientOptions = {
  /** Base URL, e.g. `http://127.0.0.1:4720`. */
  readonly url: string;
  /** Of one request; a subscription isn't bound by it once it is open. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};

type Call = { readonly signal?: AbortSignal };
/** Optional where nothing is required. */
type Arguments<Input> = object extends Input
  ? unknown extends Input
    ? [input?: Record<string, never>, call?: Call]
    : [input?: Input, call?: Call]
  : [input: Input, call?: Call];

/** One method for each route; streams are opened by `subscribe`. */
export type RouteMethods<Routes extends Readonly<Record<string, Route>>> = {
  readonly [Name in keyof Routes as Routes[Name]["produces"] extends "text/event-stream" ? never : Name]: (
    ...input: Arguments<RouteInput<Routes[Name]>>
  ) => Promise<RouteAnswer<Routes[Name]>>;
};

export type IndexerClient = RouteMethods<typeof indexerRoutes> & {
  readonly url: string;
  /** Hears of changes until `signal` is aborted; reconnects by itself. */
  readonly subscribe: (parameters: SubscribeParameters) => Subscription;
};

const TIMEOUT_MS = 10_000;

/**
 * Client of the indexer's `/v1`, in browsers and Node: a method for each route, its answer parsed by the schema the server
 * serves it by. Fields of path and query stand side by side, a body under `body`.
 *
 * @throws SdkError API_PROBLEM, API_UNREACHABLE, API_MALFORMED
 * @example
 * const indexer = createIndexerClient({ url: "http://127.0.0.1:4720" });
 * const { items } = await indexer.listNodes({ status: "active", limit: 20 });
 */
export function createIndexerClient(options: IndexerClientOptions): IndexerClient {
  const { timeoutMs = TIMEOUT_MS } = options;
  // Called as a method of another object, a browser's fetch refuses.
  const fetchOf = options.fetch ?? ((...input: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...input));
  const request = { url: options.url.replace(/\/+$/, ""), timeoutMs, fetch: fetchOf };
  const methods = Object.entries<Route>(indexerRoutes)
    .filter(([, { produces }]) => produces !== "text/event-stream")
    .map(([name, route]) => [
      name,
      (fields: RouteFields = {}, call: Call = {}) => requestRoute(request, route, fields, call.signal),
    ]);
  return {
    ...(Object.fromEntries(methods) as RouteMethods<typeof indexerRoutes>),
    url: request.url,
    subscribe: (parameters) => subscribe(request, parameters),
  };
}
