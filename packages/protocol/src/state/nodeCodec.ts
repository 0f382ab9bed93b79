import type { ValueOf } from "@chainsafe/ssz";
import { CodecError } from "../codec/errors.ts";
import type { NodeState, NodeStatus, RemovedReason } from "./node.ts";
import { NodeSsz } from "./stateSsz.ts";

type NodeValue = ValueOf<typeof NodeSsz>;

const STATUSES: readonly NodeStatus[] = ["joining", "active", "decommissioned", "removed"];
/** Code 0 is "not removed". */
const REASONS: readonly RemovedReason[] = ["voluntary", "deregistered", "rejected", "missed"];

export function toNodeValue(node: NodeState): NodeValue {
  const { status, payable, departed, removed, contributors, ...plain } = node;
  return {
    ...plain,
    contributors: [...contributors],
    status: STATUSES.indexOf(status),
    payable: payable ? 1 : 0,
    departed: departed ? 1 : 0,
    removedReason: removed === undefined ? 0 : REASONS.indexOf(removed.reason) + 1,
    removedAt: removed?.at ?? 0,
  };
}

/** @throws {CodecError} `MALFORMED` (`invariant`) on codes this version doesn't write */
export function fromNodeValue(value: NodeValue): NodeState {
  const { status: statusCode, payable, departed, removedReason, removedAt, ...plain } = value;
  const status = STATUSES[statusCode];
  const reason = removedReason === 0 ? undefined : REASONS[removedReason - 1];
  const isKnown = status !== undefined && (removedReason === 0 || reason !== undefined);
  const isConsistent = (status === "removed") === (reason !== undefined) && payable <= 1 && departed <= 1;
  if (!isKnown || !isConsistent || (reason === undefined && removedAt !== 0))
    throw new CodecError(
      { code: "MALFORMED", type: NodeSsz.typeName, reason: "invariant", sizeBytes: 0 },
      `node ${value.id} of the state has an impossible status`,
    );
  const node = { ...plain, status, payable: payable === 1, departed: departed === 1 };
  return reason === undefined ? node : { ...node, removed: { reason, at: removedAt } };
}
