import { serviceNodeRewardsAbi } from "@session/contracts";
import { erc20Abi, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batchingWallet } from "../../test/support/batchingWallet.ts";
import {
  operator,
  poor,
  registrationOf,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { contribute } from "./poolContribute.ts";
import { deployPool } from "./poolDeploy.ts";
import { getPool } from "./poolRead.ts";
import { register } from "./register.ts";
import { findWalletBatch } from "./walletBatch.ts";

const failed = (code: SdkError["detail"]["code"], name?: string) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError &&
      error.detail.code === code &&
      (error.detail.code !== "CONTRACT_REVERTED" || error.detail.name === name),
  );

describe("a wallet that sends several calls as one (EIP-5792), against the deployed contracts", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(1);
  });
  afterAll(() => contracts.anvil.stop());

  const rewards = () => contracts.addresses.serviceNodeRewards;
  const prepare = (name: number, owner: { address: Hex } = operator) =>
    registrationOf(name, owner, { chainId: contracts.anvil.chainId, contract: rewards() });
  const allowance = (owner: Hex, spender: Hex) =>
    contracts.wallet().publicClient.readContract({
      ...{ address: contracts.addresses.seshL2, abi: erc20Abi, functionName: "allowance", args: [owner, spender] },
    });
  const withBatch = async ({ wallet }: { wallet: Wallet }): Promise<Wallet> => {
    const sendBatch = await findWalletBatch(wallet.walletClient, { pollMs: 20 });
    return sendBatch === undefined ? wallet : { ...wallet, sendBatch };
  };

  it("approves and registers in one transaction the person is asked for once", async () => {
    const browser = await batchingWallet(contracts, operator);
    const wallet = await withBatch(browser);
    const parameters = { registration: prepare(31), sesh: contracts.addresses.seshL2, stake: STAKE, permit: true };
    const { nodeId, receipt } = await register(wallet, parameters);
    expect(browser.asked).toEqual(["wallet_sendCalls"]);
    expect(receipt.to).toBe(operator.address.toLowerCase());
    const node = await contracts.wallet().publicClient.readContract({
      ...{ address: rewards(), abi: serviceNodeRewardsAbi, functionName: "node", args: [nodeId] },
    });
    expect(node.operator).toBe(operator.address);
    expect(await allowance(operator.address, rewards())).toBe(0n);
  });

  it("approves and contributes in one", async () => {
    const factory = contracts.addresses.serviceNodeContributionFactory;
    const { pool } = await deployPool(contracts.wallet(operator), { factory, registration: prepare(32), feeBps: 0 });
    const browser = await batchingWallet(contracts, operator);
    const wallet = await withBatch(browser);
    const { termsHash } = await getPool(wallet, { factory, pool });
    const sesh = contracts.addresses.seshL2;
    const paid = await contribute(wallet, { factory, pool, sesh, amount: STAKE / 2n, termsHash });
    expect(paid.contributed).toBe(STAKE / 2n);
    expect(browser.asked).toEqual(["wallet_sendCalls"]);
  });

  it("names what the second call would refuse, and asks nobody", async () => {
    const browser = await batchingWallet(contracts, operator);
    const wallet = await withBatch(browser);
    const parameters = { sesh: contracts.addresses.seshL2, stake: STAKE };
    await expect(register(wallet, { ...parameters, registration: prepare(31) })).rejects.toEqual(
      failed("CONTRACT_REVERTED", "BlsKeyInUse"),
    );
    const without = await withBatch(await batchingWallet(contracts, poor));
    await expect(register(without, { ...parameters, registration: prepare(33, poor) })).rejects.toEqual(
      failed("CONTRACT_REVERTED", "ERC20InsufficientBalance"),
    );
    expect(browser.asked).toEqual([]);
  });

  it("a batch that fails all the same leaves nothing of itself behind, the approval neither", async () => {
    const { wallet } = await batchingWallet(contracts, operator);
    const sendBatch = await findWalletBatch(wallet.walletClient, { pollMs: 20 });
    const spender = `0x${"77".repeat(20)}` as const;
    const approve = `0x095ea7b3${"0".repeat(24)}${"77".repeat(20)}${"0".repeat(63)}1` as const;
    const calls = [
      { to: contracts.addresses.seshL2, data: approve },
      { to: contracts.addresses.seshL2, data: "0xdeadbeef" },
    ] as const;
    await expect(sendBatch?.(calls)).rejects.toEqual(failed("TRANSACTION_FAILED"));
    expect(await allowance(operator.address, spender)).toBe(0n);
  });

  it("a wallet that can't, or would change the account first, is asked for one after the other", async () => {
    for (const status of ["unsupported", "ready"] as const) {
      const { wallet } = await batchingWallet(contracts, operator, status);
      expect(await findWalletBatch(wallet.walletClient)).toBeUndefined();
    }
    expect(await findWalletBatch(contracts.wallet(operator).walletClient)).toBeUndefined();
    const browser = await batchingWallet(contracts, operator, "unsupported");
    const parameters = { registration: prepare(34), sesh: contracts.addresses.seshL2, stake: STAKE };
    await register(await withBatch(browser), parameters);
    expect(browser.asked).toEqual(["eth_sendTransaction", "eth_sendTransaction"]);
  });

  it("a wallet that doesn't answer what it can do isn't waited for", async () => {
    const { wallet } = await batchingWallet(contracts, operator);
    const request = () => new Promise<never>(() => undefined);
    const silent = { ...wallet.walletClient, request } as unknown as Wallet["walletClient"];
    expect(await findWalletBatch(silent, { answerMs: 20 })).toBeUndefined();
  });
});
