import type { Preset } from "../presets/preset.ts";
import type { NodeState } from "./node.ts";

/**
 * Credit of a node in seconds at a service second: an active one earns, a joining or decommissioned one uses it up, a
 * removed one has none. Source: protocol/registration.md#credit.
 */
export function creditOf(
  node: Pick<NodeState, "status" | "creditSec" | "creditAt">,
  serviceSec: number,
  preset: Preset,
): number {
  const elapsedSec = serviceSec - node.creditAt;
  if (node.status === "removed") return 0;
  if (node.status !== "active") return Math.max(0, node.creditSec - elapsedSec);
  const { numerator, denominator } = preset.creditEarned;
  const earned = Number((BigInt(elapsedSec) * BigInt(numerator)) / BigInt(denominator));
  return Math.min(preset.creditCapSec, node.creditSec + earned);
}
