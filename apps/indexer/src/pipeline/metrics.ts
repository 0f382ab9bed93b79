import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Metrics of the L2 views; names are part of the interface. */
export type ViewMetrics = {
  readonly events: Counter<"contract" | "name">;
  /** Logs that stay raw: no event of the contract's ABI, malformed, or with values no column holds. */
  readonly undecodable: Counter<"contract" | "code">;
  readonly applySeconds: Histogram;
  readonly undoRows: Counter;
  readonly position: Gauge;
  readonly finalPosition: Gauge;
  readonly reorgs: Counter;
  readonly rebuilds: Counter;
};

/** Creates the metrics in the given registry. */
export function createViewMetrics(registry: Registry): ViewMetrics {
  const registers = [registry];
  const named = (name: string, help: string) => ({ name: `session_indexer_l2_${name}`, help, registers });
  return {
    events: new Counter({
      ...named("events_total", "Contract events applied to views"),
      labelNames: ["contract", "name"],
    }),
    undecodable: new Counter({
      ...named("undecodable_total", "Contract events left out of views, by reason"),
      labelNames: ["contract", "code"],
    }),
    applySeconds: new Histogram({
      ...named("apply_seconds", "Time of a batch of steps, from decoding to its commit"),
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    }),
    undoRows: new Counter(named("undo_rows_total", "Rows written to take back steps that aren't final")),
    position: new Gauge(named("position", "L2 block the views stand at")),
    finalPosition: new Gauge(named("final_position", "Newest L2 block of the views that can't be rolled back")),
    reorgs: new Counter(named("reorgs_total", "Reorganisations the views have followed")),
    rebuilds: new Counter(named("rebuilds_total", "Times the views were made again from the raw tables")),
  };
}
