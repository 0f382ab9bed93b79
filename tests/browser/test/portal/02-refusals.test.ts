import { seshL2Abi } from "@session/contracts";
import { createPublicClient, createWalletClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect } from "vitest";
import { prepareSpare, signAlone } from "../support/flows.ts";
import { test } from "../support/test.ts";
import { TestWallet } from "../support/testWallet.ts";
import { connectTestWallet, takeFromFaucet } from "../support/wallets.ts";

test("a refusal is no error and loses nothing; what the chain refuses is said in words", async ({ open, devnet }) => {
  const { rpcUrl, chainId } = devnet;
  const privateKey = generatePrivateKey();
  const wallet = new TestWallet({ privateKey, rpcUrl, chainId });
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  await takeFromFaucet(page, "25000");
  await page.goto(await prepareSpare(devnet, wallet.address));

  wallet.refuseNext();
  await signAlone(page);
  await page.getByText("You declined in your wallet, so nothing was sent.").waitFor();
  expect(wallet.asked).toEqual(["eth_signTypedData_v4"]);

  // The permission is given; while the wallet shows the registration, the stake is spent elsewhere.
  wallet.meanwhile(() => spendAll({ privateKey, rpcUrl, sesh: devnet.contract("seshL2") }));
  await page.getByRole("button", { name: "Register the node" }).click();
  await page
    .getByText(/^Your account doesn't hold enough SESH\./)
    .first()
    .waitFor();
  expect(wallet.asked.slice(1)).toEqual(["eth_signTypedData_v4", "eth_sendTransaction"]);
});

const NOBODY = "0x000000000000000000000000000000000000dEaD";
type Spending = { readonly privateKey: `0x${string}`; readonly rpcUrl: string; readonly sesh: `0x${string}` };

async function spendAll({ privateKey, rpcUrl, sesh }: Spending): Promise<void> {
  const account = privateKeyToAccount(privateKey);
  const transport = http(rpcUrl);
  const client = createPublicClient({ transport });
  const call = { address: sesh, abi: seshL2Abi } as const;
  const balance = await client.readContract({ ...call, functionName: "balanceOf", args: [account.address] });
  const hash = await createWalletClient({ account, transport }).writeContract({
    ...call,
    chain: null,
    functionName: "transfer",
    args: [NOBODY, balance],
  });
  await client.waitForTransactionReceipt({ hash });
}
