import { serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import type { contractFailure, PoolSummary, poolContribution } from "@session/sdk/indexer-api";
import { type Abi, decodeErrorResult, type Hex } from "viem";
import type { z } from "zod";
import { compressBls } from "../../economics/compressBls.ts";
import type { Parameters } from "../../economics/parametersInForce.ts";
import { POOL_WITHDRAWAL_SEC, type PoolLimits, poolLimits } from "../../economics/poolLimits.ts";
import type { ContributionRow, PoolRow } from "../../views/pools/queries.ts";
import { addressText } from "./addressText.ts";

// A registration's fault is the rewards contract's own, or the pool's; Panic and Error are Solidity's.
const ERRORS: Abi = [...serviceNodeRewardsAbi, ...serviceNodeContributionAbi].filter(({ type }) => type === "error");

/** A revert's data as the error it is; without a name when no contract of ours has it. */
export function formatFailure(data: Hex): z.infer<typeof contractFailure> {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: ERRORS, data });
    return { name: errorName, args: args.map(String), data };
  } catch {
    return { name: null, args: [], data };
  }
}

export function limitsOf(pool: PoolRow, contributions: readonly ContributionRow[], account?: Hex): PoolLimits {
  const { operator, stakingRequirement: requirement, maxContributors } = pool;
  const reserved = pool.reserved.map(({ staker, amount }) => ({
    staker: staker.toLowerCase(),
    amount: BigInt(amount),
  }));
  return poolLimits({ operator, requirement, maxContributors, reserved, contributions }, account);
}

export function formatPool(
  pool: PoolRow,
  contributions: readonly ContributionRow[],
  parameters: Parameters,
): PoolSummary {
  const { stakingRequirement, maxContributors } = pool;
  const limits = limitsOf(pool, contributions);
  return {
    address: addressText(pool.address),
    state: pool.state,
    operator: addressText(pool.operator),
    ed25519: pool.ed25519,
    bls: compressBls(pool.bls),
    feeBps: pool.feeBps,
    stakingRequirement: stakingRequirement.toString(),
    maxContributors,
    contributors: contributions.length,
    contributed: (stakingRequirement - limits.left).toString(),
    remaining: limits.left.toString(),
    reservedOutstanding: limits.outstanding.toString(),
    openSlots: limits.openSlots,
    minimumContribution: limits.minimum.toString(),
    maximumContribution: limits.maximum.toString(),
    manualFinalize: pool.manualFinalize === 1,
    resets: pool.resets,
    nodeId: pool.nodeId,
    failure: pool.failure === null ? null : formatFailure(pool.failure),
    isCurrent: stakingRequirement === parameters.stakingRequirement && maxContributors === parameters.maxContributors,
    deployedAt: Number(pool.deployedTime),
    updatedAt: Number(pool.updatedTime),
  };
}

export function formatContribution(pool: PoolRow, row: ContributionRow): z.infer<typeof poolContribution> {
  return {
    staker: addressText(row.staker),
    beneficiary: addressText(row.beneficiary),
    amount: row.amount.toString(),
    firstAt: Number(row.firstTime),
    lastAt: Number(row.lastTime),
    withdrawableFrom: withdrawableFrom(pool, row),
  };
}

/** Source of the rule: docs/contracts/pools.md, Taking back. null once the stake is the node's. */
export function withdrawableFrom(pool: PoolRow, { staker, lastTime }: ContributionRow): number | null {
  if (pool.state === "finalized") return null;
  return Number(lastTime) + (staker === pool.operator ? 0 : POOL_WITHDRAWAL_SEC);
}
