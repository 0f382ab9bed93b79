import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

test("what has vested is paid to its wallet", async ({ open, devnet, faults }) => {
  // Nothing vests before.
  await devnet.warpPast(await devnet.cliffOf(devnet.contract("tokenVestingNoStaking")));
  const { wallet, page } = await openWallet({ open, devnet }, { privateKey: devnet.account("staker").privateKey });
  await page.goto("/vesting");
  const release = page.getByRole("button", { name: /^Release .*\d/ }).first();
  await release.waitFor();
  const before = await devnet.seshOf(wallet.address);
  await disturb(
    { page, wallet, devnet, faults },
    {
      arrive: async () => {
        await page.goto("/vesting");
        await expect.poll(() => release.isEnabled().catch(() => false)).toBe(true);
      },
      press: () => release.click(),
    },
  );
  expect(await devnet.seshOf(wallet.address)).toBeGreaterThan(before);
});
