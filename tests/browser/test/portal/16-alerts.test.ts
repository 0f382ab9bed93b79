import { isSignedDelivery, WebhookReceiver } from "@session/testing";
import type { Hex } from "viem";
import { expect, onTestFinished } from "vitest";
import { test } from "../support/test.ts";
import { openWallet } from "../support/wallets.ts";

test("a webhook is subscribed, tested, told from one that fails, and ended", async ({ open, devnet }) => {
  const receiver = await WebhookReceiver.start();
  onTestFinished(() => receiver.stop());
  const { wallet, page } = await openWallet({ open, devnet });
  await page.goto("/settings");
  const url = page.getByLabel("URL of the webhook");
  const subscribe = page.getByRole("button", { name: "Subscribe" });
  await subscribe.click();
  await page.getByText("Enter where alerts are sent to.").waitFor();
  await url.fill("not a url");
  await subscribe.click();
  await page.getByText("Enter a full address that begins with https://, without a password.").waitFor();

  await url.fill(receiver.url());
  await subscribe.click();
  await page.getByText("The webhook is subscribed.", { exact: false }).waitFor();
  const secret = await page.getByText(/^0x[0-9a-f]{64}$/).textContent();
  await page.getByRole("button", { name: "I have kept it" }).click();
  expect(await page.getByText(String(secret)).count()).toBe(0);

  const row = page.getByRole("listitem").filter({ hasText: receiver.url() });
  await row.getByRole("button", { name: "Send a test" }).click();
  await row.getByText(/^Last delivered/).waitFor();
  await row.getByText("works", { exact: true }).waitFor();
  const [delivery] = receiver.received;
  if (delivery === undefined) throw new Error("nothing was delivered");
  expect(isSignedDelivery(delivery, secret as Hex)).toBe(true);
  expect(JSON.parse(delivery.body)).toMatchObject({ type: "test", address: wallet.address });

  // It answers nothing any more; the page says so, also after a reload.
  receiver.answer = (response) => response.writeHead(500).end();
  await row.getByRole("button", { name: "Send a test" }).click();
  await row.getByText("Last failure: status 500").waitFor();
  await row.getByText("fails", { exact: true }).waitFor();
  await page.reload();
  await row.getByText("fails", { exact: true }).waitFor();
  await row.getByRole("button", { name: "End it" }).click();
  await row.waitFor({ state: "detached" });
  await page.reload();
  await page.getByText("As a webhook, for a program of yours:").waitFor();
  expect(await row.count()).toBe(0);
});
