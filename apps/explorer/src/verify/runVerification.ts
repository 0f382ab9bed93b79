import type { CheckpointBundle } from "./bundle.ts";
import { createContractReader } from "./contractReader.ts";
import { fetchBundle, type Question } from "./fetchBundle.ts";
import type { StepResult } from "./steps.ts";
import { verifyCheckpoint } from "./verifyCheckpoint.ts";

export type Places = {
  readonly rpcUrl: string;
  /** ServiceNodeRewards. */
  readonly contract: `0x${string}`;
  readonly nodeApis: readonly string[];
  readonly acceptedAt?: bigint;
};

/** Told as it goes on. */
export type Progress = {
  readonly onBundle: (bundle: CheckpointBundle) => void;
  readonly onStep: (step: StepResult) => void;
};

/** Lets the page draw what has been said, before the next sum or pairing. */
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** Fetches everything past the indexer, then verifies it here. Throws as `fetchBundle` does. */
export async function runVerification(places: Places, question: Question, progress: Progress): Promise<void> {
  const { rpcUrl, contract, nodeApis, acceptedAt } = places;
  const reader = createContractReader(rpcUrl, contract);
  const hint = acceptedAt === undefined ? {} : { acceptedAt };
  const bundle = await fetchBundle({ contract: reader, nodeApis, ...hint }, question);
  progress.onBundle(bundle);
  for (const step of verifyCheckpoint(bundle)) {
    await breathe();
    progress.onStep(step);
  }
}
