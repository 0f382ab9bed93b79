import { expect } from "vitest";
import { disturb } from "../support/disturb.ts";
import { prepareSpare, rowOfNode, signAlone } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

const STAKE = 25_000n * 10n ** 9n;

test("a node staked alone, from its registration to the return of its stake, whatever goes wrong on the way", async ({
  open,
  devnet,
  faults,
}) => {
  const { wallet, page } = await openWallet({ open, devnet }, { sesh: 25_000 });
  const scene = { page, wallet, devnet, faults };
  const wizard = await prepareSpare(devnet, wallet.address);
  const registered = page.getByText(/^Node \d+ is registered$/);
  await disturb(scene, {
    arrive: async () => void (await page.goto(wizard)),
    press: () => signAlone(page),
    shown: () => registered.waitFor(),
  });
  expect(await devnet.seshOf(wallet.address)).toBe(0n);
  const id = Number((await registered.textContent())?.match(/\d+/)?.[0]);
  await page.getByRole("main").getByText("active", { exact: true }).waitFor();

  const row = rowOfNode(page, id);
  const dialog = page.getByRole("dialog");
  const showStakes = async () => {
    await page.goto("/stakes");
    await row.waitFor();
  };
  await showStakes();
  await row.getByRole("button", { name: "Request exit…" }).click();
  await dialog.getByText(/^Exiting returns 25,000/).waitFor();
  await dialog.getByRole("button", { name: "Request the exit" }).click();
  await dialog.getByText("Tick this first: it can't be undone.").waitFor();
  await disturb(scene, {
    arrive: showStakes,
    press: async () => {
      if (!(await dialog.isVisible())) await row.getByRole("button", { name: "Request exit…" }).click();
      await dialog.getByLabel("I have read this and want it.").check();
      await dialog.getByRole("button", { name: "Request the exit" }).click();
    },
  });

  const returning = row.getByRole("button", { name: "Return the stakes…" });
  await expect.poll(() => returning.isEnabled().catch(() => false)).toBe(true);
  await disturb(scene, {
    arrive: showStakes,
    press: async () => {
      if (!(await dialog.isVisible())) await returning.click();
      await dialog.getByText(/^This returns 25,000/).waitFor();
      await dialog.getByRole("button", { name: "Return the stakes" }).click();
    },
  });
  expect(await devnet.seshOf(wallet.address)).toBe(STAKE);
  await row.waitFor({ state: "detached" });
});
