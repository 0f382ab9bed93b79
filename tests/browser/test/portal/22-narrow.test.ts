import { deployPool } from "@session/sdk";
import type { Address } from "viem";
import { expect } from "vitest";
import type { Devnet } from "../support/devnet.ts";
import { HEIGHT, lookAtPages } from "../support/pages.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet } from "../support/wallets.ts";

test("a pool that waits for its operator fits a phone, in words a third longer", async ({ open, devnet }) => {
  const { privateKey } = devnet.account("staker");
  const pool = await openWaitingPool(devnet);
  const wallet = new TestWallet({ privateKey, rpcUrl: devnet.rpcUrl, chainId: devnet.chainId });
  const page = await open({
    viewport: { width: 360, height: HEIGHT },
    prepare: (context) => wallet.install(context),
  });
  await connectTestWallet(page);
  const found: string[] = [];
  for (const locale of ["en-XA", "ar-XB"]) {
    const pages = { "stake-pool-waiting": `/stake/${pool}?locale=${locale}` };
    found.push(...(await lookAtPages(page, pages, { widths: [360], suffix: locale, withAxe: false })));
  }
  expect(found).toEqual([]);
});

/** Made by the staker account, which has brought nothing yet. */
async function openWaitingPool(devnet: Devnet): Promise<Address> {
  const { address, privateKey } = devnet.account("staker");
  const registration = await devnet.prepareRegistration(await devnet.spares.findFree(), address);
  const kept = { contributor: devnet.account("joins pools, by reservation").address, amount: 5_000n * 10n ** 9n };
  const { pool } = await deployPool(devnet.walletOf(privateKey), {
    factory: devnet.contract("serviceNodeContributionFactory"),
    ...{ registration, feeBps: 325, reserved: [{ contributor: address, amount: 7_000n * 10n ** 9n }, kept] },
  });
  await devnet.poolOf(address);
  return pool;
}
