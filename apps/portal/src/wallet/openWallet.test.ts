import type { Wallet } from "@session/sdk";
import { createPublicClient, erc20Abi, type Hex, http, numberToHex } from "viem";
import { expect, test } from "vitest";
import { createConfig, injected } from "wagmi";
import { connect, disconnect } from "wagmi/actions";
import { toChain } from "../config/chain.ts";
import { portalConfigSchema } from "../config/network.ts";
import { explain } from "../errors/explain.ts";
import { openWallet } from "./openWallet.ts";

const ONE = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const TWO = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const HASH: Hex = `0x${"ab".repeat(32)}`;
const RECEIPT = { transactionHash: HASH, status: "0x1", blockNumber: "0x1", gasUsed: "0x1" };
const chain = toChain(
  portalConfigSchema.parse({ networkName: "x", chainId: 5, rpcUrl: "http://127.0.0.1:1", indexerUrl: "http://x" }),
);

/** A browser's wallet (EIP-1193) that can change under a flow; it signs nothing and says what it was asked to. */
function browserWallet(atomic: "supported" | undefined) {
  const listeners = new Map<string, (value: never) => void>();
  const sent: string[] = [];
  const handed: unknown[] = [];
  const state = { account: ONE as Hex, chainId: 5 };
  const answers: Readonly<Record<string, () => unknown>> = {
    eth_requestAccounts: () => [state.account],
    eth_accounts: () => [state.account],
    eth_chainId: () => numberToHex(state.chainId),
    wallet_requestPermissions: () => [],
    wallet_getCapabilities: () => ({ "0x5": atomic === undefined ? {} : { atomic: { status: atomic } } }),
    wallet_sendCalls: () => ({ id: "0x1" }),
    wallet_getCallsStatus: () => ({ status: 200, receipts: [RECEIPT] }),
    eth_sendTransaction: () => HASH,
    eth_signTypedData_v4: () => `0x${"11".repeat(65)}`,
  };
  const provider = {
    request: async ({ method, params }: { method: string; params?: readonly unknown[] }) => {
      if (/send|sign/i.test(method)) sent.push(method);
      if (/send/i.test(method)) handed.push(params?.[0]);
      const answer = answers[method];
      if (answer === undefined) throw Object.assign(new Error(method), { code: 4200 });
      return answer();
    },
    on: (name: string, listener: (value: never) => void) => listeners.set(name, listener),
    removeListener: (name: string) => listeners.delete(name),
  };
  const changeAccount = (account: Hex) => {
    state.account = account;
    listeners.get("accountsChanged")?.([account] as never);
  };
  const changeChain = (chainId: number) => {
    state.chainId = chainId;
    listeners.get("chainChanged")?.(numberToHex(chainId) as never);
  };
  return { provider, sent, handed, changeAccount, changeChain };
}

async function connected(atomic?: "supported") {
  const browser = browserWallet(atomic);
  const wallets = createConfig({
    chains: [chain],
    connectors: [injected({ target: () => ({ id: "test", name: "Test", provider: browser.provider as never }) })],
    transports: { [chain.id]: http() },
    multiInjectedProviderDiscovery: false,
    storage: null,
  });
  const [connector] = wallets.connectors;
  if (connector === undefined) throw new Error("no connector");
  await connect(wallets, { connector });
  const hashes: Hex[] = [];
  const publicClient = createPublicClient({ chain, transport: http() }) as Wallet["publicClient"];
  const open = () => openWallet(wallets, { chain, publicClient, address: ONE, onSent: (hash) => hashes.push(hash) });
  return { ...browser, wallets, open, hashes };
}

const send = ({ walletClient }: Wallet) =>
  walletClient.writeContract({ address: TWO, abi: erc20Abi, functionName: "approve", args: [TWO, 1n], gas: 1n });
const sign = ({ walletClient }: Wallet) =>
  walletClient.signTypedData({
    domain: {},
    types: { T: [{ name: "a", type: "uint256" }] },
    primaryType: "T",
    message: { a: 1n },
  });
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => "sent",
    (error: unknown) => explain(error).code,
  );

test("a flow on the account it began with sends, and tells the hash", async () => {
  const { open, sent, hashes } = await connected();
  expect(await send(await open())).toBe(HASH);
  expect([sent, hashes]).toEqual([["eth_sendTransaction"], [HASH]]);
});

test("another account in the wallet ends the flow: nothing is signed or sent, before or in the middle of it", async () => {
  const { open, sent, changeAccount } = await connected();
  const wallet = await open();
  await sign(wallet);
  changeAccount(TWO);
  expect(await codeOf(send(wallet))).toMatch(/Account/);
  expect(await codeOf(sign(wallet))).toMatch(/Account/);
  expect(await codeOf(open())).toMatch(/Account/);
  expect(sent).toEqual(["eth_signTypedData_v4"]);
});

test("so do another chain and the end of the connection", async () => {
  const { open, sent, changeChain, wallets } = await connected("supported");
  const wallet = await open();
  changeChain(6);
  expect(await codeOf(send(wallet))).toMatch(/Chain/);
  expect(await codeOf(sign(wallet))).toMatch(/Chain/);
  changeChain(5);
  await disconnect(wallets);
  expect(await codeOf(send(wallet))).toBe("ConnectorNotConnectedError");
  expect(await codeOf(wallet.sendBatch?.([]) ?? Promise.resolve())).toBe("ConnectorNotConnectedError");
  expect(sent).toEqual([]);
});

test("a wallet that batches is asked to, and the hash is told", async () => {
  const { open, sent, hashes } = await connected("supported");
  const { sendBatch } = await open();
  expect(await sendBatch?.([{ to: TWO, data: "0x" }])).toBe(HASH);
  expect([sent, hashes]).toEqual([["wallet_sendCalls"], [HASH]]);
  expect((await (await connected()).open()).sendBatch).toBeUndefined();
});

test("what the wallet is handed names the chain: a wallet that has changed in between refuses it itself", async () => {
  const { open, handed } = await connected("supported");
  const wallet = await open();
  await send(wallet);
  await wallet.sendBatch?.([{ to: TWO, data: "0x" }]);
  expect(handed).toEqual([
    expect.objectContaining({ chainId: "0x5", to: TWO }),
    expect.objectContaining({ chainId: "0x5", calls: [{ to: TWO, data: "0x" }] }),
  ]);
});
