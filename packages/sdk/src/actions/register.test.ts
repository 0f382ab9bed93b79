import { serviceNodeRewardsAbi, seshL2Abi } from "@session/contracts";
import { erc20Abi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  operator,
  poor,
  registrationOf,
  SESH,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { SdkError } from "../errors.ts";
import { requestExit } from "./exit.ts";
import { register } from "./register.ts";

const reverted = (name: string) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError &&
      error.detail.code === "CONTRACT_REVERTED" &&
      error.detail.name === name &&
      error.message.includes(name),
  );

describe("registering against the deployed contracts", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(1);
  });
  afterAll(() => contracts.anvil.stop());

  const sesh = () => contracts.addresses.seshL2;
  const prepare = (name: number, owner = operator) =>
    registrationOf(name, owner, { chainId: contracts.anvil.chainId, contract: contracts.addresses.serviceNodeRewards });
  const read = <const Call extends { functionName: string }>(call: Call) =>
    contracts.wallet().publicClient.readContract({
      address: contracts.addresses.serviceNodeRewards,
      abi: serviceNodeRewardsAbi,
      ...call,
    } as never) as Promise<unknown>;
  const allowance = () =>
    contracts.wallet().publicClient.readContract({
      ...{ address: sesh(), abi: erc20Abi, functionName: "allowance" },
      args: [operator.address, contracts.addresses.serviceNodeRewards],
    });

  it("approves exactly the stake, registers, and says the new id", async () => {
    const wallet = contracts.wallet(operator);
    const { nodeId, receipt } = await register(wallet, { registration: prepare(11), sesh: sesh(), stake: STAKE });
    expect(receipt.status).toBe("success");
    expect(await read({ functionName: "node", args: [nodeId] })).toMatchObject({
      operator: operator.address,
      deposit: STAKE,
      feeBps: 0,
    });
    expect(await allowance()).toBe(0n);
  });

  it("sends the rewards elsewhere where it is told to", async () => {
    const parameters = { registration: prepare(17), sesh: sesh(), stake: STAKE, beneficiary: poor.address };
    const { nodeId } = await register(contracts.wallet(operator), parameters);
    expect(await read({ functionName: "node", args: [nodeId] })).toMatchObject({
      operator: operator.address,
      contributors: [{ staker: operator.address, beneficiary: poor.address, amount: STAKE }],
    });
  });

  it("with a permit needs no approval, only one transaction", async () => {
    const wallet = contracts.wallet(operator);
    const nonce = () => wallet.publicClient.getTransactionCount({ address: operator.address });
    const before = await nonce();
    const registration = prepare(12);
    const { nodeId } = await register(wallet, { registration, sesh: sesh(), stake: STAKE, feeBps: 250, permit: true });
    expect(await nonce()).toBe(before + 1);
    expect(await read({ functionName: "node", args: [nodeId] })).toMatchObject({ feeBps: 250, deposit: STAKE });
    expect(await allowance()).toBe(0n);
  });

  it("uses an allowance that is there, permit or not", async () => {
    const wallet = contracts.wallet(operator);
    const { addresses } = contracts;
    const hash = await wallet.walletClient.writeContract({
      ...{ address: sesh(), abi: seshL2Abi, functionName: "approve" },
      args: [addresses.serviceNodeRewards, STAKE + SESH],
    });
    await wallet.publicClient.waitForTransactionReceipt({ hash });
    await register(wallet, { registration: prepare(13), sesh: sesh(), stake: STAKE, permit: true });
    expect(await allowance()).toBe(SESH);
  });

  it("names the contract's own error before anything is sent", async () => {
    const wallet = contracts.wallet(operator);
    const parameters = { sesh: sesh(), stake: STAKE };
    await expect(register(wallet, { ...parameters, registration: prepare(11) })).rejects.toEqual(
      reverted("BlsKeyInUse"),
    );
    const stolen = { ...prepare(14, poor), operator: operator.address };
    await expect(register(wallet, { ...parameters, registration: stolen })).rejects.toEqual(
      reverted("InvalidProofOfPossession"),
    );
    await expect(register(wallet, { ...parameters, registration: prepare(14), feeBps: 10_001 })).rejects.toEqual(
      reverted("FeeTooHigh"),
    );
  });

  it("names the token's error, too", async () => {
    const wallet = contracts.wallet(poor);
    const registration = prepare(15, poor);
    for (const permit of [false, true])
      await expect(register(wallet, { registration, sesh: sesh(), stake: STAKE, permit })).rejects.toEqual(
        reverted("ERC20InsufficientBalance"),
      );
  });

  it("leaving: only a contributor may ask, and not for a node that isn't there", async () => {
    const contract = contracts.addresses.serviceNodeRewards;
    const { nodeId } = await register(contracts.wallet(operator), {
      ...{ registration: prepare(16), sesh: sesh(), stake: STAKE, permit: true },
    });
    await expect(requestExit(contracts.wallet(poor), { contract, nodeId })).rejects.toEqual(reverted("NotContributor"));
    await expect(requestExit(contracts.wallet(operator), { contract, nodeId: 9_999 })).rejects.toEqual(
      reverted("NodeNotActive"),
    );
    const { status } = await requestExit(contracts.wallet(operator), { contract, nodeId });
    expect(status).toBe("success");
  });
});
