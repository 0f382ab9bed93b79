import { createNodeClient, type NodeStatusResponse } from "@session/sdk";
import type { OwnL2 } from "./l2/ownL2.ts";
import type { ChildService, ServiceState } from "./processes/childService.ts";
import { readIndexer } from "./processes/indexer.ts";
import { NO_CHAIN_VIEW, type ServiceStatus, toChainView } from "./status.ts";

/** What a node says of itself; undefined while it doesn't answer. */
export async function askNode(url: string, child: ChildService | undefined): Promise<NodeStatusResponse | undefined> {
  if (child?.state !== "running") return undefined;
  return createNodeClient({ url, timeoutMs: 3_000 })
    .getStatus()
    .catch(() => undefined);
}

export function toNodeStatus(
  name: string,
  { url, child, answer }: { url: string; child: ChildService | undefined; answer: NodeStatusResponse | undefined },
): ServiceStatus {
  const base = toProcessStatus(url, child);
  if (answer !== undefined) return { ...base, ...toChainView(answer) };
  const code = base.state.toUpperCase();
  const message = base.state === "failed" ? `ended by itself (${child?.exit})` : `${name} is ${base.state}`;
  return { ...base, ...NO_CHAIN_VIEW, reason: base.state === "running" ? null : { code, message } };
}

export function toObserverStatus(child: ChildService | undefined): ServiceStatus {
  return { ...toProcessStatus(null, child), ...NO_CHAIN_VIEW };
}

export async function readIndexerStatus(url: string, child: ChildService | undefined): Promise<ServiceStatus> {
  const base = toProcessStatus(url, child);
  const answer = base.state === "running" ? await readIndexer(url) : undefined;
  return { ...base, ...NO_CHAIN_VIEW, ...answer };
}

export function toL2Status(url: string, l2: OwnL2 | undefined, state: ServiceState): ServiceStatus {
  const failure = state === "running" ? l2?.failure : undefined;
  const base = { url, pid: l2?.pid ?? null, ...NO_CHAIN_VIEW, l2: l2?.head.number ?? null };
  if (failure === undefined) return { ...base, state };
  return { ...base, state: "failed", reason: { code: "L2_NO_BLOCK", message: failure } };
}

function toProcessStatus(url: string | null, child: ChildService | undefined) {
  return { url, pid: child?.pid ?? null, state: child?.state ?? "stopped" } as const;
}
