import type { ChainState, NodeState, Preset } from "@session/protocol";
import type { L2EventResponse, NodeResponse } from "@session/sdk/node-api";
import { getAddress } from "viem";
import type { StoredOutcome } from "../store/chainStore.ts";

export function toHex(bytes: Uint8Array): `0x${string}` {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

export function toAddress(bytes: Uint8Array): `0x${string}` {
  return getAddress(toHex(bytes));
}

export function formatNode(node: NodeState, state: ChainState, preset: Preset): NodeResponse {
  return {
    id: node.id,
    status: node.status,
    operator: toAddress(node.operator),
    ed25519: toHex(node.ed25519Key),
    bls: toHex(node.blsKey),
    feeBps: node.feeBps,
    deposit: node.deposit.toString(),
    contributors: node.contributors.map(({ staker, beneficiary, amount }) => ({
      staker: toAddress(staker),
      beneficiary: toAddress(beneficiary),
      amount: amount.toString(),
    })),
    registeredAt: node.registeredAt,
    payable: node.payable,
    payableAt: node.payableAt,
    unlockAt: node.unlockAt === 0 ? null : node.unlockAt,
    creditSec: state.creditSec(node.id) ?? 0,
    removed: formatRemoved(node, preset),
  };
}

function formatRemoved(node: NodeState, preset: Preset): NodeResponse["removed"] {
  if (node.removed === undefined) return null;
  const { reason, at } = node.removed;
  const lockedUntil = reason === "deregistered" ? at + preset.deregistrationLockSec : 0;
  const canBeLiquidated = reason === "voluntary" || reason === "deregistered";
  return { reason, at, lockedUntil, liquidatableFrom: canBeLiquidated ? at + preset.exitGraceSec : null };
}

export function formatOutcome(outcome: StoredOutcome): L2EventResponse {
  return {
    l2Number: outcome.l2Number,
    logIndex: outcome.logIndex,
    txHash: toHex(outcome.txHash),
    kind: outcome.kind,
    height: outcome.height,
    result: outcome.result,
    code: outcome.result === "rejected" ? outcome.code : null,
    message: outcome.result === "rejected" ? (outcome.message ?? null) : null,
    nodeId: outcome.nodeId,
  };
}

/** Voters split by a bitmap over them, by id. */
export function splitByBits(
  ids: readonly number[],
  has: (index: number) => boolean,
): { signed: number[]; absent: number[] } {
  const signed: number[] = [];
  const absent: number[] = [];
  ids.forEach((id, index) => {
    (has(index) ? signed : absent).push(id);
  });
  return { signed, absent };
}
