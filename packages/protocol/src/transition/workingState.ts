import { bytesToHex } from "@noble/hashes/utils.js";
import { ChainState } from "../state/chainState.ts";
import type { RecentCommit, StateContent } from "../state/content.ts";
import type { NodeState } from "../state/node.ts";
import { NodeTable, reservesEd25519Key } from "../state/nodeTable.ts";
import type { Presence } from "../state/presence.ts";
import { NO_PRESENCE } from "../state/presence.ts";
import { splitEarned } from "../state/rewards.ts";
import { MAX_LATE_HEIGHTS, MAX_NODES, RECENT_HASHES, type StateHead } from "../state/stateSsz.ts";
import type { NodeId } from "../types/primitive.ts";
import type { TransitionContext } from "./context.ts";
import type { EventOutcome, StateEvent } from "./outcome.ts";
import { type NodeEdits, writeTree } from "./writeTree.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * One block in the making: the parent's state and what changed so far. Lives within one transition; the parent is never
 * touched, so a block that turns out invalid leaves nothing behind (must-not-repeat §3.7).
 */
export class WorkingState {
  readonly parent: ChainState;
  readonly context: TransitionContext;
  readonly head: Mutable<StateHead>;
  readonly outcomes: EventOutcome[] = [];
  readonly changes: StateEvent[] = [];
  recentHashes: readonly Uint8Array[];
  presence: readonly Presence[];
  recentCommits: readonly RecentCommit[];
  #activeCount: number;
  #payableCount: number;
  /** Undefined = forgotten. */
  readonly #edits: Map<NodeId, NodeState | undefined> = new Map();
  /** By address in hex, ledger units. */
  readonly #credits: Map<string, bigint> = new Map();

  constructor(parent: ChainState, context: TransitionContext) {
    const { head, nodes, recentHashes, presence, recentCommits } = parent.content;
    this.parent = parent;
    this.context = context;
    this.head = { ...head };
    this.recentHashes = recentHashes;
    this.presence = presence;
    this.recentCommits = recentCommits;
    this.#activeCount = nodes.validators.length;
    this.#payableCount = nodes.payableCount;
  }

  get payableCount(): number {
    return this.#payableCount;
  }

  node(id: NodeId): NodeState | undefined {
    return this.#edits.has(id) ? this.#edits.get(id) : this.parent.node(id);
  }

  /** The parent's nodes as they are now, ascending by id; nodes of this block are not among them. */
  *parentNodes(): Generator<NodeState> {
    for (const { id } of this.parent.nodes()) {
      const node = this.node(id);
      if (node !== undefined) yield node;
    }
  }

  put(node: NodeState): void {
    this.#count(this.node(node.id), -1);
    this.#edits.set(node.id, node);
    this.#count(node, 1);
  }

  forget(id: NodeId): void {
    this.#count(this.node(id), -1);
    this.#edits.set(id, undefined);
  }

  #count(node: NodeState | undefined, change: 1 | -1): void {
    if (node?.status === "active") this.#activeCount += change;
    if (node?.payable) this.#payableCount += change;
  }

  /** Would the chain be without validators if this node left the set? */
  isLastValidator(node: NodeState): boolean {
    return node.status === "active" && this.#activeCount === 1;
  }

  isFull(): boolean {
    return this.parent.nodes().length + this.#edits.size >= MAX_NODES && this.#countNodes() >= MAX_NODES;
  }

  #countNodes(): number {
    let count = this.parent.nodes().length;
    for (const [id, node] of this.#edits) {
      const before = this.parent.node(id) === undefined ? 0 : 1;
      count += (node === undefined ? 0 : 1) - before;
    }
    return count;
  }

  hasBlsKey(key: Uint8Array): boolean {
    return this.#hasKey(this.parent.content.nodes.hasBlsKey(key), (node) => equalHex(node.blsKey, key));
  }

  hasEd25519Key(key: Uint8Array): boolean {
    const reserves = (node: NodeState) => reservesEd25519Key(node) && equalHex(node.ed25519Key, key);
    return this.#hasKey(this.parent.content.nodes.hasEd25519Key(key), reserves);
  }

  #hasKey(isInParent: boolean, isOwner: (node: NodeState) => boolean): boolean {
    for (const node of this.#edits.values()) if (node !== undefined && isOwner(node)) return true;
    if (!isInParent) return false;
    // Its owner may have left earlier in this block.
    return this.parent.nodes().some((node) => isOwner(node) && !this.#edits.has(node.id));
  }

  /**
   * Moves what the node earned so far into balances and ends its earning: before every change of what it is or whom it
   * pays. Rounding dust goes to the carry (protocol/rewards.md#settlement).
   */
  settle(node: NodeState): NodeState {
    if (!node.payable) return node;
    const { shares, dust } = splitEarned(node, this.head.index - node.indexAt);
    for (const { address, amount } of shares) {
      if (amount === 0n) continue;
      const key = bytesToHex(address);
      this.#credits.set(key, (this.#credits.get(key) ?? 0n) + amount);
    }
    this.head.carry += dust;
    return { ...node, payable: false, indexAt: 0n };
  }

  rememberHash(height: number, hash: Uint8Array): void {
    this.recentHashes = this.recentHashes.with(height % RECENT_HASHES, hash);
  }

  finish(): ChainState {
    const { content } = this.parent;
    const nodes =
      this.#edits.size === 0 ? content.nodes : new NodeTable(merge(content.nodes.list, this.#edits), content.nodes);
    const { balances, changed } =
      this.#credits.size === 0
        ? { balances: content.balances, changed: undefined }
        : content.balances.plus(this.#credits);
    const next: StateContent = {
      head: this.head,
      recentHashes: this.recentHashes,
      nodes,
      presence: this.#alignPresence(nodes),
      balances,
      voterSets: this.#nextVoterSets(nodes),
      recentCommits: this.recentCommits,
    };
    const edits: NodeEdits = this.#edits;
    return new ChainState(this.parent.genesis, next, writeTree(this.parent, next, edits, changed ?? new Map()));
  }

  #alignPresence(nodes: NodeTable): readonly Presence[] {
    const before = this.parent.content.nodes;
    if (nodes === before) return this.presence;
    const indexes = nodes.list.map(({ id }) => before.indexOf(id));
    if (indexes.length === this.presence.length && indexes.every((index, i) => index === i)) return this.presence;
    return indexes.map((index) => (index === undefined ? undefined : this.presence[index]) ?? NO_PRESENCE);
  }

  /** A new entry when the validators changed; entries no block can need any more are dropped. */
  #nextVoterSets(nodes: NodeTable): StateContent["voterSets"] {
    const { voterSets, nodes: before } = this.parent.content;
    const nextHeight = this.head.height + 1;
    const isSame = nodes.validators === before.validators;
    const all = isSame ? voterSets : [...voterSets, { from: nextHeight, voters: nodes.validators }];
    const oldest = nextHeight - MAX_LATE_HEIGHTS;
    const firstNeeded = all.findLastIndex((set) => set.from <= oldest);
    return firstNeeded <= 0 ? all : all.slice(firstNeeded);
  }
}

function merge(list: readonly NodeState[], edits: ReadonlyMap<NodeId, NodeState | undefined>): NodeState[] {
  const kept = list.flatMap((node) => (edits.has(node.id) ? (edits.get(node.id) ?? []) : node));
  const known = new Set(list.map(({ id }) => id));
  const added = [...edits.values()].filter((node) => node !== undefined && !known.has(node.id));
  if (added.length === 0) return kept;
  return [...kept, ...added.filter((node) => node !== undefined)].sort((a, b) => a.id - b.id);
}

function equalHex(a: Uint8Array, b: Uint8Array): boolean {
  return bytesToHex(a) === bytesToHex(b);
}
