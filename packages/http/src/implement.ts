import type { Route, RouteAnswer, RouteRequest } from "@session/sdk/indexer-api";
import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from "fastify";
import type { TypedApp } from "./typedApp.ts";

export type RouteContext = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/**
 * Serves a route as it is written down: parameters validated, the answer shaped by its schema, status, media type, rate limit
 * and documentation from the route. A handler that has answered by `reply` itself (a stream, another status) returns it.
 *
 * @example
 * implement(app, nodeRoutes.getNode, async ({ params }) => format(await find(params.id)));
 */
export function implement<Definition extends Route>(
  app: TypedApp,
  route: Definition,
  handler: (
    request: RouteRequest<Definition>,
    context: RouteContext,
  ) => RouteAnswer<Definition> | FastifyReply | Promise<RouteAnswer<Definition> | FastifyReply>,
): void {
  const status = route.status ?? 200;
  app.route({
    method: route.method,
    url: route.path,
    ...optionsOf(route),
    handler: async (request, reply) => {
      reply.code(status);
      if (route.produces !== undefined) reply.type(withCharset(route.produces));
      const { params, query, body } = request;
      const answer: unknown = await handler({ params, query, body } as RouteRequest<Definition>, { request, reply });
      if (reply.sent || answer === reply) return reply;
      return reply.send((status === 204 ? undefined : answer) as never);
    },
  });
}

function optionsOf(route: Route): RouteShorthandOptions {
  const isStream = route.produces === "text/event-stream";
  const schema = {
    summary: route.summary,
    ...(route.params && { params: route.params }),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
    ...(route.response && { response: responsesOf(route, route.response) }),
    ...(route.produces && { produces: [route.produces] }),
  };
  return {
    // A HEAD request would hold a stream that can't carry anything.
    ...(isStream && { exposeHeadRoute: false }),
    schema,
    config: {
      isStream,
      isEmpty: route.status === 204,
      problems: route.problems ?? [],
      ...(route.requestsPerMinute !== undefined && {
        rateLimit: { max: route.requestsPerMinute, timeWindow: 60_000 },
      }),
    },
  };
}

function responsesOf({ status = 200, otherStatus }: Route, response: NonNullable<Route["response"]>) {
  return { [status]: response, ...(otherStatus !== undefined && { [otherStatus]: response }) };
}

function withCharset(mediaType: string): string {
  return `${mediaType}; charset=utf-8`;
}
