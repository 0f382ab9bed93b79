import { serviceNodeRewardsAbi } from "@session/contracts";
import { devAccounts } from "@session/testing";
import { erc20Abi } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  deployer,
  exitLeaf,
  liquidationLeaf,
  operator,
  poor,
  registrationOf,
  SignedCheckpoint,
  STAKE,
  startContracts,
  type TestContracts,
} from "../../test/support/contracts.ts";
import { serve, type TestServer } from "../../test/support/server.ts";
import { SdkError } from "../errors.ts";
import { isCheckpointOnL2 } from "./checkpoint.ts";
import { requestExit } from "./exit.ts";
import { exitAfterWait, liquidate, withdrawLockedStake } from "./liquidate.ts";
import { contribute } from "./poolContribute.ts";
import { deployPool } from "./poolDeploy.ts";
import { getPool } from "./poolRead.ts";
import { register } from "./register.ts";
import { sendContractCall } from "./send.ts";

const DAY = 86_400;
const liquidator = privateKeyToAccount(devAccounts[3].privateKey);
/** One base unit more than a requirement that the shares divide: the last unit of each share shows. */
const DEPOSIT = STAKE + 1n;
const SHARES = { operator: STAKE / 4n + 7n, second: STAKE / 2n, third: DEPOSIT - STAKE / 4n - 7n - STAKE / 2n };
/** 3 : 17 : 9980 of the deposit; the liquidator's share is rounded down, the pool's up. */
const TO_LIQUIDATOR = (DEPOSIT * 3n) / 10_000n;
const TO_POOL = (DEPOSIT * 17n) / 10_000n + 1n;

/** Refused by the contract: by this error, with these arguments, and words that name both call and error. */
const reverted = (action: string, name: string, ...args: unknown[]) =>
  expect.toSatisfy((error: unknown) => {
    if (!(error instanceof SdkError)) return false;
    expect(error.detail).toEqual({ code: "CONTRACT_REVERTED", action, name, args });
    return error.message.startsWith(`${action} would fail: ${name}(${args.join(", ")}).`);
  });
const worksFrom = (time: bigint) =>
  expect.toSatisfy(
    (error: unknown) =>
      error instanceof SdkError &&
      error.message.endsWith(` It works from ${new Date(Number(time) * 1_000).toISOString()} on.`),
  );

describe("liquidations, locks and the escape against the deployed contracts", () => {
  let contracts: TestContracts;
  let server: TestServer | undefined;
  let height = 0;
  /** Names of the active nodes' test keys by id. */
  const names = new Map([1, 2, 3, 4].map((id) => [id, id]));
  let setVersion = 4;
  beforeAll(async () => {
    contracts = await startContracts(4);
    await contracts.pass(60);
  });
  afterEach(() => server?.close());
  afterAll(() => contracts.anvil.stop());

  const contract = () => contracts.addresses.serviceNodeRewards;
  const sesh = () => contracts.addresses.seshL2;
  const client = () => contracts.wallet().publicClient;
  const now = async () => (await client().getBlock()).timestamp;
  const balance = (address: `0x${string}`) =>
    client().readContract({ address: sesh(), abi: erc20Abi, functionName: "balanceOf", args: [address] });
  const balances = async () => ({
    rewards: await balance(contract()),
    pool: await balance(contracts.addresses.rewardRatePool),
    liquidator: await balance(liquidator.address),
    operator: await balance(operator.address),
    second: await balance(deployer.address),
    third: await balance(poor.address),
  });
  type Balances = Awaited<ReturnType<typeof balances>>;
  /** What each holds more than before; only those with a difference. */
  const gained = async (before: Balances): Promise<Partial<Balances>> => {
    const after = await balances();
    const all = (Object.keys(before) as (keyof Balances)[]).map((who) => [who, after[who] - before[who]] as const);
    return Object.fromEntries(all.filter(([, difference]) => difference !== 0n));
  };
  const read = (id: number) =>
    client().readContract({ address: contract(), abi: serviceNodeRewardsAbi, functionName: "node", args: [id] });
  const principal = () =>
    client().readContract({ address: contract(), abi: serviceNodeRewardsAbi, functionName: "totalPrincipal" });

  const prepare = (name: number) =>
    registrationOf(name, operator, { chainId: contracts.anvil.chainId, contract: contract() });
  const added = (id: number, name: number) => {
    names.set(id, name);
    setVersion++;
  };
  const left = (id: number) => {
    names.delete(id);
    setVersion++;
  };
  /** The next checkpoint, at the chain's own time, signed by all. */
  async function certified(leaves: ConstructorParameters<typeof SignedCheckpoint>[2]) {
    height += 5;
    const signed = new SignedCheckpoint(contracts, { height, time: Number(await now()) }, leaves);
    return { signed, certificate: signed.certificate([...names.keys()], setVersion, names) };
  }
  const serveBody = async (body: unknown) => {
    server = await serve(() => ({ body }));
    return server.client;
  };

  async function registerPool(name: number): Promise<number> {
    const factory = contracts.addresses.serviceNodeContributionFactory;
    const { pool } = await deployPool(contracts.wallet(operator), { factory, registration: prepare(name), feeBps: 0 });
    const pay = async (who: PrivateKeyAccount, amount: bigint) => {
      const { termsHash } = await getPool(contracts.wallet(), { factory, pool });
      return contribute(contracts.wallet(who), { factory, pool, sesh: sesh(), amount, termsHash, permit: true });
    };
    await pay(operator, SHARES.operator);
    await pay(deployer, SHARES.second);
    const { nodeId } = await pay(poor, SHARES.third);
    if (nodeId === undefined) throw new Error("the pool didn't register its node");
    added(nodeId, name);
    return nodeId;
  }

  async function registerSolo(name: number): Promise<number> {
    const { nodeId } = await register(contracts.wallet(operator), {
      ...{ registration: prepare(name), sesh: sesh(), stake: STAKE, permit: true },
    });
    added(nodeId, name);
    return nodeId;
  }

  it("a node that may not be liquidated: the API says so, and nothing is sent", async () => {
    const { signed, certificate } = await certified([exitLeaf(2)]);
    const node = await serveBody({ ...signed.exit(2), certificate });
    const nonce = () => client().getTransactionCount({ address: liquidator.address });
    const before = await nonce();
    const call = liquidate(contracts.wallet(liquidator), { contract: contract(), node, nodeId: 2 });
    const error = await call.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SdkError);
    expect((error as SdkError).detail).toEqual({ code: "NOT_LIQUIDATABLE", nodeId: 2 });
    expect((error as SdkError).message).toContain(`Node 2 can't be liquidated as of checkpoint ${height}`);
    expect(await nonce()).toBe(before);
    expect(await isCheckpointOnL2(contracts.wallet(), contract(), signed.checkpoint)).toBe(false);
  });

  it("before the least age nobody liquidates, whatever is signed; it says from when on", async () => {
    const id = await registerSolo(50);
    const { addedAt } = await read(id);
    const { signed, certificate } = await certified([exitLeaf(id), liquidationLeaf(id)]);
    const node = await serveBody({ ...signed.liquidation(id), certificate });
    const call = () => liquidate(contracts.wallet(liquidator), { contract: contract(), node, nodeId: id });
    const early = call();
    await expect(early).rejects.toEqual(reverted("multicall", "TooEarly", addedAt + 10n));
    await expect(early).rejects.toEqual(worksFrom(addedAt + 10n));
    await contracts.pass(10);
    // Without a lock the rest of the stake returns at once.
    const before = await balances();
    const { reward, poolShare, lockedUntil } = await call();
    left(id);
    expect({ reward, poolShare, lockedUntil }).toEqual({
      reward: (STAKE * 3n) / 10_000n,
      poolShare: (STAKE * 17n) / 10_000n,
      lockedUntil: 0,
    });
    expect(await gained(before)).toEqual({
      ...{ rewards: -STAKE, liquidator: reward, pool: poolShare, operator: STAKE - reward - poolShare },
    });
  });

  it("takes the penalty of a pool's node from its operator's share alone, to the base unit", async () => {
    await sendContractCall(contracts.wallet(deployer), {
      ...{ address: contract(), abi: serviceNodeRewardsAbi, functionName: "setStakingRequirement", args: [DEPOSIT] },
    });
    await sendContractCall(contracts.wallet(deployer), {
      ...{ address: sesh(), abi: erc20Abi, functionName: "transfer", args: [poor.address, SHARES.third] },
    });
    const id = await registerPool(51);
    await contracts.pass(10);
    const until = (await now()) + BigInt(10 * DAY);
    const { signed, certificate } = await certified([exitLeaf(id, until), liquidationLeaf(id, until)]);
    const node = await serveBody({ ...signed.liquidation(id), certificate });
    const [before, stakes] = [await balances(), await principal()];

    const wallet = contracts.wallet(liquidator);
    const { reward, poolShare, lockedUntil } = await liquidate(wallet, { contract: contract(), node, nodeId: id });
    left(id);
    expect({ reward, poolShare, lockedUntil }).toEqual({
      ...{ reward: TO_LIQUIDATOR, poolShare: TO_POOL, lockedUntil: Number(until) },
    });
    const penalty = TO_LIQUIDATOR + TO_POOL;
    expect(await gained(before)).toEqual({ rewards: -penalty, liquidator: TO_LIQUIDATOR, pool: TO_POOL });
    expect(await principal()).toBe(stakes - penalty);
    const again = liquidate(wallet, { contract: contract(), node, nodeId: id });
    await expect(again).rejects.toEqual(reverted("liquidateBLSPublicKey", "NodeNotActive", id));

    const withdraw = () => withdrawLockedStake(wallet, { contract: contract(), nodeId: id });
    const early = withdraw();
    await expect(early).rejects.toEqual(reverted("withdrawLockedStake", "TooEarly", until));
    await expect(early).rejects.toEqual(worksFrom(until));
    await contracts.pass(10 * DAY);
    expect((await withdraw()).status).toBe("success");
    expect(await gained(before)).toEqual({
      ...{ rewards: -DEPOSIT, liquidator: TO_LIQUIDATOR, pool: TO_POOL },
      ...{ operator: SHARES.operator - penalty, second: SHARES.second, third: SHARES.third },
    });
    expect(await principal()).toBe(stakes - DEPOSIT);
    await expect(withdraw()).rejects.toEqual(reverted("withdrawLockedStake", "NotLocked", id));
  });

  it("the escape: not without a request, not before 30 days, then by anybody and without a certificate", async () => {
    await sendContractCall(contracts.wallet(deployer), {
      ...{ address: contract(), abi: serviceNodeRewardsAbi, functionName: "setStakingRequirement", args: [STAKE] },
    });
    const nodeId = await registerSolo(52);
    const leave = () => exitAfterWait(contracts.wallet(liquidator), { contract: contract(), nodeId });
    const action = "exitBLSPublicKeyAfterWaitTime";
    await expect(leave()).rejects.toEqual(reverted(action, "ExitNotRequested", nodeId));
    await requestExit(contracts.wallet(operator), { contract: contract(), nodeId });
    const from = (await read(nodeId)).leaveRequestedAt + BigInt(30 * DAY);
    await contracts.pass(29 * DAY);
    const early = leave();
    await expect(early).rejects.toEqual(reverted(action, "TooEarly", from));
    await expect(early).rejects.toEqual(worksFrom(from));
    await contracts.pass(DAY);
    const before = await balances();
    expect((await leave()).status).toBe("success");
    left(nodeId);
    expect(await gained(before)).toEqual({ rewards: -STAKE, operator: STAKE });
    await expect(leave()).rejects.toEqual(reverted(action, "NodeNotActive", nodeId));
    const withdraw = withdrawLockedStake(contracts.wallet(operator), { contract: contract(), nodeId });
    await expect(withdraw).rejects.toEqual(reverted("withdrawLockedStake", "NotLocked", nodeId));
  });
});
