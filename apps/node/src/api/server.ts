import rateLimit from "@fastify/rate-limit";
import swagger, { type FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { problem } from "@session/sdk/node-api";
import Fastify, { type FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { z } from "zod";
import { explainListenError } from "../portHolder.ts";
import { VERSION } from "../version.ts";
import type { ApiModules } from "./modules.ts";
import { ANY_ORIGIN, registerProblems, sendFrameworkError } from "./problem.ts";
import { blockRoutes } from "./routes/blocks.ts";
import { checkpointRoutes } from "./routes/checkpoints.ts";
import { claimRoutes } from "./routes/claims.ts";
import { docsRoutes } from "./routes/docs.ts";
import { eventRoutes } from "./routes/events.ts";
import { exitRoutes } from "./routes/exits.ts";
import { finalBlockRoutes } from "./routes/finalBlocks.ts";
import { l2Routes } from "./routes/l2.ts";
import { nodeRoutes } from "./routes/nodes.ts";
import { operationRoutes } from "./routes/operation.ts";
import { rewardRoutes } from "./routes/rewards.ts";
import { statusRoutes } from "./routes/status.ts";
import type { TypedApp } from "./typedApp.ts";

export type ApiOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Requests a minute from one address. */
  readonly requestsPerMinute: number;
};

const ROUTES = [
  statusRoutes,
  operationRoutes,
  blockRoutes,
  finalBlockRoutes,
  nodeRoutes,
  rewardRoutes,
  claimRoutes,
  exitRoutes,
  checkpointRoutes,
  l2Routes,
  eventRoutes,
];

const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: { openapi: "3.1.0", info: { title: "Session Node", version: VERSION, license: { name: "Apache-2.0" } } },
  transform: (route) => withProblem(jsonSchemaTransform(route as never)),
};

/** Every route may answer with a problem. */
function withProblem<Transformed extends { schema: unknown }>(transformed: Transformed): Transformed {
  const schema = transformed.schema as { response?: Record<string, unknown>; hide?: boolean } | undefined;
  if (schema === undefined || schema.hide) return transformed;
  const content = { "application/problem+json": { schema: z.toJSONSchema(problem) } };
  const response = { ...schema.response, default: { description: "A problem (RFC 9457)", content } };
  return { ...transformed, schema: { ...schema, response } };
}

/** The node's HTTP API, documented by OpenAPI 3.1 at `/docs`. Not listening yet. */
export async function createApi(options: ApiOptions, modules: ApiModules): Promise<FastifyInstance> {
  const app: TypedApp = Fastify({
    logger: false,
    bodyLimit: 65_536,
    requestTimeout: 15_000,
    routerOptions: { maxParamLength: 256 },
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply) => sendFrameworkError(error, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook("onRequest", async (_request, reply) => {
    reply.header(...ANY_ORIGIN);
  });
  await app.register(rateLimit, { max: options.requestsPerMinute, timeWindow: 60_000 });
  registerProblems(app, modules.logger);
  await app.register(swagger, OPENAPI);
  for (const addRoutes of ROUTES) addRoutes(app, modules);
  docsRoutes(app);
  return app;
}

/** @returns base URL @throws NodeError PORT_IN_USE */
export async function listenApi(app: FastifyInstance, options: ApiOptions): Promise<string> {
  try {
    return await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    throw await explainListenError(error, options.port, "--api-port");
  }
}
