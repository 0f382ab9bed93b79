import { serviceNodeRewardsAbi } from "@session/contracts";
import { erc20Abi, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deployer,
  operator,
  poor,
  registrationOf,
  rewardsLeaf,
  SESH,
  SignedCheckpoint,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { serve } from "../../test/support/server.ts";
import { deployVesting, revokeVesting } from "../../test/support/vesting.ts";
import { SdkError } from "../errors.ts";
import { isCheckpointOnL2 } from "./checkpoint.ts";
import { contribute } from "./poolContribute.ts";
import { deployPool } from "./poolDeploy.ts";
import { getPool } from "./poolRead.ts";
import { vestingClaim } from "./vestingClaim.ts";
import { vestingContribute, vestingUpdateBeneficiary, vestingWithdrawContribution } from "./vestingPool.ts";
import { releaseVesting } from "./vestingRelease.ts";
import { vestingRegister, vestingRequestExit } from "./vestingStake.ts";

const DAY = 86_400;
const reverted = (name: string) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError && error.detail.code === "CONTRACT_REVERTED" && error.detail.name === name,
  );

describe("a vesting contract acts, against the deployed contracts", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(4);
    // The pool has to earn what is claimed.
    await contracts.pass(60);
  });
  afterAll(() => contracts.anvil.stop());

  const sesh = () => contracts.addresses.seshL2;
  const contract = () => contracts.addresses.serviceNodeRewards;
  const factory = () => contracts.addresses.serviceNodeContributionFactory;
  const prepare = (name: number, address: Hex) =>
    registrationOf(name, { address }, { chainId: contracts.anvil.chainId, contract: contract() });
  const balance = (address: Hex) =>
    contracts.wallet().publicClient.readContract({
      ...{ address: sesh(), abi: erc20Abi, functionName: "balanceOf", args: [address] },
    });
  const nodeOf = (id: number) =>
    contracts.wallet().publicClient.readContract({
      ...{ address: contract(), abi: serviceNodeRewardsAbi, functionName: "node", args: [id] },
    });

  it("passes a claim on, posting the checkpoint first where the contract lacks it", async () => {
    const vesting = await deployVesting(contracts, poor, { allocation: SESH, endsIn: 900 * DAY });
    await contracts.pass(20);
    const { timestamp } = await contracts.wallet().publicClient.getBlock();
    const place = { height: 5, time: Number(timestamp) };
    const signed = new SignedCheckpoint(contracts, place, [rewardsLeaf(poor.address, 7n * SESH)]);
    const set = [1, 2, 3, 4];
    const names = new Map([1, 2, 3].map((id) => [id, id]));
    const server = await serve(() => ({
      body: { ...signed.claim(poor.address), certificate: signed.certificate(set, 4, names) },
    }));
    const before = await balance(poor.address);
    const parameters = { vesting, contract: contract(), node: server.client, recipient: poor.address };
    const paid = await vestingClaim(contracts.wallet(poor), { ...parameters, amount: 3n * SESH });
    expect(paid).toMatchObject({ amount: 3n * SESH, lifetimeRewards: 7n * SESH, checkpointHeight: 5 });
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), signed.checkpoint)).toBe(true);
    expect((await vestingClaim(contracts.wallet(poor), parameters)).amount).toBe(4n * SESH);
    expect(await balance(poor.address)).toBe(before + 7n * SESH);
    await server.close();
  });

  it("registers a node as its operator and only staker; rewards go to the wallet; then it asks to leave", async () => {
    const vesting = await deployVesting(contracts, poor, { allocation: STAKE + SESH, endsIn: 900 * DAY });
    const wallet = contracts.wallet(poor);
    const registration = prepare(21, vesting);
    const parameters = { vesting, registration, stake: STAKE };
    await expect(vestingRegister(wallet, { ...parameters, stake: STAKE - 1n })).rejects.toEqual(
      reverted("StakeAboveLimit"),
    );
    await expect(vestingRegister(contracts.wallet(operator), parameters)).rejects.toEqual(reverted("NotBeneficiary"));
    // Prepared for the wallet, not for the vesting: what the rewards contract refuses is named through the vesting.
    const wrong = { ...parameters, registration: prepare(22, poor.address) };
    await expect(vestingRegister(wallet, wrong)).rejects.toEqual(reverted("InvalidProofOfPossession"));
    const { nodeId } = await vestingRegister(wallet, parameters);
    expect(await nodeOf(nodeId)).toMatchObject({
      operator: vesting,
      contributors: [{ staker: vesting, beneficiary: poor.address, amount: STAKE }],
    });
    expect(await balance(vesting)).toBe(SESH);
    await contracts.pass(DAY);
    await expect(vestingRequestExit(contracts.wallet(operator), { vesting, nodeId })).rejects.toEqual(
      reverted("NotHolder"),
    );
    await vestingRequestExit(wallet, { vesting, nodeId });
    expect((await nodeOf(nodeId)).leaveRequestedAt).toBeGreaterThan(0n);
  });

  it("contributes, changes where rewards go, and withdraws; what the pool refuses is named", async () => {
    const registration = prepare(23, operator.address);
    const { pool } = await deployPool(contracts.wallet(operator), { factory: factory(), registration, feeBps: 0 });
    const vesting = await deployVesting(contracts, poor, { allocation: STAKE, endsIn: 900 * DAY });
    const wallet = contracts.wallet(poor);
    const { termsHash } = await getPool(wallet, { factory: factory(), pool });
    const amount = STAKE / 4n;
    const part = { vesting, pool, amount, termsHash };
    await expect(vestingContribute(wallet, part)).rejects.toEqual(reverted("OperatorContributionMissing"));
    const own = { factory: factory(), pool, sesh: sesh(), amount: STAKE / 2n, termsHash };
    await contribute(contracts.wallet(operator), own);
    await expect(vestingContribute(wallet, { ...part, amount: 1n })).rejects.toEqual(
      reverted("ContributionBelowMinimum"),
    );
    await expect(vestingContribute(wallet, { ...part, pool: contract() })).rejects.toEqual(reverted("UnknownPool"));
    await expect(vestingContribute(wallet, { ...part, beneficiary: vesting })).rejects.toEqual(
      reverted("InvalidRewardsBeneficiary"),
    );
    expect(await vestingContribute(wallet, part)).toMatchObject({ contributed: 3n * amount, nodeId: undefined });
    await vestingUpdateBeneficiary(wallet, { vesting, pool, beneficiary: deployer.address });
    const { account } = await getPool(wallet, { factory: factory(), pool, account: vesting });
    expect(account?.contribution).toMatchObject({ staker: vesting, beneficiary: deployer.address, amount });
    await expect(vestingWithdrawContribution(wallet, { vesting, pool })).rejects.toEqual(
      reverted("WithdrawalTooEarly"),
    );
    await contracts.pass(DAY);
    expect(await vestingWithdrawContribution(wallet, { vesting, pool })).toMatchObject({ withdrawn: amount });
    expect(await balance(vesting)).toBe(STAKE);
  });

  it("once revoked, the revoker withdraws and is paid, and the beneficiary stakes no more", async () => {
    const registration = prepare(24, operator.address);
    const { pool } = await deployPool(contracts.wallet(operator), { factory: factory(), registration, feeBps: 0 });
    const vesting = await deployVesting(contracts, poor, { allocation: STAKE, endsIn: 900 * DAY });
    const { termsHash } = await getPool(contracts.wallet(), { factory: factory(), pool });
    const own = { factory: factory(), pool, sesh: sesh(), amount: STAKE / 2n, termsHash };
    await contribute(contracts.wallet(operator), own);
    const part = { vesting, pool, amount: STAKE / 4n, termsHash };
    await vestingContribute(contracts.wallet(poor), part);
    await revokeVesting(contracts, vesting);
    await expect(vestingContribute(contracts.wallet(poor), part)).rejects.toEqual(reverted("VestingIsRevoked"));
    await contracts.pass(DAY);
    await expect(vestingWithdrawContribution(contracts.wallet(poor), { vesting, pool })).rejects.toEqual(
      reverted("NotHolder"),
    );
    await vestingWithdrawContribution(contracts.wallet(), { vesting, pool });
    expect(await releaseVesting(contracts.wallet(), { vesting })).toMatchObject({ released: STAKE / 4n });
  });

  it("releases what has vested, of either kind, to its holder and not before its time", async () => {
    const staking = await deployVesting(contracts, poor, { allocation: SESH, endsIn: DAY });
    const linear = await deployVesting(contracts, poor, { allocation: SESH, endsIn: 3 * DAY, cliffIn: DAY });
    const release = (vesting: Hex) => releaseVesting(contracts.wallet(poor), { vesting });
    await expect(release(staking)).rejects.toEqual(reverted("NothingToRelease"));
    await expect(release(linear)).rejects.toEqual(reverted("NothingToRelease"));
    await contracts.pass(2 * DAY);
    expect(await release(staking)).toMatchObject({ released: SESH });
    const { released } = await release(linear);
    expect(released).toBeGreaterThan(SESH / 2n - SESH / 1_000n);
    expect(released).toBeLessThan(SESH / 2n + SESH / 1_000n);
    const other = releaseVesting(contracts.wallet(operator), { vesting: linear });
    await expect(other).rejects.toEqual(reverted("NotHolder"));
  });
});
