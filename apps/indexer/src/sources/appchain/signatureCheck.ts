import type { Bls, SignatureSet } from "@session/bls";
import type { BlsWorkerPool } from "@session/bls/workers";
import type { DeferredSet } from "./deferredSignatures.ts";

/** Who verifies: a pool of threads, or this thread. */
export type BatchVerifier = {
  verifyBatch(sets: readonly SignatureSet[]): Promise<boolean>;
  findInvalid(sets: readonly SignatureSet[]): Promise<number[]>;
};

export function verifyHere(bls: Bls): BatchVerifier {
  return {
    verifyBatch: async (sets) => bls.verifyBatch(sets),
    findInvalid: async (sets) => bls.findInvalid(sets),
  };
}

export function verifyInThreads(pool: Pick<BlsWorkerPool, "verifyBatch" | "findInvalid">): BatchVerifier {
  return pool;
}

/**
 * Checks the signatures of a range of blocks at once.
 *
 * @returns the lowest height with an invalid one; undefined when all are valid
 */
export async function findForgedHeight(
  sets: readonly DeferredSet[],
  verifier: BatchVerifier,
): Promise<number | undefined> {
  if (sets.length === 0 || (await verifier.verifyBatch(sets))) return undefined;
  const invalid = await verifier.findInvalid(sets);
  return invalid.reduce<number | undefined>((lowest, index) => {
    const height = sets[index]?.height ?? 0;
    return lowest === undefined || height < lowest ? height : lowest;
  }, undefined);
}
