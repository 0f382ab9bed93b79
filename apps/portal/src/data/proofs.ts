import type { StakeAction } from "@session/sdk/indexer-api";

/**
 * Whether something can be done now that a certified checkpoint has to prove, or waits for the next one.
 *
 * @param checkpoint that proves it; null while none does, undefined where none is needed
 */
export function onceProved(
  isTime: boolean,
  checkpoint: number | null | undefined,
): Pick<StakeAction, "isPossible" | "waitsForCheckpoint"> {
  const isProved = checkpoint !== null;
  return { isPossible: isTime && isProved, waitsForCheckpoint: isTime && !isProved };
}
