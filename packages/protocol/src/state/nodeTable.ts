import { bytesToHex } from "@noble/hashes/utils.js";
import type { Voter } from "../commit/voter.ts";
import type { NodeId } from "../types/primitive.ts";
import type { NodeState } from "./node.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** The nodes of one state with what is derived from them; immutable and shared by every state with the same nodes. */
export class NodeTable {
  /** Ascending by id. */
  readonly list: readonly NodeState[];
  /** Active nodes: the validators of the next height. The same array as the previous table's when they are the same. */
  readonly validators: readonly Voter[];
  readonly payableCount: number;
  /** Earliest block time at which a node changes by itself, and earliest service second. */
  readonly nextDeadline: number;
  readonly nextServiceDeadline: number;
  readonly #index: ReadonlyMap<NodeId, number>;
  #attesters: readonly Voter[] | undefined;
  #blsKeys: ReadonlySet<string> | undefined;
  #ed25519Keys: ReadonlySet<string> | undefined;

  constructor(list: readonly NodeState[], previous?: NodeTable) {
    this.list = list;
    this.#index = new Map(list.map((node, index) => [node.id, index]));
    const validators = list.filter((node) => node.status === "active");
    this.validators =
      previous !== undefined && hasSameVoters(previous.validators, validators)
        ? previous.validators
        : validators.map(toVoter);
    this.payableCount = list.reduce((count, node) => count + (node.payable ? 1 : 0), 0);
    this.nextDeadline = list.reduce((earliest, node) => Math.min(earliest, deadlineOf(node)), NEVER);
    this.nextServiceDeadline = list.reduce((earliest, node) => Math.min(earliest, serviceDeadlineOf(node)), NEVER);
  }

  get(id: NodeId): NodeState | undefined {
    const index = this.#index.get(id);
    return index === undefined ? undefined : this.list[index];
  }

  indexOf(id: NodeId): number | undefined {
    return this.#index.get(id);
  }

  /** Everyone the contract knows, whatever their status. */
  get attesters(): readonly Voter[] {
    this.#attesters ??= this.list.filter((node) => !node.departed).map(toVoter);
    return this.#attesters;
  }

  hasBlsKey(key: Uint8Array): boolean {
    this.#blsKeys ??= new Set(this.list.map((node) => bytesToHex(node.blsKey)));
    return this.#blsKeys.has(bytesToHex(key));
  }

  /** Reserved by a registration whose signature verified (must-not-repeat §5.5). */
  hasEd25519Key(key: Uint8Array): boolean {
    this.#ed25519Keys ??= new Set(this.list.filter(reservesEd25519Key).map((node) => bytesToHex(node.ed25519Key)));
    return this.#ed25519Keys.has(bytesToHex(key));
  }
}

/** Rejected and missed nodes never had their signature accepted, so they can't keep others from using the key. */
export function reservesEd25519Key(node: NodeState): boolean {
  return node.removed === undefined || (node.removed.reason !== "rejected" && node.removed.reason !== "missed");
}

function toVoter({ id, blsKey }: NodeState): Voter {
  return { id, blsKey };
}

function hasSameVoters(voters: readonly Voter[], nodes: readonly NodeState[]): boolean {
  return voters.length === nodes.length && voters.every((voter, i) => voter.blsKey === nodes[i]?.blsKey);
}

function deadlineOf(node: NodeState): number {
  if (node.departed) return 0;
  const unlock = node.unlockAt !== 0 && node.status !== "removed" ? node.unlockAt : NEVER;
  const pay = node.status === "active" && !node.payable ? node.payableAt : NEVER;
  return Math.min(unlock, pay);
}

function serviceDeadlineOf(node: NodeState): number {
  return node.status === "joining" ? node.creditAt + node.creditSec : NEVER;
}
