import { hostname } from "node:os";
import type { Docker } from "./docker.ts";

/** On every container, network, volume and image of a run; its value tells whose they are. */
export const OWNER_LABEL = "org.session.integration";

/** The process that answers for a run's containers: vitest's main one. */
export function ownerOfThisRun(): string {
  return `${hostname()}/${process.pid}`;
}

/** Removes whatever a run has made: containers first, since they hold on to the rest. */
export async function removeAllOf(docker: Docker, owner: string): Promise<void> {
  const filters = { label: [`${OWNER_LABEL}=${owner}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  await Promise.all(volumes.map(({ Name }) => docker.getVolume(Name).remove()));
  const images = await docker.listImages({ filters });
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true });
}

/** Removes what runs on this machine have left behind that were killed before they could clean up. */
export async function removeLeftovers(docker: Docker): Promise<void> {
  const filters = { label: [OWNER_LABEL] };
  const [containers, networks, volumes, images] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    docker.listImages({ filters }),
  ]);
  const labels = [...containers, ...networks, ...volumes.Volumes, ...images].map(({ Labels }) => Labels?.[OWNER_LABEL]);
  const owners = new Set(labels.filter((owner) => owner !== undefined));
  for (const owner of owners) if (isGone(owner)) await removeAllOf(docker, owner);
}

function isGone(owner: string): boolean {
  const [host, pid] = owner.split("/");
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
