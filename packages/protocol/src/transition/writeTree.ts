import { hexToBytes } from "@noble/hashes/utils.js";
import type { Balance } from "../state/balances.ts";
import type { ChainState, StateTree } from "../state/chainState.ts";
import type { RecentCommit, StateContent, VoterSet } from "../state/content.ts";
import type { NodeState } from "../state/node.ts";
import { toNodeValue } from "../state/nodeCodec.ts";
import {
  BalanceSsz,
  HeadSsz,
  NodeSsz,
  NodesSsz,
  PresenceSsz,
  RECENT_HASHES,
  RecentCommitsSsz,
  StateSsz,
  ValidatorSetSsz,
  ValidatorSetsSsz,
} from "../state/stateSsz.ts";
import type { NodeId } from "../types/primitive.ts";

/** Nodes a block changed, added or (undefined) forgot. */
export type NodeEdits = ReadonlyMap<NodeId, NodeState | undefined>;
type StateView = ReturnType<typeof StateSsz.toViewDU>;

/** The successor's SSZ tree: only what changed is built and hashed anew. */
export function writeTree(
  parent: ChainState,
  next: StateContent,
  edits: NodeEdits,
  balances: ReadonlyMap<string, Balance>,
): StateTree {
  const before = parent.content;
  const view = StateSsz.getViewDU(parent.tree);
  view.head = HeadSsz.toViewDU({ ...next.head });
  writeHashes(view, before.recentHashes, next.recentHashes);
  if (edits.size > 0) writeNodes(view, parent, next, edits);
  if (next.presence !== before.presence) view.presence = PresenceSsz.toViewDU([...next.presence]);
  writeBalances(view, balances);
  if (next.voterSets !== before.voterSets) writeVoterSets(view, before.voterSets, next.voterSets);
  if (next.recentCommits !== before.recentCommits) writeRecentCommits(view, next.recentCommits);
  view.commit();
  return view.node;
}

function writeHashes(view: StateView, before: readonly Uint8Array[], next: readonly Uint8Array[]): void {
  for (let i = 0; i < RECENT_HASHES; i++) {
    const hash = next[i];
    if (hash !== undefined && hash !== before[i]) view.recentHashes.set(i, hash);
  }
}

function writeNodes(view: StateView, parent: ChainState, next: StateContent, edits: NodeEdits): void {
  const before = parent.content.nodes;
  const keepsPlaces = before.list.every(({ id }, i) => next.nodes.list[i]?.id === id);
  if (keepsPlaces) {
    for (const [id, node] of edits) {
      const index = before.indexOf(id);
      if (node !== undefined && index !== undefined) view.nodeList.set(index, NodeSsz.toViewDU(toNodeValue(node)));
    }
    for (const node of next.nodes.list.slice(before.list.length))
      view.nodeList.push(NodeSsz.toViewDU(toNodeValue(node)));
    return;
  }
  // Something left from the middle: a new list, of the old nodes' subtrees with their hashes.
  const old = view.nodeList;
  const fresh = NodesSsz.defaultViewDU();
  for (const node of next.nodes.list) {
    const index = before.indexOf(node.id);
    fresh.push(index === undefined || edits.has(node.id) ? NodeSsz.toViewDU(toNodeValue(node)) : old.get(index));
  }
  view.nodeList = fresh;
}

function writeBalances(view: StateView, balances: ReadonlyMap<string, Balance>): void {
  for (const [address, { slot, amount }] of balances) {
    const balance = BalanceSsz.toViewDU({ address: hexToBytes(address), amount });
    if (slot < view.balances.length) view.balances.set(slot, balance);
    else view.balances.push(balance);
  }
}

function writeVoterSets(view: StateView, before: readonly VoterSet[], next: readonly VoterSet[]): void {
  const old = view.validatorSets;
  const fresh = ValidatorSetsSsz.defaultViewDU();
  for (const set of next) {
    const index = before.indexOf(set);
    fresh.push(index === -1 ? ValidatorSetSsz.toViewDU({ from: set.from, voters: [...set.voters] }) : old.get(index));
  }
  view.validatorSets = fresh;
}

function writeRecentCommits(view: StateView, commits: readonly RecentCommit[]): void {
  view.recentCommits = RecentCommitsSsz.toViewDU([...commits]);
}
