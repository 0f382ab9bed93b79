import type { ChainState, L2Position } from "../state/chainState.ts";
import { type L2Event, type L2EventRecord, MAX_CONTRIBUTORS } from "../types/l2Event.ts";
import { decodeL2Event, l2EventKindOf } from "../types/l2EventCodec.ts";
import { MAX_BASE_UNITS, type NodeId } from "../types/primitive.ts";
import { applyRegistration } from "./applyRegistration.ts";
import { TransitionError } from "./errors.ts";
import type { RejectionCode } from "./outcome.ts";
import type { WorkingState } from "./workingState.ts";

/** Why an event wasn't applied. */
export type Rejection = { readonly code: RejectionCode; readonly message: string };

/**
 * Events must be those after the parent's position up to this block's L2 block, in log order; a part of a step, which keeps
 * the parent's L2 block, may lie past it (protocol/blocks.md#l2).
 */
export function checkEventOrder(events: readonly L2EventRecord[], parent: ChainState, l2Number: number): void {
  const isPart = l2Number === parent.l2Number;
  let previous: L2Position = parent.l2Position;
  for (const [index, event] of events.entries()) {
    // [REJECT] protocol/blocks.md#l2-5: events are of L2 blocks in (parent.l2Number, l2Number], those of a part after it.
    if (event.l2Number <= parent.l2Number || (!isPart && event.l2Number > l2Number))
      throw new TransitionError({ code: "L2_EVENT_OUT_OF_RANGE", index, l2Number: event.l2Number });
    // [REJECT] protocol/blocks.md#l2-6: events strictly ascend from the parent's position, so none counts twice.
    const isAfter =
      event.l2Number > previous.l2Number ||
      (event.l2Number === previous.l2Number && event.logIndex > previous.logIndex);
    if (!isAfter) throw new TransitionError({ code: "L2_EVENT_ORDER", index });
    previous = event;
  }
}

/** Applies each event or records why not; what L2 says never makes a block invalid. */
export function applyL2Events(state: WorkingState, records: readonly L2EventRecord[]): void {
  for (const record of records) {
    const { l2Number, logIndex, txHash } = record;
    const event = decodeL2Event(record);
    const kind = l2EventKindOf(record.kind) ?? "Unknown";
    const rejection = event === undefined ? unreadable(kind) : applyEvent(state, event);
    const node = event === undefined ? undefined : nodeOf(event);
    const about = node === undefined ? {} : { node };
    state.outcomes.push({
      ...{ l2Number, logIndex, txHash, kind },
      ...about,
      ...(rejection === undefined ? { result: "applied" } : { result: "rejected", ...rejection }),
    });
  }
}

function unreadable(kind: string): Rejection {
  return kind === "Unknown"
    ? { code: "UNKNOWN_KIND", message: "this version of the rules doesn't know the event's kind" }
    : { code: "MALFORMED_PAYLOAD", message: `the payload is no ${kind}` };
}

function nodeOf(event: L2Event): NodeId | undefined {
  return "id" in event.data ? event.data.id : undefined;
}

function applyEvent(state: WorkingState, event: L2Event): Rejection | undefined {
  switch (event.kind) {
    case "NewServiceNode":
    case "NewSeededServiceNode":
      return applyRegistration(state, event.kind, event.data);
    case "ServiceNodeExitRequest":
      return applyExitRequest(state, event.data.id);
    case "ServiceNodeExit":
    case "ServiceNodeLiquidated":
      return applyDeparture(state, event.data.id);
    case "StakingRequirementUpdated":
      return applyStakingRequirement(state, event.data.value);
    case "MaxContributorsUpdated":
      return applyMaxContributors(state, event.data.value);
  }
}

/** The node unlocks at time + unlock and earns until then (protocol/registration.md#exit-request). */
function applyExitRequest(state: WorkingState, id: NodeId): Rejection | undefined {
  const node = state.node(id);
  if (node === undefined) return { code: "UNKNOWN_NODE", message: `there is no node ${id}` };
  if (node.departed) return { code: "NODE_ALREADY_DEPARTED", message: `node ${id} has left the contract` };
  if (node.status === "removed")
    return { code: "NODE_ALREADY_REMOVED", message: `node ${id} is removed already and may exit` };
  // The contract lets owners repeat a request; the first one counts, so a repeat can't put the exit off.
  if (node.unlockAt !== 0)
    return { code: "EXIT_ALREADY_REQUESTED", message: `node ${id} unlocks at ${node.unlockAt} already` };
  const { time } = state.head;
  const unlockAt = time + state.context.preset.unlockSec;
  state.put({ ...node, exitRequestedAt: time, unlockAt });
  state.changes.push({ type: "exit-requested", node: id, unlockAt });
  return undefined;
}

/** The contract has paid the stake out: settle, then forget (protocol/registration.md#departure). */
function applyDeparture(state: WorkingState, id: NodeId): Rejection | undefined {
  const node = state.node(id);
  if (node === undefined) return { code: "UNKNOWN_NODE", message: `there is no node ${id}` };
  if (node.departed) return { code: "NODE_ALREADY_DEPARTED", message: `node ${id} has left the contract already` };
  const settled = state.settle(node);
  // protocol/blocks.md#last-validator: it goes on making blocks, unpaid, until there is another.
  if (state.isLastValidator(node)) {
    state.put({ ...settled, departed: true });
    state.changes.push({ type: "deferred", node: id, change: "forget", code: "LAST_VALIDATOR" });
    return undefined;
  }
  state.forget(id);
  state.changes.push({ type: "node-forgotten", node: id });
  return undefined;
}

function applyStakingRequirement(state: WorkingState, value: bigint): Rejection | undefined {
  if (value < 1n || value > MAX_BASE_UNITS)
    return { code: "PARAMETER_OUT_OF_RANGE", message: `a staking requirement of ${value} base units` };
  state.head.stakingRequirement = value;
  state.changes.push({ type: "staking-requirement", value });
  return undefined;
}

function applyMaxContributors(state: WorkingState, value: bigint): Rejection | undefined {
  if (value < 1n || value > BigInt(MAX_CONTRIBUTORS))
    return { code: "PARAMETER_OUT_OF_RANGE", message: `a limit of ${value} contributors` };
  state.head.maxContributors = Number(value);
  state.changes.push({ type: "max-contributors", value: Number(value) });
  return undefined;
}
