import type { NodeState } from "../state/node.ts";
import type { WorkingState } from "./workingState.ts";

/**
 * Moves block time and service time. After a gap of more than half a proof validity the network is quiet for one proof
 * validity: credit, participation and what depends on them stand still, so that a stall, a sleep or a restart of all
 * can't cost anyone their place (must-not-repeat §5.12). Source: protocol/blocks.md#stall.
 */
export function advanceTime(state: WorkingState, time: number): void {
  const { head } = state;
  const { proofValidSec } = state.context.preset;
  const elapsedSec = time - head.time;
  if (2 * elapsedSec > proofValidSec) head.quietUntil = time + proofValidSec;
  else head.serviceSec += Math.max(0, Math.min(elapsedSec, time - head.quietUntil));
  head.height += 1;
  head.time = time;
}

/** Everything that happens to nodes because time has come, in a fixed order (protocol/blocks.md#order). */
export function applyDeadlines(state: WorkingState): void {
  const { nodes } = state.parent.content;
  const { time, serviceSec } = state.head;
  // A node a `ready` record has just made active may be payable at once, which the parent's table can't know.
  const isQuiet = nodes.nextDeadline > time && nodes.nextServiceDeadline > serviceSec && state.changes.length === 0;
  if (isQuiet) return;
  const due = [...state.parentNodes()];
  for (const node of due.filter((candidate) => isUnlocked(candidate, time)).sort(byUnlock)) removeUnlocked(state, node);
  for (const { id } of due) {
    const node = state.node(id);
    if (node === undefined) continue;
    if (node.departed) forgetDeparted(state, node);
    else if (node.status === "joining" && serviceSec >= node.creditAt + node.creditSec) decommission(state, node);
    else if (node.status === "active" && !node.payable && time >= node.payableAt) startPaying(state, node);
  }
}

function isUnlocked(node: NodeState, time: number): boolean {
  return node.unlockAt !== 0 && node.unlockAt <= time && node.status !== "removed" && !node.departed;
}

function byUnlock(a: NodeState, b: NodeState): number {
  return a.unlockAt - b.unlockAt || a.id - b.id;
}

function removeUnlocked(state: WorkingState, node: NodeState): void {
  // protocol/blocks.md#last-validator: the last validator stays until there is another; told once, tried in every block.
  if (state.isLastValidator(node)) {
    if (state.parent.time < node.unlockAt)
      state.changes.push({ type: "deferred", node: node.id, change: "remove", code: "LAST_VALIDATOR" });
    return;
  }
  const { time, height } = state.head;
  state.put({
    ...state.settle(node),
    status: "removed",
    statusSince: time,
    statusHeight: height,
    removed: { reason: "voluntary", at: time },
  });
  state.changes.push({ type: "node-removed", node: node.id, reason: "voluntary" });
}

function forgetDeparted(state: WorkingState, node: NodeState): void {
  if (state.isLastValidator(node)) return;
  state.forget(node.id);
  state.changes.push({ type: "node-forgotten", node: node.id });
}

function decommission(state: WorkingState, node: NodeState): void {
  const { time, height, serviceSec } = state.head;
  state.put({
    ...node,
    status: "decommissioned",
    statusSince: time,
    statusHeight: height,
    creditSec: 0,
    creditAt: serviceSec,
  });
  state.changes.push({ type: "node-decommissioned", node: node.id, reason: "not-ready" });
}

function startPaying(state: WorkingState, node: NodeState): void {
  state.put({ ...node, payable: true, indexAt: state.head.index });
  state.changes.push({ type: "node-payable", node: node.id });
}
