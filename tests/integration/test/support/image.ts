import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Docker } from "./docker.ts";
import { OWNER_LABEL } from "./leftovers.ts";

const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));
/** The base `.ci/run` makes by debootstrap where no registry is reachable. */
const LOCAL_BASE = "session-base:bookworm";

const run = promisify(execFile);

/**
 * Bundles the node as it is in the working tree and builds the repository's own Dockerfile on top of BASE_IMAGE; without
 * that, on the base `.ci/run` has made, or else on the Dockerfile's own.
 */
export async function buildImage(docker: Docker, tag: string, owner: string): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), "session-image-"));
  try {
    for (const file of ["Dockerfile", ".dockerignore"]) await copyFile(join(REPOSITORY, file), join(context, file));
    await run(process.execPath, [join(REPOSITORY, "tools/bundle.ts"), "--out", join(context, "dist")]);
    const base = await findBase(docker);
    const arguments_ = base === undefined ? [] : ["--build-arg", `BASE_IMAGE=${base}`];
    const labels = ["--label", `${OWNER_LABEL}=${owner}`];
    await run("docker", ["build", "--quiet", "--force-rm", "--tag", tag, ...labels, ...arguments_, context]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

async function findBase(docker: Docker): Promise<string | undefined> {
  if (process.env.BASE_IMAGE) return process.env.BASE_IMAGE;
  const [local] = await docker.listImages({ filters: { reference: [LOCAL_BASE] } });
  return local === undefined ? undefined : LOCAL_BASE;
}
