import { erc20Abi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deployer,
  operator,
  poor,
  registrationOf,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { SdkError } from "../errors.ts";
import { contribute } from "./poolContribute.ts";
import { deployPool } from "./poolDeploy.ts";
import {
  restartPool,
  updatePoolFee,
  updatePoolKeys,
  updatePoolManualFinalize,
  updatePoolReservations,
} from "./poolEdit.ts";
import { getPool } from "./poolRead.ts";

const reverted = (name: string) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError && error.detail.code === "CONTRACT_REVERTED" && error.detail.name === name,
  );
const QUARTER = STAKE / 4n;

describe("an operator edits its pool", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(1);
  });
  afterAll(() => contracts.anvil.stop());

  const factory = () => contracts.addresses.serviceNodeContributionFactory;
  const sesh = () => contracts.addresses.seshL2;
  const own = () => contracts.wallet(operator);
  const prepare = (name: number) =>
    registrationOf(name, operator, {
      chainId: contracts.anvil.chainId,
      contract: contracts.addresses.serviceNodeRewards,
    });
  const deploy = (name: number) =>
    deployPool(own(), { factory: factory(), registration: prepare(name), feeBps: 100, manualFinalize: true });
  const read = (pool: `0x${string}`) => getPool(own(), { factory: factory(), pool });
  const pay = async (who: typeof operator, pool: `0x${string}`, amount: bigint) => {
    const { termsHash } = await read(pool);
    return contribute(contracts.wallet(who), { factory: factory(), pool, sesh: sesh(), amount, termsHash });
  };
  const seshOf = (account: `0x${string}`) =>
    contracts.wallet().publicClient.readContract({
      ...{ address: sesh(), abi: erc20Abi, functionName: "balanceOf", args: [account] },
    });

  it("changes each term while nothing is inside, and only the operator does", async () => {
    const { pool } = await deploy(21);
    const before = (await read(pool)).termsHash;
    await updatePoolFee(own(), { pool, feeBps: 29 });
    const reserved = [{ contributor: poor.address, amount: QUARTER }];
    await updatePoolReservations(own(), { pool, reserved });
    await updatePoolKeys(own(), { pool, registration: prepare(22), feeBps: 30 });
    await updatePoolManualFinalize(own(), { pool, manualFinalize: false });
    const after = await read(pool);
    expect(after).toMatchObject({ feeBps: 30, reserved, manualFinalize: false });
    expect(after.ed25519Pubkey).toBe(prepare(22).ed25519Pubkey);
    expect(after.termsHash).not.toBe(before);
    const stranger = contracts.wallet(deployer);
    await expect(updatePoolFee(stranger, { pool, feeBps: 1 })).rejects.toEqual(reverted("NotOperator"));
    await expect(updatePoolFee(own(), { pool, feeBps: 10_001 })).rejects.toEqual(reverted("FeeTooHigh"));
    const twice = [...reserved, ...reserved];
    await expect(updatePoolReservations(own(), { pool, reserved: twice })).rejects.toEqual(
      reverted("DuplicateReservation"),
    );
  });

  it("keeps the terms once the operator is inside; a restart returns everything and sets them anew", async () => {
    const { pool } = await deploy(23);
    await pay(operator, pool, QUARTER);
    await expect(updatePoolFee(own(), { pool, feeBps: 1 })).rejects.toEqual(reverted("OperatorHasContributed"));
    await expect(updatePoolReservations(own(), { pool, reserved: [] })).rejects.toEqual(
      reverted("OperatorHasContributed"),
    );
    await pay(deployer, pool, QUARTER);
    const [operatorHad, otherHad] = await Promise.all([seshOf(operator.address), seshOf(deployer.address)]);
    const reserved = [{ contributor: poor.address, amount: 1n }];
    const terms = { registration: prepare(23), feeBps: 29, reserved, manualFinalize: false };
    const restart = { pool, sesh: sesh(), ...terms, amount: 2n * QUARTER, beneficiary: poor.address };
    expect(await restartPool(own(), restart)).toMatchObject({ contributed: 2n * QUARTER });
    expect(await read(pool)).toMatchObject({
      state: "openForPublicContrib",
      feeBps: 29,
      reserved,
      manualFinalize: false,
      resets: 1,
      contributions: [{ staker: operator.address, beneficiary: poor.address, amount: 2n * QUARTER }],
    });
    expect(await seshOf(operator.address)).toBe(operatorHad - QUARTER);
    expect(await seshOf(deployer.address)).toBe(otherHad + QUARTER);
  });

  it("registers a full pool when it is switched to start by itself", async () => {
    const { pool } = await deploy(24);
    await pay(operator, pool, 3n * QUARTER);
    expect(await updatePoolManualFinalize(own(), { pool, manualFinalize: true })).toMatchObject({ nodeId: undefined });
    await pay(deployer, pool, QUARTER);
    expect((await read(pool)).state).toBe("waitForFinalized");
    const { nodeId } = await updatePoolManualFinalize(own(), { pool, manualFinalize: false });
    expect(await read(pool)).toMatchObject({ state: "finalized", nodeId });
    await expect(updatePoolManualFinalize(own(), { pool, manualFinalize: true })).rejects.toEqual(
      reverted("AlreadyFinalized"),
    );
  });
});
