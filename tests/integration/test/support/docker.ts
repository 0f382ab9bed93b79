import { type ContainerRuntimeClient, getContainerRuntimeClient } from "testcontainers";

/** The daemon's own API, as testcontainers has found it. */
export type Docker = ContainerRuntimeClient["container"]["dockerode"];

export const dockerMissing =
  "the integration tests need Docker: install it (https://docs.docker.com/engine/install), start its daemon, check with `docker info`";

/** Undefined where no daemon answers. */
export async function connectDocker(): Promise<Docker | undefined> {
  try {
    return (await getContainerRuntimeClient()).container.dockerode;
  } catch {
    return undefined;
  }
}

/** @throws where no daemon answers */
export async function dockerHost(): Promise<string> {
  return (await getContainerRuntimeClient()).info.containerRuntime.host;
}
