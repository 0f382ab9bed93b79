import type { NodeStatusResponse } from "@session/sdk";
import type { ShownAccount } from "./accounts.ts";
import type { ServiceState } from "./processes/childService.ts";

/** One service as `status --json` shows it; what doesn't apply to it is null. */
export type ServiceStatus = {
  readonly url: string | null;
  readonly pid: number | null;
  readonly state: ServiceState;
  /** Appchain height being agreed on. */
  readonly height: number | null;
  /** Newest final block. */
  readonly final: number | null;
  /** Newest L2 block: the node's view in its final block, or L2's own. */
  readonly l2: number | null;
  /** Contract id of a registered node. */
  readonly nodeId: number | null;
  readonly nodeState: NodeStatusResponse["nodeState"] | null;
  /** Why it doesn't do its work, or what it waits for. */
  readonly reason: { readonly code: string; readonly message: string } | null;
};

/** `status --json`. */
export type DevnetStatus = {
  /** The start has come to its end, and every service runs now. */
  readonly ready: boolean;
  readonly chainId: number;
  readonly folder: string;
  readonly pid: number;
  /** The bundled Session Node that runs here. */
  readonly program: string;
  readonly clockOffsetSec: number;
  readonly services: Readonly<Record<string, ServiceStatus>>;
  readonly contracts: Readonly<Record<string, string>>;
  readonly accounts: readonly ShownAccount[];
  /** Newest checkpoint as the nodes see it. */
  readonly checkpoint: NodeStatusResponse["checkpoint"];
  /** Seconds the appchain's newest block is old. */
  readonly headAgeSec: number | null;
};

export const NO_CHAIN_VIEW = {
  height: null,
  final: null,
  l2: null,
  nodeId: null,
  nodeState: null,
  reason: null,
} as const;

export function toChainView(status: NodeStatusResponse) {
  return {
    height: status.consensus.height,
    final: status.head.height,
    l2: status.l2.number,
    nodeId: status.nodeId,
    nodeState: status.nodeState,
    reason: status.reason,
  };
}

/** Whether every service does its work. A site that is being built keeps nobody from using the network. */
export function isWhole(services: Readonly<Record<string, ServiceStatus>>): boolean {
  return Object.values(services).every(({ state }) => state === "running" || state === "building");
}
