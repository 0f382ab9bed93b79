import type { chainView, contractView, eventOutcome, NodeSummary, stakeShare } from "@session/sdk/indexer-api";
import type { z } from "zod";
import { compressBls } from "../../economics/compressBls.ts";
import { creditAt } from "../../economics/credit.ts";
import { type LifecycleRules, lifecycleOf, lifecycleTimes, type NodeFacts } from "../../economics/lifecycle.ts";
import type { OutcomeRow } from "../../views/nodes/queries.ts";
import type { NodeRow } from "../../views/staking/nodeColumns.ts";
import type { ProvingCheckpoints } from "../../views/staking/provingCheckpoints.ts";
import type { ShareRow } from "../../views/staking/queries.ts";
import { addressText, optionalAddress } from "./addressText.ts";

/** What nodes' summaries are reckoned with. */
export type NodeFormat = {
  readonly rules: LifecycleRules;
  readonly chainTime: number;
  /** Of those that were let go, by id. */
  readonly proofs: ReadonlyMap<number, ProvingCheckpoints>;
};

export function factsOf({ contract, chain, isRefused }: NodeRow): NodeFacts {
  return {
    registeredAt: Number(contract.registeredTime),
    exitRequestedAt: optionalSeconds(contract.exitRequestedTime),
    left: contract.left,
    lockedUntil: Number(contract.lockedUntil),
    isWithdrawn: contract.withdrawnBlock !== null,
    isRefused,
    chain: chain && { status: chain.status, unlockAt: chain.unlockAt, removed: removalOf(chain) },
  };
}

function removalOf({ removedReason, removedAt }: NonNullable<NodeRow["chain"]>) {
  return removedReason === null || removedAt === null ? null : { reason: removedReason, at: removedAt };
}

export function formatNode(row: NodeRow, { rules, chainTime, proofs }: NodeFormat): NodeSummary {
  const { contract, chain } = row;
  const facts = factsOf(row);
  const { left, leftTime, leftTx } = contract;
  const proved = left === null ? proofs.get(contract.id) : undefined;
  return {
    id: contract.id,
    state: lifecycleOf(facts, rules, chainTime),
    operator: addressText(contract.operator),
    ed25519: contract.ed25519,
    bls: compressBls(contract.bls),
    feeBps: contract.feeBps,
    deposit: contract.deposit.toString(),
    contributors: row.contributors,
    registeredAt: facts.registeredAt,
    isSeeded: contract.isSeeded === 1,
    isPayable: chain?.isPayable === 1,
    payableAt: chain?.payableAt ?? null,
    creditSec: chain && creditAt(chain, chainTime, rules.preset),
    exitRequestedAt: facts.exitRequestedAt,
    unlockAt: chain?.unlockAt ?? null,
    removed: facts.chain?.removed ?? null,
    ...lifecycleTimes(facts, rules),
    exitCheckpoint: proved?.exit ?? null,
    liquidationCheckpoint: proved?.liquidation ?? null,
    left: left && { how: left, at: Number(leftTime ?? 0n), txHash: leftTx ?? "0x" },
    pool: optionalAddress(row.pool),
  };
}

/** Stakes of a node with what each returns: the operator's less by what a liquidation took. */
export function formatShares(row: NodeRow, shares: readonly ShareRow[]): z.infer<typeof stakeShare>[] {
  return shares.map((share) => ({
    position: share.position,
    staker: addressText(share.staker),
    beneficiary: addressText(share.beneficiary),
    amount: share.amount.toString(),
    returns: returnsOf(row, share).toString(),
  }));
}

export function returnsOf({ contract }: NodeRow, { position, amount }: ShareRow): bigint {
  return position === 0 ? amount - contract.liquidatorPenalty - contract.poolPenalty : amount;
}

export function formatContract(row: NodeRow): z.infer<typeof contractView> {
  const { contract } = row;
  return {
    state: contractState(contract),
    initiator: optionalAddress(contract.initiator),
    bls: contract.bls,
    registeredBlock: contract.registeredBlock.toString(),
    registeredTx: contract.registeredTx,
    exitRequestedBy: optionalAddress(contract.exitRequestedBy),
    leftBlock: contract.leftBlock?.toString() ?? null,
    returned: contract.returned.toString(),
    lockedUntil: contract.lockedUntil === 0n ? null : Number(contract.lockedUntil),
    liquidator: optionalAddress(contract.liquidator),
    liquidatorPenalty: contract.liquidatorPenalty.toString(),
    poolPenalty: contract.poolPenalty.toString(),
    withdrawnBlock: contract.withdrawnBlock?.toString() ?? null,
  };
}

/** As ServiceNodeRewards names them: `NodeViews._state`. */
function contractState({ left, lockedUntil, withdrawnBlock }: NodeRow["contract"]) {
  if (left === null) return "active";
  if (lockedUntil === 0n) return "exited";
  return withdrawnBlock === null ? "locked" : "withdrawn";
}

export function formatChain(row: NodeRow): z.infer<typeof chainView> | null {
  const { chain } = row;
  return (
    chain && {
      status: chain.status,
      statusAt: chain.statusTime,
      statusHeight: chain.statusHeight,
      registeredAt: chain.registeredTime,
      registeredHeight: chain.registeredHeight,
      creditSec: chain.creditSec,
      creditAt: chain.creditTime,
      forkVersion: chain.forkVersion,
    }
  );
}

export function formatOutcome(outcome: OutcomeRow | null | undefined): z.infer<typeof eventOutcome> | null {
  if (outcome === null || outcome === undefined) return null;
  const { result, code, message, height } = outcome;
  return { result, code, message, height };
}

export function optionalSeconds(time: bigint | null): number | null {
  return time === null ? null : Number(time);
}
