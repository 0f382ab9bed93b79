import type { Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { expect } from "vitest";
import { agree } from "../support/poolPage.ts";
import { test } from "../support/test.ts";
import { connectBurner } from "../support/wallets.ts";

test("addresses are watched under a label, found again, renamed and removed", async ({ open, devnet }) => {
  const page = await open();
  const { address } = devnet.account("node1");
  await page.goto("/settings");
  await page.getByText("No address is watched").waitFor();
  const field = page.getByRole("textbox", { name: "Address", exact: true });
  const watch = page.getByRole("button", { name: "Watch", exact: true });
  await field.fill(address.slice(0, -1));
  await watch.click();
  await page.getByText("This is no address: it is 0x and 40 hex digits.").waitFor();
  await field.fill(address);
  await page.getByRole("textbox", { name: /^Label/ }).fill("cold wallet");
  await watch.click();
  const label = page.getByRole("textbox", { name: `Label of ${address}` });
  await label.fill("first operator");
  await label.blur();
  await page.reload();
  expect(await label.inputValue()).toBe("first operator");

  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^first operator/ })
    .click();
  await page.getByRole("heading", { name: /0x/ }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe(`/address/${address}`);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Remove first operator" }).click();
  await page.getByText("No address is watched").waitFor();
});

test("the burner wallet's key is shown to who wants it, and forgotten", async ({ open }) => {
  const page = await open();
  await connectBurner(page);
  const account = await page.getByRole("banner").getByRole("link", { name: /^0x/ }).getAttribute("title");
  await page.goto("/settings");
  await page.getByRole("button", { name: "Show the key" }).click();
  await agree(page, "Show the key");
  const key = await page.getByText(/^0x[0-9a-f]{64}$/).textContent();
  expect(privateKeyToAddress(key as Hex)).toBe(account);

  await page.getByRole("button", { name: "Forget the key" }).click();
  await page.getByRole("dialog").getByText("is lost for good, unless you have its key elsewhere").waitFor();
  await agree(page, "Forget the key");
  await page.getByText("There is no burner wallet yet").waitFor();
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).waitFor();
  await page.reload();
  await page.getByText("There is no burner wallet yet").waitFor();
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).waitFor();
});
