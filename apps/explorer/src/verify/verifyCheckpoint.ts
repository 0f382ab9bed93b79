import { checkBlock, checkClaim, checkDigest, checkRoot } from "./blockSteps.ts";
import type { CheckpointBundle } from "./bundle.ts";
import { checkAbsentees, checkSet, checkSignature } from "./signerSteps.ts";
import type { StepResult } from "./steps.ts";

/**
 * Verifies a checkpoint from nothing but the bundle, one step after the other; a step that fails doesn't end it, so that
 * the reader sees which ones do. Never throws on what a bundle says.
 *
 * @example
 * const steps = [...verifyCheckpoint(bundleSchema.parse(json))];
 * toVerdict(steps).state; // "ok"
 */
export function* verifyCheckpoint(bundle: CheckpointBundle): Generator<StepResult, void, void> {
  yield checkBlock(bundle);
  yield checkDigest(bundle);
  const set = checkSet(bundle);
  yield set.result;
  const absentees = checkAbsentees(bundle);
  yield absentees.result;
  yield checkSignature(bundle, { keys: set.keys, absent: absentees.absent });
  yield checkRoot(bundle);
  yield checkClaim(bundle);
}
