import { serviceNodeContributionAbi, serviceNodeContributionFactoryAbi } from "@session/contracts";
import { concat, type Hex, numberToHex } from "viem";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import type { PoolReservation } from "./poolDeploy.ts";

/** Where a pool stands, in the order of the contract's own numbers. */
export const poolStates = ["waitForOperatorContrib", "openForPublicContrib", "waitForFinalized", "finalized"] as const;
export type PoolState = (typeof poolStates)[number];

export type PoolContribution = {
  readonly staker: Hex;
  readonly beneficiary: Hex;
  /** Base units. */
  readonly amount: bigint;
  /** Time of the last contribution, unix seconds. */
  readonly contributedAt: number;
};

/** What one account can do in a pool. */
export type PoolAccount = {
  /** Least of its next contribution, base units; 0 when it can't contribute. */
  readonly minimumContribution: bigint;
  readonly maximumContribution: bigint;
  readonly contribution: PoolContribution | undefined;
  /** From when it can withdraw, unix seconds; undefined with nothing to withdraw. */
  readonly withdrawableFrom: number | undefined;
};

/** A pool; amounts in base units. */
export type Pool = {
  readonly address: Hex;
  readonly state: PoolState;
  readonly operator: Hex;
  readonly stakingRequirement: bigint;
  /** The operator included. */
  readonly maxContributors: number;
  /** 96 B, affine. */
  readonly blsPubkey: Hex;
  readonly ed25519Pubkey: Hex;
  /** 64 B. */
  readonly ed25519Signature: Hex;
  readonly feeBps: number;
  readonly manualFinalize: boolean;
  readonly resets: number;
  /** What a contribution names: the terms as they are here. */
  readonly termsHash: Hex;
  readonly reserved: readonly PoolReservation[];
  /** The operator's first. */
  readonly contributions: readonly PoolContribution[];
  readonly contributed: bigint;
  readonly reservedOutstanding: bigint;
  /** Places for contributors without a reservation. */
  readonly openSlots: number;
  /** Least and most of a newcomer without a reservation; 0 without a place. */
  readonly minimumContribution: bigint;
  readonly maximumContribution: bigint;
  /** Node registered by the pool. */
  readonly nodeId: number | undefined;
  /** Only when an account was asked for. */
  readonly account: PoolAccount | undefined;
};

export type GetPoolParameters = {
  /** ServiceNodeContributionFactory: only its pools are pools. */
  readonly factory: Hex;
  readonly pool: Hex;
  /** Also says what this account can do. */
  readonly account?: Hex;
};
export type GetPoolErrorType = SdkError;
type Reader = Pick<Wallet, "publicClient">;

/**
 * Everything about a pool, read at one block.
 *
 * @throws SdkError NOT_A_POOL
 * @example
 * const { termsHash, minimumContribution } = await getPool(wallet, { factory, pool });
 */
export async function getPool(reader: Reader, parameters: GetPoolParameters): Promise<Pool> {
  const { factory, pool: address, account } = parameters;
  const { publicClient } = reader;
  await requirePool(reader, { factory, pool: address });
  const blockNumber = await publicClient.getBlockNumber({ cacheTime: 0 });
  const [pool, own] = await Promise.all([
    publicClient.readContract({ address, abi: serviceNodeContributionAbi, functionName: "pool", blockNumber }),
    account === undefined ? undefined : readAccount(reader, address, account, blockNumber),
  ]);
  const { state, params, maxContributors, openSlots, nodeId, contributions, ...rest } = pool;
  return {
    ...rest,
    address,
    state: poolStates[state] ?? "finalized",
    maxContributors: Number(maxContributors),
    ed25519Pubkey: numberToHex(params.ed25519Pubkey, { size: 32 }),
    ed25519Signature: concat([
      numberToHex(params.ed25519Signature0, { size: 32 }),
      numberToHex(params.ed25519Signature1, { size: 32 }),
    ]),
    feeBps: params.feeBps,
    contributions: contributions.map(toContribution),
    openSlots: Number(openSlots),
    nodeId: nodeId === 0 ? undefined : nodeId,
    account: own,
  };
}

/**
 * Refuses an address that isn't one of the factory's pools.
 *
 * @throws SdkError NOT_A_POOL
 */
export async function requirePool({ publicClient }: Reader, parameters: { factory: Hex; pool: Hex }): Promise<void> {
  const { factory, pool } = parameters;
  const owned = await publicClient.readContract({
    address: factory,
    abi: serviceNodeContributionFactoryAbi,
    functionName: "owns",
    args: [pool],
  });
  if (!owned)
    throw new SdkError(
      { code: "NOT_A_POOL", pool, factory },
      `${pool} was not made by the pools' factory ${factory}, so nothing is known of what it does. Check the address.`,
    );
}

async function readAccount(
  { publicClient }: Reader,
  address: Hex,
  account: Hex,
  blockNumber: bigint,
): Promise<PoolAccount> {
  const call = { address, abi: serviceNodeContributionAbi, args: [account], blockNumber } as const;
  const [[minimumContribution, maximumContribution], [contribution, withdrawableFrom]] = await Promise.all([
    publicClient.readContract({ ...call, functionName: "contributionLimits" }),
    publicClient.readContract({ ...call, functionName: "contributionOf" }),
  ]);
  return {
    minimumContribution,
    maximumContribution,
    contribution: contribution.amount === 0n ? undefined : toContribution(contribution),
    withdrawableFrom: withdrawableFrom === 0n ? undefined : Number(withdrawableFrom),
  };
}

function toContribution(contribution: {
  staker: Hex;
  beneficiary: Hex;
  amount: bigint;
  contributedAt: bigint;
}): PoolContribution {
  return { ...contribution, contributedAt: Number(contribution.contributedAt) };
}
