import type { Network } from "@session/config";
import { presetOf } from "@session/protocol";
import { sql } from "drizzle-orm";
import type { IndexerModules, SourceStatus } from "../modules.ts";

/** From when answers count as out of date. */
export type ReadinessLimits = {
  /** L2 blocks the tables may be behind the source. */
  readonly l2Behind: bigint;
  /** Appchain blocks the tables may be behind the source. */
  readonly chainBehind: bigint;
  /** Seconds a source may be silent. */
  readonly silentSec: number;
};

/** Steps of the follower, and heights, that may be outstanding: a batch is being written. */
const STEPS_BEHIND = 20;
const HEIGHTS_BEHIND = 20n;
const SILENT_SEC = 120;

export function readinessLimitsOf({ genesis }: Network, given: Partial<ReadinessLimits> = {}): ReadinessLimits {
  const l2Behind = BigInt(STEPS_BEHIND * presetOf(genesis.preset).l2Step);
  return { l2Behind, chainBehind: HEIGHTS_BEHIND, silentSec: SILENT_SEC, ...given };
}

/** Codes of why answers may be out of date or missing; empty when the indexer is ready. */
export async function readReasons(
  { database, l2, chain }: Pick<IndexerModules, "database" | "l2" | "chain">,
  limits: ReadinessLimits,
): Promise<string[]> {
  const reasons = [
    ...reasonsOf("L2", l2, limits.l2Behind, limits.silentSec),
    ...reasonsOf("CHAIN", chain, limits.chainBehind, limits.silentSec),
  ];
  const isUp = await database.queries.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return isUp ? reasons : ["DATABASE_DOWN", ...reasons];
}

function reasonsOf(name: string, source: SourceStatus, behind: bigint, silentSec: number): string[] {
  const reasons: string[] = [];
  const head = source.head();
  const sourceHead = source.sourceHead();
  if (head === undefined) reasons.push(`${name}_NOT_STARTED`);
  if (source.halted() !== undefined) reasons.push(`${name}_HALTED`);
  if (head !== undefined && sourceHead !== undefined && sourceHead - head.number > behind)
    reasons.push(`${name}_BEHIND`);
  if (source.ageSec() > silentSec) reasons.push(`${name}_SILENT`);
  return reasons;
}
