import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { connectDocker, dockerMissing } from "./support/docker.ts";
import { buildImage } from "./support/image.ts";
import { ownerOfThisRun, removeAllOf, removeLeftovers } from "./support/leftovers.ts";

/** What test files need to know about this run; null without Docker. */
export type Run = {
  readonly image: string;
  /** Value of the label on everything this run makes. */
  readonly owner: string;
  /** Part of names, which are shared by all that the Docker daemon runs. */
  readonly id: string;
};

declare module "vitest" {
  interface ProvidedContext {
    run: Run | null;
  }
}

/**
 * Builds the image once for all files. Without Docker the suite is skipped with one line, in CI it fails.
 *
 * @returns what removes everything the run has made, whatever became of its tests
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const docker = await connectDocker();
  if (docker === undefined) {
    if (isCiMachine()) throw new Error(dockerMissing);
    console.log(`skipped: ${dockerMissing}`);
    project.provide("run", null);
    return async () => {};
  }
  await removeLeftovers(docker);
  const id = randomBytes(4).toString("hex");
  const owner = ownerOfThisRun();
  const image = `session-node-test:${id}`;
  try {
    await buildImage(docker, image, owner);
  } catch (error) {
    await removeAllOf(docker, owner);
    throw error;
  }
  project.provide("run", { image, owner, id });
  return () => removeAllOf(docker, owner);
}

function isCiMachine(): boolean {
  const { CI = "" } = process.env;
  return !["", "0", "false"].includes(CI);
}
