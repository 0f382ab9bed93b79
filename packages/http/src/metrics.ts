import type { FastifyInstance } from "fastify";
import { Histogram, type Registry } from "prom-client";

/** `session_http_request_seconds` by route, method and status; unknown paths count as one route. */
export function measureRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: "session_http_request_seconds",
    help: "Time from a request's head to its answer's end",
    labelNames: ["route", "method", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const { config, url = "unknown" } = request.routeOptions;
    if (config?.isStream) return;
    const route = request.is404 ? "unknown" : url;
    seconds.observe({ route, method: request.method, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
  });
}
