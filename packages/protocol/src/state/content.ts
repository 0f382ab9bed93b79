import type { BitArray } from "@chainsafe/ssz";
import { CodecError } from "../codec/errors.ts";
import type { Voter } from "../commit/voter.ts";
import { Balances } from "./balances.ts";
import { fromNodeValue } from "./nodeCodec.ts";
import { NodeTable } from "./nodeTable.ts";
import type { Presence } from "./presence.ts";
import { type StateHead, StateSsz, type StateValue } from "./stateSsz.ts";

export type VoterSet = { readonly from: number; readonly voters: readonly Voter[] };
export type RecentCommit = { readonly height: number; readonly bits: BitArray };

/** The state as values, as the rules read it; its SSZ tree is kept beside it. */
export type StateContent = {
  readonly head: StateHead;
  readonly recentHashes: readonly Uint8Array[];
  readonly nodes: NodeTable;
  /** presence[i] belongs to nodes.list[i]. */
  readonly presence: readonly Presence[];
  readonly balances: Balances;
  /** Ascending by `from`. */
  readonly voterSets: readonly VoterSet[];
  /** Ascending by height. */
  readonly recentCommits: readonly RecentCommit[];
};

/** @throws {CodecError} `MALFORMED` (`invariant`): no state the rules lead to looks like this */
export function toContent(value: StateValue): StateContent {
  const nodes = value.nodeList.map(fromNodeValue);
  const balances = Balances.fromList(value.balances);
  const isAscending = nodes.every((node, i) => node.id > (nodes[i - 1]?.id ?? 0));
  const isWhole =
    value.presence.length === nodes.length &&
    balances.size === value.balances.length &&
    value.validatorSets.length > 0 &&
    nodes.some((node) => node.status === "active") &&
    value.presence.every((presence) => presence > 0n) &&
    nodes.every((node) => !node.payable || (node.indexAt <= value.head.index && node.deposit > 0n));
  if (!isAscending || !isWhole)
    throw new CodecError(
      {
        code: "MALFORMED",
        type: StateSsz.typeName,
        reason: "invariant",
        sizeBytes: StateSsz.value_serializedSize(value),
      },
      "the parts of the state contradict each other",
    );
  return {
    head: value.head,
    recentHashes: value.recentHashes,
    nodes: new NodeTable(nodes),
    presence: value.presence,
    balances,
    voterSets: value.validatorSets,
    recentCommits: value.recentCommits,
  };
}
