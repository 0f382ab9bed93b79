import { useSyncExternalStore } from "react";
import { usePortal } from "../app/portal.ts";
import { healthOf } from "./indexerHealth.ts";

/** Since when the indexer doesn't answer, unix milliseconds; null while it does. */
export function useIndexerAway(): number | null {
  const { indexer } = usePortal();
  const health = healthOf(indexer);
  return useSyncExternalStore(health.onChange, health.awaySinceMs);
}
