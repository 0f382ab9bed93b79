import { serviceNodeRewardsAbi } from "@session/contracts";
import type { PrivateKeyAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deployer,
  operator,
  poor,
  registrationOf,
  SESH,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { SdkError } from "../errors.ts";
import { contribute } from "./poolContribute.ts";
import { deployPool } from "./poolDeploy.ts";
import { finalizePool, resetPool, updateBeneficiary, withdrawContribution } from "./poolManage.ts";
import { getPool } from "./poolRead.ts";

const failed = (code: SdkError["detail"]["code"], name?: string) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError &&
      error.detail.code === code &&
      (error.detail.code !== "CONTRACT_REVERTED" || error.detail.name === name),
  );
const reverted = (name: string) => failed("CONTRACT_REVERTED", name);
const QUARTER = STAKE / 4n;

describe("pools against the deployed contracts", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(1);
  });
  afterAll(() => contracts.anvil.stop());

  const factory = () => contracts.addresses.serviceNodeContributionFactory;
  const sesh = () => contracts.addresses.seshL2;
  const prepare = (name: number, owner = operator) =>
    registrationOf(name, owner, { chainId: contracts.anvil.chainId, contract: contracts.addresses.serviceNodeRewards });
  const read = (pool: `0x${string}`, account?: PrivateKeyAccount) =>
    getPool(contracts.wallet(), {
      factory: factory(),
      pool,
      ...(account === undefined ? {} : { account: account.address }),
    });
  const pay = async (who: PrivateKeyAccount, pool: `0x${string}`, amount: bigint, permit = false) => {
    const { termsHash } = await read(pool);
    const parameters = { factory: factory(), pool, sesh: sesh(), amount, termsHash, permit };
    return contribute(contracts.wallet(who), parameters);
  };
  const deploy = async (name: number, manualFinalize = false) => {
    const registration = prepare(name);
    const reserved = [{ contributor: deployer.address, amount: QUARTER }];
    const parameters = { factory: factory(), registration, feeBps: 250, reserved, manualFinalize };
    return { registration, ...(await deployPool(contracts.wallet(operator), parameters)) };
  };

  it("deploys, fills by approval and by permit, and registers the node", async () => {
    const { pool, registration } = await deploy(11);
    const empty = await read(pool, operator);
    expect(empty).toMatchObject({
      address: pool,
      state: "waitForOperatorContrib",
      operator: operator.address,
      stakingRequirement: STAKE,
      maxContributors: 10,
      ed25519Pubkey: registration.ed25519Pubkey,
      ed25519Signature: registration.ed25519Signature,
      feeBps: 250,
      manualFinalize: false,
      reserved: [{ contributor: deployer.address, amount: QUARTER }],
      contributions: [],
      reservedOutstanding: 2n * QUARTER,
      openSlots: 8,
      nodeId: undefined,
      account: { minimumContribution: QUARTER, maximumContribution: 3n * QUARTER, contribution: undefined },
    });
    expect(await pay(operator, pool, 2n * QUARTER)).toMatchObject({ contributed: 2n * QUARTER, nodeId: undefined });
    await updateBeneficiary(contracts.wallet(operator), { pool, beneficiary: poor.address });
    const { nodeId, contributed } = await pay(deployer, pool, 2n * QUARTER, true);
    expect(contributed).toBe(STAKE);
    expect(await read(pool)).toMatchObject({ state: "finalized", nodeId });
    const node = await contracts.wallet().publicClient.readContract({
      ...{ address: contracts.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi, functionName: "node" },
      args: [nodeId ?? 0],
    });
    expect(node).toMatchObject({
      operator: operator.address,
      feeBps: 250,
      contributors: [
        { staker: operator.address, beneficiary: poor.address, amount: 2n * QUARTER },
        { staker: deployer.address, beneficiary: deployer.address, amount: 2n * QUARTER },
      ],
    });
  });

  it("withdraws, resets, and finalizes by hand", async () => {
    const { pool } = await deploy(12, true);
    await pay(operator, pool, QUARTER);
    await pay(deployer, pool, QUARTER);
    const { account } = await read(pool, deployer);
    expect(account?.contribution).toMatchObject({ staker: deployer.address, amount: QUARTER });
    expect(account?.withdrawableFrom).toBe((account?.contribution?.contributedAt ?? 0) + 86_400);
    await expect(withdrawContribution(contracts.wallet(deployer), { pool })).rejects.toEqual(
      reverted("WithdrawalTooEarly"),
    );
    await contracts.pass(86_400);
    expect(await withdrawContribution(contracts.wallet(deployer), { pool })).toMatchObject({ withdrawn: QUARTER });
    await expect(resetPool(contracts.wallet(deployer), { pool })).rejects.toEqual(reverted("NotOperator"));
    await resetPool(contracts.wallet(operator), { pool });
    expect(await read(pool, deployer)).toMatchObject({
      state: "waitForOperatorContrib",
      resets: 1,
      account: { contribution: undefined, withdrawableFrom: undefined },
    });
    await pay(operator, pool, 3n * QUARTER, true);
    await expect(finalizePool(contracts.wallet(operator), { pool })).rejects.toEqual(reverted("NotFull"));
    await pay(deployer, pool, QUARTER);
    await expect(finalizePool(contracts.wallet(deployer), { pool })).rejects.toEqual(reverted("NotOperator"));
    const { nodeId } = await finalizePool(contracts.wallet(operator), { pool });
    expect((await read(pool)).nodeId).toBe(nodeId);
    await expect(withdrawContribution(contracts.wallet(operator), { pool })).rejects.toEqual(
      reverted("AlreadyFinalized"),
    );
  });

  it("names what the contracts refuse, the token and the rewards contract among them", async () => {
    const wallet = contracts.wallet(operator);
    const registration = prepare(13);
    const parameters = { factory: factory(), registration, feeBps: 0 };
    await expect(deployPool(contracts.wallet(deployer), parameters)).rejects.toEqual(
      reverted("InvalidProofOfPossession"),
    );
    const reserved = [{ contributor: poor.address, amount: STAKE }];
    await expect(deployPool(wallet, { ...parameters, reserved })).rejects.toEqual(
      reverted("ReservationsAboveRequirement"),
    );
    // The key of a node that is registered already: the pool can't finalize.
    const { pool } = await deploy(11);
    const { termsHash } = await read(pool);
    const call = { factory: factory(), pool, sesh: sesh(), termsHash };
    await expect(contribute(wallet, { ...call, amount: QUARTER - 1n })).rejects.toEqual(
      reverted("ContributionBelowMinimum"),
    );
    const other = `0x${"11".repeat(32)}` as const;
    await expect(contribute(wallet, { ...call, amount: QUARTER, termsHash: other })).rejects.toEqual(
      reverted("TermsChanged"),
    );
    await pay(operator, pool, 3n * QUARTER - 100n * SESH);
    await expect(contribute(contracts.wallet(poor), { ...call, amount: 100n * SESH, permit: true })).rejects.toEqual(
      reverted("ERC20InsufficientBalance"),
    );
    const { nodeId } = await pay(deployer, pool, QUARTER + 100n * SESH);
    expect(nodeId).toBeUndefined();
    expect((await read(pool)).state).toBe("waitForFinalized");
    await expect(finalizePool(contracts.wallet(deployer), { pool })).rejects.toEqual(reverted("BlsKeyInUse"));
  });

  it("contributes to nothing but the factory's pools", async () => {
    const pool = contracts.addresses.serviceNodeRewards;
    await expect(read(pool)).rejects.toEqual(failed("NOT_A_POOL"));
    const parameters = {
      factory: factory(),
      pool,
      sesh: sesh(),
      amount: 1n,
      termsHash: `0x${"00".repeat(32)}` as const,
    };
    await expect(contribute(contracts.wallet(operator), parameters)).rejects.toEqual(failed("NOT_A_POOL"));
  });
});
