import { createHttpApp, EventStreams, type TypedApp } from "@session/http";
import type { AlertOptions } from "../alerts/alertOptions.ts";
import type { IndexerModules } from "../modules.ts";
import { addMetrics } from "./metrics.ts";
import { type ReadinessLimits, readinessLimitsOf } from "./readiness.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { blockRoutes } from "./routes/blocks.ts";
import { checkpointRoutes } from "./routes/checkpoints.ts";
import { dataRoutes } from "./routes/data.ts";
import { eventRoutes } from "./routes/events.ts";
import { operationRoutes } from "./routes/operation.ts";
import { progressRoutes } from "./routes/progress.ts";
import { registrationRoutes } from "./routes/registrations.ts";
import { searchRoutes } from "./routes/search.ts";
import { streamRoutes } from "./routes/stream.ts";

export type ApiOptions = {
  /** Requests a minute from one address. */
  readonly requestsPerMinute: number;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** From when the indexer says that it isn't ready. */
  readonly readiness?: Partial<ReadinessLimits>;
  /** Event streams open at the same time, in all and from one address. */
  readonly maxStreams?: number;
  readonly maxStreamsPerAddress?: number;
  readonly alerts?: AlertOptions;
};

const MAX_STREAMS = 1_000;
const MAX_STREAMS_PER_ADDRESS = 20;

/** Routes that need nothing but the modules. */
const ROUTES: readonly ((app: TypedApp, modules: IndexerModules) => void)[] = [
  blockRoutes,
  checkpointRoutes,
  eventRoutes,
  searchRoutes,
  registrationRoutes,
  progressRoutes,
  dataRoutes,
];

/** The indexer's HTTP API, documented at `/docs`. Not listening yet. */
export async function createApi(options: ApiOptions, modules: IndexerModules): Promise<TypedApp> {
  const { logger, registry, version, signal } = modules;
  const { requestsPerMinute, trustedProxies } = options;
  const app = await createHttpApp({
    ...{ title: "Session indexer", version, requestsPerMinute, logger, registry },
    ...(trustedProxies && { trustedProxies }),
  });
  const streams = new EventStreams({
    maxStreams: options.maxStreams ?? MAX_STREAMS,
    maxStreamsPerAddress: options.maxStreamsPerAddress ?? MAX_STREAMS_PER_ADDRESS,
    signal,
  });
  addMetrics(modules, streams);
  operationRoutes(app, modules, readinessLimitsOf(modules.network, options.readiness));
  streamRoutes(app, modules, streams);
  alertRoutes(app, modules, options.alerts);
  for (const addRoutes of ROUTES) addRoutes(app, modules);
  return app;
}
