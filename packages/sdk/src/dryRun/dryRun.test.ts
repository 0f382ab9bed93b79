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
import { approve } from "../actions/approve.ts";
import { batch } from "../actions/batch.ts";
import { claim } from "../actions/claim.ts";
import { contribute } from "../actions/poolContribute.ts";
import { deployPool } from "../actions/poolDeploy.ts";
import { getPool } from "../actions/poolRead.ts";
import { register } from "../actions/register.ts";
import type { Wallet } from "../clients/wallet.ts";
import { SdkError } from "../errors.ts";
import { dryRun } from "./dryRun.ts";

/** Gas of all blocks that an act makes. */
async function gasBetween(publicClient: Wallet["publicClient"], act: () => Promise<unknown>): Promise<bigint> {
  const first = await publicClient.getBlockNumber({ cacheTime: 0 });
  await act();
  const last = await publicClient.getBlockNumber({ cacheTime: 0 });
  let used = 0n;
  for (let block = first + 1n; block <= last; block++)
    used += (await publicClient.getBlock({ blockNumber: block })).gasUsed;
  return used;
}

describe("dry runs against the deployed contracts", () => {
  let contracts: TestContracts;
  beforeAll(async () => {
    contracts = await startContracts(4);
    await contracts.pass(60);
  });
  afterAll(() => contracts.anvil.stop());

  const sesh = () => contracts.addresses.seshL2;
  const prepare = (name: number, owner = operator) =>
    registrationOf(name, owner, { chainId: contracts.anvil.chainId, contract: contracts.addresses.serviceNodeRewards });
  const dry = (account: Hex, act: (wallet: Wallet) => Promise<unknown>) =>
    dryRun(act, { publicClient: contracts.wallet().publicClient, account });
  const namesOf = ({ calls }: { calls: readonly { functionName: string }[] }) =>
    calls.map(({ functionName }) => functionName);

  /** All that sending would change. */
  async function traces(account: Hex) {
    const { publicClient } = contracts.wallet();
    const { serviceNodeRewards } = contracts.addresses;
    const pool = await contracts.anvil.request<{ pending: object }>("txpool_content");
    return {
      block: await publicClient.getBlockNumber({ cacheTime: 0 }),
      nonce: await publicClient.getTransactionCount({ address: account, blockTag: "pending" }),
      pending: pool.pending,
      allowance: await publicClient.readContract({
        ...{ address: sesh(), abi: erc20Abi, functionName: "allowance", args: [account, serviceNodeRewards] },
      }),
    };
  }

  it("knows a claim that brings its checkpoint", async () => {
    const { timestamp } = await contracts.wallet().publicClient.getBlock();
    const place = { height: 5, time: Number(timestamp) };
    const signed = new SignedCheckpoint(contracts, place, [rewardsLeaf(operator.address, 7n * SESH)]);
    const body = { ...signed.claim(operator.address), certificate: signed.certificate([1, 2, 3, 4], 4) };
    const server = await serve(() => ({ body }));
    const contract = contracts.addresses.serviceNodeRewards;
    const run = await dry(operator.address, (wallet) =>
      claim(wallet, { contract, node: server.client, recipient: operator.address }),
    );
    await server.close();
    expect(namesOf(run)).toEqual(["submitAndClaim"]);
  });

  it("sends and signs nothing: block, nonce, mempool and allowance stay", async () => {
    const before = await traces(operator.address);
    for (const permit of [false, true])
      await dry(operator.address, (wallet) =>
        register(wallet, { registration: prepare(21), sesh: sesh(), stake: STAKE, permit }),
      );
    expect(await traces(operator.address)).toEqual(before);
    // The account here is a mere address: there is no key it could have signed with.
    const sign = dry(operator.address, (wallet) => wallet.walletClient.signMessage({ message: "x" }));
    await expect(sign).rejects.toThrow();
  });

  it.each([
    { permit: false, name: 31, calls: ["approve", "addBLSPublicKey"] },
    { permit: true, name: 32, calls: ["addBLSPublicKeyWithPermit"] },
  ])("is within a tenth of what the same act then uses (permit: $permit)", async ({ permit, name, calls }) => {
    const act = (wallet: Wallet) =>
      register(wallet, { registration: prepare(name), sesh: sesh(), stake: STAKE, permit });
    const run = await dry(operator.address, act);
    expect(namesOf(run)).toEqual(calls);
    const used = await gasBetween(contracts.wallet().publicClient, () => act(contracts.wallet(operator)));
    expect(run.gas).toBeGreaterThan((used * 9n) / 10n);
    expect(run.gas).toBeLessThan((used * 13n) / 10n);
    expect(run.feeWei).toBeGreaterThan(run.gas);
  });

  it("is known to who holds neither tokens nor ETH yet", async () => {
    const account = "0x00000000000000000000000000000000000000aa";
    const run = await dry(account, (wallet) =>
      register(wallet, { registration: prepare(41, { ...poor, address: account }), sesh: sesh(), stake: STAKE }),
    );
    expect(namesOf(run)).toEqual(["approve", "addBLSPublicKey"]);
  });

  it("takes the allowance that is there for what it is", async () => {
    const wallet = contracts.wallet(deployer);
    await approve(wallet, { token: sesh(), spender: contracts.addresses.serviceNodeRewards, amount: STAKE });
    const run = await dry(deployer.address, (recording) =>
      register(recording, { registration: prepare(42, deployer), sesh: sesh(), stake: STAKE, permit: true }),
    );
    expect(namesOf(run)).toEqual(["addBLSPublicKey"]);
  });

  it("of what would fail says why, as the act itself does", async () => {
    const registration = prepare(31);
    const run = dry(operator.address, (wallet) => register(wallet, { registration, sesh: sesh(), stake: STAKE }));
    await expect(run).rejects.toSatisfy(
      (error) =>
        error instanceof SdkError && error.detail.code === "CONTRACT_REVERTED" && error.detail.name === "BlsKeyInUse",
    );
  });

  it("knows a batch that leaves out what would fail", async () => {
    const server = await serve(() => ({ body: {} }));
    const run = await dry(deployer.address, (wallet) =>
      batch(wallet, {
        ...{ contract: contracts.addresses.serviceNodeRewards, node: server.client },
        items: [
          { type: "requestExit", nodeId: 1 },
          { type: "requestExit", nodeId: 999 },
          { type: "requestExit", nodeId: 2 },
        ],
      }),
    );
    await server.close();
    expect(namesOf(run)).toEqual(["multicall"]);
  });

  const factory = () => contracts.addresses.serviceNodeContributionFactory;
  const openPool = (name: number, permit: boolean) => async (wallet: Wallet) => {
    const { pool } = await deployPool(wallet, { factory: factory(), registration: prepare(name), feeBps: 100 });
    const { termsHash } = await getPool(wallet, { factory: factory(), pool });
    const amount = STAKE / 2n;
    return contribute(wallet, { factory: factory(), pool, sesh: sesh(), amount, termsHash, permit });
  };

  it.each([
    { permit: false, name: 43, calls: ["deploy", "approve", "contributeFunds"] },
    { permit: true, name: 44, calls: ["deploy", "contributeFundsWithPermit"] },
  ])("counts what goes on with the result of a call before it (permit: $permit)", async ({ permit, name, calls }) => {
    const act = openPool(name, permit);
    const run = await dry(operator.address, act);
    expect(namesOf(run)).toEqual(calls);
    expect(run.isWhole).toBe(true);
    const { publicClient } = contracts.wallet();
    const used = await gasBetween(publicClient, () => act(contracts.wallet(operator)));
    expect(run.gas).toBeGreaterThan((used * 9n) / 10n);
    expect(run.gas).toBeLessThan((used * 13n) / 10n);
  });

  it("says that there may be more where the RPC can't play calls one after the other", async () => {
    const { publicClient } = contracts.wallet();
    const without = { ...publicClient, simulateBlocks: () => Promise.reject(new Error("the method does not exist")) };
    const run = await dryRun(openPool(45, false), { publicClient: without, account: operator.address });
    expect(namesOf(run)).toEqual(["deploy"]);
    expect(run.isWhole).toBe(false);
  });
});
