import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { prepareSpare, untilFinal } from "../support/flows.ts";
import { agree, openPool } from "../support/poolPage.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const SESH = 10n ** 9n;

// What waits for days moves all clocks by them; so these files come last.
test("a contribution is taken back a day after it was made, and not before", async ({ open, devnet, faults }) => {
  const operator = await openWallet({ open, devnet }, { sesh: 10_000 });
  await operator.page.goto(await prepareSpare(devnet, operator.wallet.address));
  await operator.page.getByText("Its keys are proved, checked in this browser").waitFor();
  await operator.page.getByRole("radio", { name: /^You with others/ }).check();
  await operator.page.getByRole("button", { name: "Sign with these" }).click();
  await operator.page.getByRole("button", { name: "Make the pool" }).click();
  await operator.page.getByRole("button", { name: "Contribute and open the pool" }).click();
  await operator.page.getByText(/are missing\. Share the pool's page\.$/).waitFor();
  const pool = await devnet.poolOf(operator.wallet.address);

  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 3_000 });
  await openPool(page, pool);
  await page.getByRole("button", { name: /^Max/ }).click();
  await page.getByRole("button", { name: "Join the pool" }).click();
  await untilFinal(page);
  expect(await devnet.seshOf(wallet.address)).toBe(0n);
  const back = page.getByRole("button", { name: "Take it back" }).first();
  await page.getByText(/^You can take it back from/).waitFor();
  expect(await back.isDisabled()).toBe(true);

  const { durations } = await devnet.indexer.getParams();
  await devnet.warpPast((await devnet.chainNowSec()) + durations.contract.poolWithdrawalSec);
  const dialog = page.getByRole("dialog");
  await disturb(
    { page, wallet, devnet, faults },
    {
      arrive: async () => {
        await openPool(page, pool);
        await expect.poll(() => back.isEnabled()).toBe(true);
        await back.click();
        await dialog.getByText(/^Taking it back returns 3,000.*to you at once/).waitFor();
      },
      press: () => agree(page, "Take it back"),
      shown: () => page.getByRole("button", { name: "Join the pool" }).waitFor(),
    },
  );
  expect(await devnet.seshOf(wallet.address)).toBe(3_000n * SESH);
});
