import { implement, type TypedApp } from "@session/http";
import { operationRoutes as routes, type SourceStatusResponse } from "@session/sdk/indexer-api";
import { bytesToHex } from "viem";
import type { IndexerModules, SourceStatus } from "../../modules.ts";
import { type ReadinessLimits, readReasons } from "../readiness.ts";

/** The state of the indexer itself: for people, orchestrators and Prometheus. */
export function operationRoutes(app: TypedApp, modules: IndexerModules, limits: ReadinessLimits): void {
  const { network, version, registry } = modules;
  implement(app, routes.getHealth, () => ({ status: "ok" as const, version }));
  implement(app, routes.getReady, async (_, { reply }) => {
    const reasons = await readReasons(modules, limits);
    const isReady = reasons.length === 0;
    if (!isReady) reply.code(503);
    return { ready: isReady, reasons };
  });
  implement(app, routes.getMetrics, (_, { reply }) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
  implement(app, routes.getStatus, () => ({
    network: network.name,
    chainId: network.genesis.chainId.toString(),
    genesisHash: bytesToHex(network.genesisHash),
    version,
    l2: formatSource(modules.l2),
    chain: formatSource(modules.chain),
  }));
}

function formatSource(source: SourceStatus): SourceStatusResponse {
  const head = source.head();
  const ageSec = source.ageSec();
  return {
    head: head === undefined ? null : { number: head.number.toString(), time: head.time },
    final: source.final().toString(),
    sourceHead: source.sourceHead()?.toString() ?? null,
    ageSec: Number.isFinite(ageSec) ? ageSec : null,
    halted: source.halted() ?? null,
  };
}
