import type { NetworkResponse } from "@session/sdk/indexer-api";

export type Status = {
  readonly height: string;
  readonly l2Block: string;
  /** L2 blocks the indexer has still to read. */
  readonly l2Lag: number;
  /** Since the older of both sources last answered. */
  readonly ageSec: number;
  readonly isHalted: boolean;
};

/** @param readAtMs - when the answer arrived, unix milliseconds */
export function toStatus({ sources: { l2, chain } }: NetworkResponse, readAtMs: number, nowMs: number): Status {
  const waited = Math.max(0, nowMs - readAtMs) / 1_000;
  const lag = l2.number === null || l2.sourceHead === null ? 0n : BigInt(l2.sourceHead) - BigInt(l2.number);
  return {
    height: chain.number ?? "0",
    l2Block: l2.number ?? "0",
    l2Lag: lag > 0n ? Number(lag) : 0,
    ageSec: Math.floor(Math.max(l2.ageSec ?? 0, chain.ageSec ?? 0) + waited),
    isHalted: l2.halted !== null || chain.halted !== null,
  };
}
