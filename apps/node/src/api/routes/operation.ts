import type { TypedApp } from "@session/http";
import { healthSchema } from "@session/sdk/node-api";
import type { ApiModules } from "../modules.ts";

export function operationRoutes(app: TypedApp, modules: ApiModules): void {
  app.get("/health", { schema: { summary: "The process answers", response: { 200: healthSchema } } }, () => ({
    status: "ok" as const,
    version: modules.version,
  }));
  app.get(
    "/metrics",
    { schema: { summary: "Prometheus metrics", produces: ["text/plain"] } },
    async (_request, reply) => {
      reply.header("content-type", modules.registry.contentType);
      return reply.send(await modules.registry.metrics());
    },
  );
}
