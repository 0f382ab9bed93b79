import type { z } from "zod";

/**
 * One route of the indexer's API, written once: the server validates, answers and documents by it (OpenAPI 3.1), the
 * client asks and parses by it.
 */
export type Route = {
  readonly method: "GET" | "POST" | "DELETE";
  /** Fastify's form, e.g. `/v1/nodes/:id`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** What a success answers; left out for what isn't JSON. */
  readonly response?: z.ZodType;
  /** Media type of an answer that isn't JSON. */
  readonly produces?: "text/csv" | "application/rss+xml" | "text/event-stream" | "text/plain";
  /** Status of a success; 200 without it. */
  readonly status?: 200 | 201 | 204;
  /** Another status whose body is of the same shape: it is no problem, and no error to the client. */
  readonly otherStatus?: 503;
  /** Requests a minute from one address, where the route's limit is not the usual one. */
  readonly requestsPerMinute?: number;
  /** Codes of problems the route answers with besides INVALID_PARAMETER, RATE_LIMITED and INTERNAL. */
  readonly problems?: readonly string[];
};

/** Keeps the literal types of a route, so that server and client are typed by it. */
export function defineRoute<const Definition extends Route>(route: Definition): Definition {
  return route;
}

type Part<Definition extends Route, Key extends "params" | "query" | "body"> = Definition[Key] extends z.ZodType
  ? { readonly [K in Key]: z.output<Definition[Key]> }
  : unknown;
type InputPart<Definition extends Route, Key extends "params" | "query"> = Definition[Key] extends z.ZodType
  ? z.input<Definition[Key]>
  : unknown;
type BodyPart<Definition extends Route> = Definition["body"] extends z.ZodType
  ? { readonly body: z.input<Definition["body"]> }
  : unknown;

/** What a handler gets. */
export type RouteRequest<Definition extends Route> = Part<Definition, "params"> &
  Part<Definition, "query"> &
  Part<Definition, "body">;

/** What a handler gives and the client returns; text where the answer isn't JSON. */
export type RouteAnswer<Definition extends Route> = Definition["response"] extends z.ZodType
  ? z.output<Definition["response"]>
  : string;

/** What the client takes: the fields of path and query side by side, a body under `body`. */
export type RouteInput<Definition extends Route> = InputPart<Definition, "params"> &
  InputPart<Definition, "query"> &
  BodyPart<Definition>;
