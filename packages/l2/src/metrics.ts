import { Counter, Gauge, type Registry } from "prom-client";

/** The follower's metrics; names are part of the interface. */
export type FollowerMetrics = {
  /** Requests sent (a JSON-RPC batch is one). */
  calls: Counter<"provider">;
  /** JSON-RPC calls inside those requests: what some providers bill. */
  rpcCalls: Counter<"provider" | "method">;
  /** Requests of the last minute. */
  callsPerMinute: Gauge<"provider">;
  errors: Counter<"provider" | "code">;
  providerUp: Gauge<"provider">;
  providerHead: Gauge<"provider">;
  lagSeconds: Gauge;
  headBlock: Gauge;
  safeBlock: Gauge;
  rangeBlocks: Gauge;
  logs: Counter;
  reorgs: Counter;
  disagreements: Counter;
  /** 1 while L2_REORG_BEYOND_SAFE waits for an operator. */
  alarm: Gauge;
};

/** Creates the follower's metrics in the given registry. */
export function createFollowerMetrics(registry: Registry): FollowerMetrics {
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `session_l2_${name}`, help, registers });
  const counter = (name: string, help: string): Counter => new Counter({ name: `session_l2_${name}`, help, registers });
  const perProvider = { labelNames: ["provider"] as const, registers };
  return {
    calls: new Counter({ name: "session_l2_calls_total", help: "Requests sent to L2 providers", ...perProvider }),
    rpcCalls: new Counter({
      name: "session_l2_rpc_calls_total",
      help: "JSON-RPC calls inside the requests sent to L2 providers",
      labelNames: ["provider", "method"],
      registers,
    }),
    callsPerMinute: new Gauge({
      name: "session_l2_calls_per_minute",
      help: "Requests to the provider within the last minute",
      ...perProvider,
    }),
    errors: new Counter({
      name: "session_l2_errors_total",
      help: "Failures of L2 providers by code",
      labelNames: ["provider", "code"],
      registers,
    }),
    providerUp: new Gauge({ name: "session_l2_provider_up", help: "1 if the provider is in use", ...perProvider }),
    providerHead: new Gauge({ name: "session_l2_provider_head", help: "Newest block of the provider", ...perProvider }),
    lagSeconds: gauge("lag_seconds", "Age of what the follower knows of L2"),
    headBlock: gauge("head_block", "Newest step stored"),
    safeBlock: gauge("safe_block", "Newest step behind the safe lag"),
    rangeBlocks: gauge("range_blocks", "Blocks asked for at once"),
    logs: counter("logs_total", "Events stored"),
    reorgs: counter("reorgs_total", "Reorganisations followed"),
    disagreements: counter("disagreements_total", "Times the providers contradicted each other"),
    alarm: gauge("reorg_beyond_safe", "1 while a reorganisation beyond the safe lag waits for an operator"),
  };
}
