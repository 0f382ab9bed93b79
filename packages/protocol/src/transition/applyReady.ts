import { equalBytes } from "../codec/decodeStrict.ts";
import { readySigningRoot } from "../domains.ts";
import type { ChainState } from "../state/chainState.ts";
import { RECENT_HASHES } from "../state/stateSsz.ts";
import type { ReadyRecord } from "../types/block.ts";
import type { TransitionContext } from "./context.ts";
import { type ReadyFault, TransitionError } from "./errors.ts";
import type { WorkingState } from "./workingState.ts";

/**
 * Why a `ready` record couldn't stand in the block after `parent`; undefined if it could. For proposers, who choose what
 * to include, and for nodes that pass records on (protocol/registration.md#ready).
 */
export function checkReady(
  parent: ChainState,
  parentHash: Uint8Array,
  record: ReadyRecord,
  context: Pick<TransitionContext, "genesisHash" | "bls">,
  options: { readonly skipSignatures?: boolean } = {},
): ReadyFault | undefined {
  const node = parent.node(record.node);
  // [REJECT] protocol/registration.md#ready-1: the node is joining.
  if (node?.status !== "joining") return "READY_NOT_JOINING";
  // [REJECT] protocol/registration.md#ready-2: the block it names is not older than its joining: no replay of an old record.
  if (record.recentHeight < node.statusHeight) return "READY_TOO_OLD";
  // [REJECT] protocol/registration.md#ready-3: the block it names is one of the last 64 of this chain.
  if (record.recentHeight > parent.height || record.recentHeight <= parent.height - RECENT_HASHES)
    return "READY_UNKNOWN_BLOCK";
  const hash = record.recentHeight === parent.height ? parentHash : parent.hashAt(record.recentHeight);
  if (hash === undefined || !equalBytes(hash, record.recentHash)) return "READY_UNKNOWN_BLOCK";
  // [REJECT] protocol/registration.md#ready-4: the node knows the rules that are in force.
  if (record.forkVersion < parent.forkVersion) return "READY_FORK_VERSION";
  // [REJECT] protocol/registration.md#ready-5: the node's BLS key signed the record.
  const message = readySigningRoot(context.genesisHash, record);
  if (options.skipSignatures !== true && !context.bls.verify(node.blsKey, message, record.signature))
    return "READY_SIGNATURE";
  return undefined;
}

/** Makes joining nodes active: validators from the next height on. */
export function applyReady(
  state: WorkingState,
  parentHash: Uint8Array,
  records: readonly ReadyRecord[],
  options: { readonly skipSignatures: boolean },
): void {
  let previous = 0;
  for (const record of records) {
    // [REJECT] protocol/registration.md#ready-6: records ascend by node id, one for each node.
    if (record.node <= previous) throw new TransitionError({ code: "READY_ORDER", node: record.node });
    previous = record.node;
    const fault = checkReady(state.parent, parentHash, record, state.context, options);
    if (fault !== undefined) throw new TransitionError({ code: fault, node: record.node });
    activate(state, record);
  }
}

function activate(state: WorkingState, record: ReadyRecord): void {
  const node = state.node(record.node);
  if (node === undefined) return;
  const { height, time, serviceSec } = state.head;
  state.put({
    ...node,
    status: "active",
    statusSince: time,
    statusHeight: height,
    creditAt: serviceSec,
    forkVersion: record.forkVersion,
  });
  state.changes.push({ type: "node-active", node: node.id });
}
