import type { EventStreams } from "@session/http";
import { Gauge } from "prom-client";
import type { IndexerModules, SourceStatus } from "../modules.ts";

/** How far the sources are, and how many listen: read when somebody asks for metrics. */
export function addMetrics({ registry, l2, chain }: IndexerModules, streams: EventStreams): void {
  const sources = { l2, chain };
  const addGauge = (name: string, help: string, read: (source: SourceStatus) => number | undefined) =>
    new Gauge({
      name: `session_indexer_${name}`,
      help,
      labelNames: ["source"],
      registers: [registry],
      collect() {
        this.reset();
        for (const [source, status] of Object.entries(sources)) {
          const value = read(status);
          if (value !== undefined) this.set({ source }, value);
        }
      },
    });
  addGauge("position", "L2 block or height the tables stand at", (source) => toNumber(source.head()?.number));
  addGauge("final", "L2 block or height that can't be rolled back any more", (source) => toNumber(source.final()));
  addGauge("source_head", "Newest L2 block or height the source has", (source) => toNumber(source.sourceHead()));
  addGauge("lag", "L2 blocks or heights the tables are behind the source", lagOf);
  addGauge("age_seconds", "Seconds since the source last answered", (source) => source.ageSec());
  addGauge("halted", "1 when the source doesn't go on", (source) => (source.halted() === undefined ? 0 : 1));
  new Gauge({
    name: "session_http_streams",
    help: "Event streams that are open",
    registers: [registry],
    collect() {
      this.set(streams.count);
    },
  });
}

function lagOf(source: SourceStatus): number | undefined {
  const head = source.head()?.number ?? 0n;
  const sourceHead = source.sourceHead();
  if (sourceHead === undefined) return undefined;
  return sourceHead > head ? Number(sourceHead - head) : 0;
}

function toNumber(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
