import { contribute, deployPool, getPool } from "@session/sdk";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { people, STAKE, type TestChain } from "./chain.ts";

export const QUARTER = STAKE / 4n;

/** A pool of the operator's with the test keys of this name and a quarter kept for the second account. */
export async function deployTestPool(chain: TestChain, name: number): Promise<Hex> {
  const { operator, second } = people;
  const factory = chain.addresses.serviceNodeContributionFactory;
  const registration = chain.registration(name, operator);
  const reserved = [{ contributor: second.address, amount: QUARTER }];
  const { pool } = await deployPool(chain.wallet(operator), { factory, registration, feeBps: 250, reserved });
  return pool;
}

/** Contributes by permit: one transaction. */
export async function payIntoPool(chain: TestChain, who: PrivateKeyAccount, pool: Hex, amount: bigint) {
  const factory = chain.addresses.serviceNodeContributionFactory;
  const wallet = chain.wallet(who);
  const { termsHash } = await getPool(wallet, { factory, pool });
  return contribute(wallet, { factory, pool, sesh: chain.addresses.seshL2, amount, termsHash, permit: true });
}
