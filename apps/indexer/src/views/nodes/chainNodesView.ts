import type { ChainState, NodeState } from "@session/protocol";
import type { Writer } from "../../database/database.ts";
import type { ChainView } from "../../sources/appchain/chainView.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { toHex, toInt8 } from "../../sources/appchain/hex.ts";
import { chainNodes } from "./schema.ts";

/** Registrations that ask for more are rejected; the column needn't hold every 16 bits. */
const MAX_FEE_BPS = 32_767;

type Row = typeof chainNodes.$inferInsert;

/** `chain_nodes`: a row for each node a block changes. */
export class ChainNodesView implements ChainView {
  #rows = new Map<number, Row>();

  takeGenesis(state: ChainState): void {
    for (const node of state.nodes()) this.#rows.set(node.id, toRow(node, state));
  }

  take(block: ExecutedBlock): void {
    for (const { node, isForgotten } of changedNodes(block))
      this.#rows.set(node.id, isForgotten ? toForgottenRow(node, block) : toRow(node, block.state));
  }

  async write(writer: Writer): Promise<void> {
    await writer.upsert(chainNodes, [...this.#rows.values()]);
    this.#rows = new Map();
  }
}

/** Nodes that differ from the parent's, and those it had and the state has dropped, as they last were. */
export function changedNodes({ parent, state }: ExecutedBlock): { node: NodeState; isForgotten: boolean }[] {
  // States share their lists and nodes as long as nothing changes them.
  if (state.nodes() === parent.nodes()) return [];
  const changed = state.nodes().filter((node) => parent.node(node.id) !== node);
  const dropped = parent.nodes().filter(({ id }) => state.node(id) === undefined);
  return [
    ...changed.map((node) => ({ node, isForgotten: false })),
    ...dropped.map((node) => ({ node, isForgotten: true })),
  ];
}

function toRow(node: NodeState, state: ChainState): Row {
  return {
    id: node.id,
    status: node.status,
    statusTime: node.statusSince,
    statusHeight: node.statusHeight,
    operator: toHex(node.operator),
    ed25519: toHex(node.ed25519Key),
    bls: toHex(node.blsKey),
    feeBps: Math.min(node.feeBps, MAX_FEE_BPS),
    deposit: toInt8(node.deposit),
    contributors: node.contributors.map(({ staker, beneficiary, amount }) => ({
      staker: toHex(staker),
      beneficiary: toHex(beneficiary),
      amount: amount.toString(),
    })),
    registeredTime: node.registeredAt,
    registeredHeight: node.registeredHeight,
    isPayable: node.payable ? 1 : 0,
    payableAt: node.payableAt,
    unlockAt: node.unlockAt === 0 ? null : node.unlockAt,
    creditSec: state.creditSec(node.id) ?? 0,
    creditTime: state.time,
    forkVersion: node.forkVersion,
    removedReason: node.removed?.reason ?? null,
    removedAt: node.removed?.at ?? null,
  };
}

function toForgottenRow(last: NodeState, { parent, state, changes }: ExecutedBlock): Row {
  const row = toRow(last, parent);
  // It may have been removed and forgotten by the same block.
  const removal = changes.find((change) => change.type === "node-removed" && change.node === last.id);
  const removed =
    removal?.type === "node-removed" ? { removedReason: removal.reason, removedAt: state.time } : undefined;
  return { ...row, ...removed, status: "forgotten", statusTime: state.time, statusHeight: state.height, isPayable: 0 };
}
