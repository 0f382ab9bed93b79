import type { serviceNodeRewardsAbi } from "@session/contracts";
import { type Hex, numberToHex } from "viem";
import { toInt8, ViewError } from "../../pipeline/errors.ts";
import type { EventPlace, Handlers } from "../../pipeline/handlers.ts";
import type { StakedContributor, StakedNode } from "../../pipeline/tables.ts";
import type { Views } from "../../pipeline/unitOfWork.ts";

type Contributor = { readonly staker: Hex; readonly beneficiary: Hex; readonly amount: bigint };

/** What differs between a registration and a seeding. */
export type NewNode = Pick<StakedNode, "id" | "operator" | "initiator" | "bls" | "ed25519" | "feeBps" | "isSeeded"> & {
  readonly contributors: readonly Contributor[];
};

/** The rows of a node nobody has touched since it was registered. @throws ViewError VALUE_OUT_OF_RANGE */
export function newNodeRows(
  { contributors, ...node }: NewNode,
  registered: Pick<StakedNode, "registeredBlock" | "registeredTime" | "registeredTx">,
): { readonly node: StakedNode; readonly contributors: readonly StakedContributor[] } {
  const shares = contributors.map(({ staker, beneficiary, amount }, position) => ({
    ...{ nodeId: node.id, position, staker, beneficiary, amount: toInt8(amount) },
  }));
  return { node: { ...node, ...registered, ...UNTOUCHED, deposit: sumOf(shares) }, contributors: shares };
}

const UNTOUCHED = {
  exitRequestedTime: null,
  exitRequestedBy: null,
  left: null,
  leftBlock: null,
  leftTime: null,
  leftTx: null,
  returned: 0n,
  lockedUntil: 0n,
  liquidator: null,
  liquidatorPenalty: 0n,
  poolPenalty: 0n,
  withdrawnBlock: null,
} as const;

/** Adds a node with its contributors. @throws ViewError VALUE_OUT_OF_RANGE */
export function addNode(views: Views, { log, time }: EventPlace, node: NewNode): void {
  const registered = { registeredBlock: log.blockNumber, registeredTime: time, registeredTx: log.transactionHash };
  const rows = newNodeRows(node, registered);
  views.stakedNodes.add(rows.node);
  for (const contributor of rows.contributors) views.stakedContributors.add(contributor);
}

const sumOf = (shares: readonly { readonly amount: bigint }[]): bigint => {
  let sum = 0n;
  for (const { amount } of shares) sum += amount;
  return toInt8(sum);
};

const needsNode = ({ id }: { readonly id: number }, views: Views): void => views.stakedNodes.need(id);

const leftAt = ({ log, time }: EventPlace): Pick<StakedNode, "leftBlock" | "leftTime" | "leftTx"> => ({
  leftBlock: log.blockNumber,
  leftTime: time,
  leftTx: log.transactionHash,
});

/** Nodes and their stakes, from the rewards contract. */
export const stakingHandlers: Handlers<typeof serviceNodeRewardsAbi> = {
  NewServiceNode: {
    apply: ({ id, operator, initiator, blsPubkey, params, contributors }, views, place) => {
      const ed25519 = numberToHex(params.ed25519Pubkey, { size: 32 });
      const node = { id, operator, initiator, bls: blsPubkey, ed25519, feeBps: params.feeBps, isSeeded: 0 };
      addNode(views, place, { ...node, contributors });
    },
  },
  NewSeededServiceNode: {
    apply: ({ id, operator, blsPubkey, ed25519Pubkey, feeBps, contributors }, views, place) => {
      const ed25519 = numberToHex(ed25519Pubkey, { size: 32 });
      const node = { id, operator, initiator: null, bls: blsPubkey, ed25519, feeBps, isSeeded: 1 };
      addNode(views, place, { ...node, contributors });
    },
  },
  ServiceNodeExitRequest: {
    needs: needsNode,
    // The wait for the exit without proof counts from the first request; repeats change nothing here.
    apply: ({ id, contributor }, views, { time }) => {
      const node = views.stakedNodes.existing(id);
      if (node.exitRequestedTime !== null) return;
      views.stakedNodes.put({ ...node, exitRequestedTime: time, exitRequestedBy: contributor });
    },
  },
  ServiceNodeExit: {
    needs: needsNode,
    apply: ({ id, returned, lockedUntil }, views, place) => {
      const node = views.stakedNodes.existing(id);
      const change = { left: "exited", returned: toInt8(returned), lockedUntil: toInt8(lockedUntil) } as const;
      views.stakedNodes.put({ ...node, ...leftAt(place), ...change });
    },
  },
  ServiceNodeLiquidated: {
    needs: needsNode,
    apply: ({ id, liquidator, liquidatorPenalty, poolPenalty, lockedUntil }, views, place) => {
      const node = views.stakedNodes.existing(id);
      const rest = node.deposit - liquidatorPenalty - poolPenalty;
      if (rest < 0n) throw new ViewError({ code: "VALUE_OUT_OF_RANGE", value: rest.toString() });
      const penalties = { liquidator, liquidatorPenalty, poolPenalty };
      // Without a lock the rest was paid at once, which no other event tells.
      const stake = { returned: lockedUntil === 0n ? rest : 0n, lockedUntil: toInt8(lockedUntil) };
      views.stakedNodes.put({ ...node, ...leftAt(place), ...penalties, ...stake, left: "liquidated" });
    },
  },
  LockedStakeWithdrawn: {
    needs: needsNode,
    apply: ({ id, returned }, views, { log }) => {
      const node = views.stakedNodes.existing(id);
      const sum = toInt8(node.returned + returned);
      views.stakedNodes.put({ ...node, returned: sum, withdrawnBlock: log.blockNumber });
    },
  },
};
