import { createHttpApp } from "@session/http";
import type { FastifyInstance } from "fastify";
import { explainListenError } from "../portHolder.ts";
import { VERSION } from "../version.ts";
import type { ApiModules } from "./modules.ts";
import { blockRoutes } from "./routes/blocks.ts";
import { checkpointRoutes } from "./routes/checkpoints.ts";
import { claimRoutes } from "./routes/claims.ts";
import { eventRoutes } from "./routes/events.ts";
import { exitRoutes } from "./routes/exits.ts";
import { finalBlockRoutes } from "./routes/finalBlocks.ts";
import { l2Routes } from "./routes/l2.ts";
import { nodeRoutes } from "./routes/nodes.ts";
import { operationRoutes } from "./routes/operation.ts";
import { rewardRoutes } from "./routes/rewards.ts";
import { statusRoutes } from "./routes/status.ts";

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

/** The node's HTTP API, documented by OpenAPI 3.1 at `/docs`. Not listening yet. */
export async function createApi(options: ApiOptions, modules: ApiModules): Promise<FastifyInstance> {
  const { logger, registry } = modules;
  const { requestsPerMinute } = options;
  const app = await createHttpApp({ title: "Session Node", version: VERSION, requestsPerMinute, logger, registry });
  for (const addRoutes of ROUTES) addRoutes(app, modules);
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
