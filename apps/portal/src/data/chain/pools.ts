import { getPool, type Pool } from "@session/sdk";
import type { PoolDetail } from "@session/sdk/indexer-api";
import type { RouteInput } from "@session/web";
import { getAddress, type Hex } from "viem";
import { compressBls } from "./compressBls.ts";
import { type ChainSource, contractsOf, rewardsContract, ZERO_HASH } from "./source.ts";

const STATES = {
  waitForOperatorContrib: "waiting",
  openForPublicContrib: "open",
  waitForFinalized: "full",
  finalized: "finalized",
} as const;

/** A pool, which knows all about itself but its history. */
export async function readPool(
  source: ChainSource,
  { address, account }: RouteInput<"getPool">,
  last: PoolDetail | undefined,
): Promise<PoolDetail> {
  const factory = contractsOf(source).serviceNodeContributionFactory;
  if (factory === null) throw new RangeError("the network has no pools");
  const { l2: publicClient } = source;
  const [pool, params, block] = await Promise.all([
    getPool(
      { publicClient },
      { factory, pool: getAddress(address), ...(account === undefined ? {} : { account: getAddress(account) }) },
    ),
    publicClient.readContract({ ...rewardsContract(source), functionName: "params" }),
    publicClient.getBlockNumber(),
  ]);
  const isCurrent =
    pool.stakingRequirement === params.stakingRequirement && BigInt(pool.maxContributors) === params.maxContributors;
  return {
    ...{ failure: null, deployedAt: 0, updatedAt: 0, deployedTx: ZERO_HASH, history: [] },
    ...last,
    ...toSummaryPart(pool),
    isCurrent,
    asOf: { l2Block: block.toString(), height: 0 },
    contributions: pool.contributions.map((contribution) => toContribution(contribution, pool)),
    reservations: pool.reserved.map(({ contributor, amount }) => ({
      contributor,
      amount: amount.toString(),
      isTaken: pool.contributions.some(({ staker }) => staker.toLowerCase() === contributor.toLowerCase()),
    })),
    limits: account === undefined ? null : toLimits(pool, getAddress(account)),
  };
}

function toSummaryPart(pool: Pool) {
  return {
    address: pool.address,
    state: STATES[pool.state],
    operator: pool.operator,
    ed25519: pool.ed25519Pubkey,
    bls: compressBls(pool.blsPubkey),
    feeBps: pool.feeBps,
    stakingRequirement: pool.stakingRequirement.toString(),
    maxContributors: pool.maxContributors,
    contributors: pool.contributions.length,
    contributed: pool.contributed.toString(),
    remaining: (pool.stakingRequirement - pool.contributed).toString(),
    reservedOutstanding: pool.reservedOutstanding.toString(),
    openSlots: pool.openSlots,
    minimumContribution: pool.minimumContribution.toString(),
    maximumContribution: pool.maximumContribution.toString(),
    manualFinalize: pool.manualFinalize,
    resets: pool.resets,
    nodeId: pool.nodeId ?? null,
  };
}

const WITHDRAWAL_SEC = 86_400;

function toContribution(
  { staker, beneficiary, amount, contributedAt }: Pool["contributions"][number],
  { state, operator }: Pick<Pool, "state" | "operator">,
): PoolDetail["contributions"][number] {
  const isOperator = staker.toLowerCase() === operator.toLowerCase();
  return {
    ...{ staker, beneficiary, amount: amount.toString(), firstAt: contributedAt, lastAt: contributedAt },
    withdrawableFrom: state === "finalized" ? null : isOperator ? contributedAt : contributedAt + WITHDRAWAL_SEC,
  };
}

function toLimits(pool: Pool, account: Hex): PoolDetail["limits"] {
  const own = pool.account;
  return {
    account,
    minimumContribution: (own?.minimumContribution ?? 0n).toString(),
    maximumContribution: (own?.maximumContribution ?? 0n).toString(),
    contribution: own?.contribution === undefined ? null : toContribution(own.contribution, pool),
  };
}
