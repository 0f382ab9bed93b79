import { toAffinePublicKey } from "@session/bls";
import { blst } from "@session/bls/blst";
import { rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import type { L2Log } from "@session/l2";
import { decodeL2Event, type L2Event, verifyRegistrationSignature } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import { prepareRegistration, register, requestExit } from "@session/sdk";
import { type Hex, hexToBytes, toHex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toL2Event, toL2EventRecords } from "../../src/chain/l2Events.ts";
import { readsOf } from "../../src/chain/l2View.ts";
import { toFollowerOptions } from "../../src/l2/l2Follower.ts";
import { createTestNetwork, createWallet, deployer, type TestNetwork } from "../support/testNetwork.ts";

const WAIT_SEC = 30 * 24 * 3_600 + 3_600;

describe("logs of the deployed contract as events of blocks", () => {
  let net: TestNetwork;
  let wallet: ReturnType<typeof createWallet>;
  let nodeId: number;
  const keys = nodeKeys(blst, "events");
  beforeAll(async () => {
    net = await createTestNetwork(2);
    wallet = createWallet(net);
    const registration = prepareRegistration({
      ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey },
      ...{ operator: deployer.address, chainId: BigInt(net.anvil.chainId), contract: net.addresses.serviceNodeRewards },
    });
    const stake = net.network.genesis.stakingRequirement;
    ({ nodeId } = await register(wallet, { registration, sesh: net.addresses.seshL2, stake, feeBps: 1_234 }));
    await requestExit(wallet, { contract: net.addresses.serviceNodeRewards, nodeId });
  }, 120_000);
  afterAll(() => net.dispose());

  /** Every log of the contract, as the follower hands it on. */
  async function logs(): Promise<L2Log[]> {
    const found = await wallet.publicClient.getLogs({ address: net.addresses.serviceNodeRewards, fromBlock: 0n });
    return found.map(({ address, topics, data, blockNumber, blockHash, logIndex, transactionHash }) => ({
      ...{ address, topics: topics as readonly Hex[], data, blockNumber, blockHash, logIndex, transactionHash },
    }));
  }
  async function last<Kind extends L2Event["kind"]>(kind: Kind): Promise<L2Event & { kind: Kind }> {
    const events = (await logs()).map(toL2Event).filter((event) => event?.kind === kind);
    const event = events.at(-1);
    if (event === undefined) throw new Error(`no ${kind}`);
    return event as L2Event & { kind: Kind };
  }
  async function send(
    functionName: "exitBLSPublicKeyAfterWaitTime" | "setStakingRequirement" | "setMaxContributors",
    value: bigint | number,
  ) {
    const hash = await wallet.walletClient.writeContract({
      ...{ address: net.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi, functionName, args: [value] },
    } as never);
    const receipt = await wallet.publicClient.waitForTransactionReceipt({ hash, pollingInterval: 100 });
    expect(receipt.status).toBe("success");
    return receipt;
  }

  it("a registration: keys, operator, fee, contributors, and an ed25519 signature that verifies", async () => {
    const { data } = await last("NewServiceNode");
    expect(data).toMatchObject({ id: nodeId, feeBps: 1_234 });
    expect(toHex(data.blsKey)).toBe(toHex(keys.blsKey));
    expect(toHex(data.ed25519Key)).toBe(toHex(keys.ed25519Key));
    expect(data.contributors.map(({ staker, amount }) => [toHex(staker), amount])).toEqual([
      [deployer.address.toLowerCase(), net.network.genesis.stakingRequirement],
    ]);
    const { chainId, contracts } = net.network.genesis;
    const content = { ...data, chainId, contract: contracts.serviceNodeRewards };
    expect(verifyRegistrationSignature(content, data.ed25519Signature)).toBe(true);
  });

  it("seeded nodes: the keys of the genesis, in order", async () => {
    const seeded = (await logs()).map(toL2Event).filter((event) => event?.kind === "NewSeededServiceNode");
    const shown = seeded.map(
      (event) => event?.kind === "NewSeededServiceNode" && [event.data.id, toHex(event.data.blsKey)],
    );
    expect(shown).toEqual(net.network.genesis.nodes.map(({ id, blsKey }) => [id, toHex(blsKey)]));
    expect(toAffinePublicKey(net.network.genesis.nodes[0]?.blsKey ?? new Uint8Array())).toHaveLength(96);
  });

  it("an exit request, with place and transaction", async () => {
    const event = await last("ServiceNodeExitRequest");
    expect(event.data).toEqual({ id: nodeId, initiator: hexToBytes(deployer.address) });
    const log = (await logs()).find(
      ({ logIndex, blockNumber }) => logIndex === event.logIndex && Number(blockNumber) === event.l2Number,
    );
    expect(log?.transactionHash).toBe(toHex(event.txHash));
  });

  it("an exit, with what was returned", async () => {
    await net.anvil.request("evm_increaseTime", [WAIT_SEC]);
    await send("exitBLSPublicKeyAfterWaitTime", nodeId);
    const { data } = await last("ServiceNodeExit");
    expect(data).toEqual({ id: nodeId, returned: net.network.genesis.stakingRequirement, lockedUntil: 0 });
  });

  it("changes of requirement and contributor limit by the owner", async () => {
    const requirement = net.network.genesis.stakingRequirement + 1_000_000_000n;
    await send("setStakingRequirement", requirement);
    await send("setMaxContributors", 7n);
    expect((await last("StakingRequirementUpdated")).data).toEqual({ value: requirement });
    expect(BigInt((await last("MaxContributorsUpdated")).data.value)).toBe(7n);
  });

  it("records decode to the same events; kinds that don't enter blocks, and garbage, are left out", async () => {
    const all = await logs();
    const events = all.map(toL2Event).filter((event) => event !== undefined);
    expect(events.length).toBeLessThan(all.length);
    expect(toL2EventRecords(all).map((record) => decodeL2Event(record))).toEqual(events);
    const [log] = all;
    if (log === undefined) throw new Error("no logs");
    expect(toL2Event({ ...log, topics: [] })).toBeUndefined();
    const request = all.find((found) => toL2Event(found)?.kind === "ServiceNodeExitRequest");
    if (request === undefined) throw new Error("no request");
    expect(toL2Event({ ...request, topics: request.topics.slice(0, 1) })).toBeUndefined();
  });

  it("what the pool has released is counted once, before and after it is paid out", async () => {
    const { publicClient, walletClient } = wallet;
    const pool = { address: net.addresses.rewardRatePool, abi: rewardRatePoolAbi } as const;
    const calls = toFollowerOptions({ network: net.network, pollMs: undefined }).reads ?? [];
    const readAt = async (blockNumber: bigint) => {
      const answers = await Promise.all(calls.map((call) => publicClient.call({ ...call, blockNumber })));
      const block = { number: blockNumber, hash: zeroHash, parentHash: zeroHash, timestamp: 0n };
      return readsOf({ block, logs: [], reads: answers.map(({ data }) => data ?? "0x") });
    };
    const before = await publicClient.getBlockNumber({ cacheTime: 0 });
    const hash = await walletClient.writeContract({ ...pool, functionName: "payoutReleased" });
    const { blockNumber: after } = await publicClient.waitForTransactionReceipt({ hash, pollingInterval: 100 });
    for (const blockNumber of [before, after]) {
      const released = await publicClient.readContract({
        ...{ ...pool, blockNumber, functionName: "calculateReleasedAmount" },
      });
      const rewardRate = await publicClient.readContract({ ...pool, blockNumber, functionName: "rewardRate" });
      expect(released).toBeGreaterThan(0n);
      expect(await readAt(blockNumber)).toMatchObject({ poolReleased: released, rewardRate });
    }
  });
});
