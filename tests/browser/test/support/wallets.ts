import type { Page } from "playwright-core";
import { generatePrivateKey } from "viem/accounts";
import type { Devnet } from "./devnet.ts";
import type { OpenOptions } from "./test.ts";
import { TestWallet, type TestWalletOptions } from "./testWallet.ts";

/** Connects the wallet that is offered under a name, as a person does: by what the page says. */
async function connect(page: Page, name: RegExp): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("button", { name: "Disconnect" }).waitFor();
}

export async function connectBurner(page: Page): Promise<void> {
  await connect(page, /^Burner wallet/);
}

export async function connectTestWallet(page: Page): Promise<void> {
  await connect(page, /^Test wallet/);
}

/** Test tokens by the faucet's page; the wallet must be connected. */
export async function takeFromFaucet(page: Page, sesh?: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: "Faucet" }).click();
  if (sesh !== undefined) await page.getByLabel("How much").fill(sesh);
  await page.getByRole("button", { name: "Get test tokens" }).click();
  await page.getByText("and some ETH are on your account").waitFor();
}

export type OpenedWallet = { readonly wallet: TestWallet; readonly page: Page };

/** A fresh account with SESH and ETH of the devnet's faucet, in a wallet that is connected to a page of its own. */
export async function openWallet(
  { devnet, open }: { readonly devnet: Devnet; readonly open: (options?: OpenOptions) => Promise<Page> },
  { sesh, privateKey = generatePrivateKey(), ...options }: OpenWalletOptions = {},
): Promise<OpenedWallet> {
  const { rpcUrl, chainId } = devnet;
  const wallet = new TestWallet({ privateKey, rpcUrl, chainId, ...options });
  if (sesh !== undefined) await devnet.fund(wallet.address, sesh);
  const page = await open({ prepare: (context) => wallet.install(context) });
  await connectTestWallet(page);
  return { wallet, page };
}

export type OpenWalletOptions = Partial<Pick<TestWalletOptions, "privateKey" | "startsOn" | "batches">> & {
  /** What the faucet gives it beforehand. */
  readonly sesh?: number;
};
