import {
  contribute,
  type DeployPoolReturnType,
  deployPool,
  getPool,
  type PreparedRegistration,
  type Wallet,
} from "@session/sdk";
import type { Address, TransactionReceipt } from "viem";
import type { LiveNetwork } from "../live.ts";

/** A pool's fee on the devnet: 5 %, so that the operator's share differs from its part of the stake. */
export const POOL_FEE_BPS = 500;

export type PoolStakes = { readonly operator: bigint; readonly reserved: bigint; readonly public: bigint };
export type PoolPlace = { readonly wallet: Wallet; readonly stake: bigint };
export type PoolPlaces = { readonly operator: PoolPlace; readonly reserved: PoolPlace; readonly public: PoolPlace };
export type FilledPool = {
  readonly pool: Address;
  /** Of the contribution that filled it. */
  readonly receipt: TransactionReceipt;
  /** Undefined when the full pool could not register the node at that moment; `finalizePool` tries again. */
  readonly nodeId: number | undefined;
};

/**
 * A stake in three parts, none of them round: the operator's a unit above its least quarter, a third reserved, the rest
 * for whoever comes. Base units.
 */
export function splitStake(requirement: bigint): PoolStakes {
  const operator = (requirement + 3n) / 4n + 1n;
  const reserved = requirement / 3n;
  return { operator, reserved, public: requirement - operator - reserved };
}

/**
 * Deploys a pool with a reservation and fills it: the operator first, the reserved contributor, the public one. Each
 * reads the terms before it contributes, as people do.
 *
 * @throws SdkError
 */
export async function fillPool(
  live: LiveNetwork,
  registration: PreparedRegistration,
  places: PoolPlaces,
): Promise<FilledPool> {
  const { operator, reserved, public: last } = places;
  const { factory } = live;
  const { pool }: DeployPoolReturnType = await deployPool(operator.wallet, {
    ...{ factory, registration, feeBps: POOL_FEE_BPS },
    reserved: [{ contributor: reserved.wallet.walletClient.account.address, amount: reserved.stake }],
  });
  for (const place of [operator, reserved]) await join(live, pool, place);
  const { receipt, nodeId } = await join(live, pool, last);
  return { pool, receipt, nodeId };
}

async function join({ factory, sesh }: LiveNetwork, pool: Address, { wallet, stake: amount }: PoolPlace) {
  const { termsHash } = await getPool(wallet, { factory, pool });
  return contribute(wallet, { factory, pool, sesh, amount, termsHash });
}
