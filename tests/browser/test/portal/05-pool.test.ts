import { generatePrivateKey } from "viem/accounts";
import { prepareSpare, untilFinal } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectBurner, connectTestWallet, takeFromFaucet } from "../support/wallets.ts";

test("an operator opens a pool, a stranger fills it, and its node is registered", async ({ open, devnet }) => {
  const { rpcUrl, chainId } = devnet;
  const wallet = new TestWallet({ privateKey: generatePrivateKey(), rpcUrl, chainId });
  const operator = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(operator);
  await takeFromFaucet(operator, "10000");
  await operator.goto(await prepareSpare(devnet, wallet.address));
  await operator.getByText("Its keys are proved, checked in this browser").waitFor();
  await operator.getByRole("radio", { name: /^You with others/ }).check();
  await operator.getByRole("button", { name: "Sign with these" }).click();
  await operator.getByRole("button", { name: "Make the pool" }).click();
  await operator.getByRole("button", { name: "Contribute and open the pool" }).click();
  await operator.getByText(/are missing\. Share the pool's page\.$/).waitFor();
  await operator.getByRole("link", { name: "Go to the pool" }).click();
  await operator.getByRole("heading", { name: /^Pool 0x/ }).waitFor();

  const stranger = await open();
  await connectBurner(stranger);
  await takeFromFaucet(stranger, "20000");
  await stranger.getByRole("navigation").getByRole("link", { name: "Stake", exact: true }).click();
  const short = new RegExp(`${wallet.address.slice(0, 8)}.*${wallet.address.slice(-4)}`);
  await stranger.getByRole("row", { name: short }).getByRole("link", { name: "Join", exact: true }).click();
  const amount = stranger.getByLabel("Your contribution", { exact: true });
  await amount.waitFor();
  await stranger.getByRole("button", { name: /^Max/ }).click();
  await stranger.getByRole("button", { name: "Join the pool" }).click();
  await untilFinal(stranger);
  for (const page of [stranger, operator]) {
    await page.getByRole("heading", { name: "Its node" }).waitFor();
    await page.getByText(/^Node \d+$/).waitFor();
  }
  await stranger.getByRole("link", { name: /^Look at node/ }).click();
  await stranger.getByRole("heading", { name: /^Node \d+/ }).waitFor();
});
