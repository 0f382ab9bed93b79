import assert from "node:assert/strict";
import { before, beforeEach, describe, it } from "node:test";
import { type Address, encodeDeployData, type Hex, parseEventLogs, stringToHex, zeroAddress } from "viem";
import {
  contractPresets,
  isDevnetChainId,
  rewardRatePoolAbi,
  serviceNodeRewardsAbi,
  serviceNodeRewardsArtifact,
} from "../../src/index.ts";
import { account, createChain } from "../support/chain.ts";
import { OWNER, SESH, startNetwork, type TestNetwork } from "../support/network.ts";
import { revertsWith } from "../support/reverts.ts";

const DAY = 86_400n;

describe("the owner", () => {
  let network: TestNetwork;
  let revert: () => Promise<void>;

  before(async () => {
    network = await startNetwork({ nodes: 1 });
    revert = await network.chain.snapshot();
  });
  beforeEach(async () => {
    await revert();
    revert = await network.chain.snapshot();
  });

  it("1.15 every setter is bounded on both sides and leaves an event", async () => {
    const { write } = network.rewardsAs(OWNER);
    const setters = [
      {
        name: "stakingRequirement",
        event: "StakingRequirementUpdated",
        least: 100n * SESH,
        most: 1_000_000n * SESH,
        set: (v: bigint) => write.setStakingRequirement([v]),
      },
      {
        name: "maxContributors",
        event: "MaxContributorsUpdated",
        least: 1n,
        most: 10n,
        set: (v: bigint) => write.setMaxContributors([v]),
      },
      {
        name: "claimCap",
        event: "ClaimCapUpdated",
        least: 50_000n * SESH,
        most: 10_000_000n * SESH,
        set: (v: bigint) => write.setClaimCap([v]),
      },
      {
        name: "absenteeCap",
        event: "AbsenteeCapUpdated",
        least: 300n,
        most: 65_535n,
        set: (v: bigint) => write.setAbsenteeCap([v]),
      },
    ] as const;
    for (const { name, event, least, most, set } of setters) {
      for (const outside of [least - 1n, most + 1n, 2n ** 256n - 1n])
        assert.deepEqual(await revertsWith(set(outside), "ParameterOutOfBounds"), [
          stringToHex(name, { size: 32 }),
          outside,
          least,
          most,
        ]);
      for (const value of [least, most]) {
        const { logs } = await network.chain.client.getTransactionReceipt({ hash: await set(value) });
        assert.deepEqual(
          parseEventLogs({ abi: serviceNodeRewardsAbi, logs }).map(({ eventName, args }) => [
            eventName,
            Object.values(args),
          ]),
          [[event, [value]]],
        );
        assert.equal((await network.rewards.read.params())[name], value);
      }
    }
  });

  it("a liquidation never takes more than 2 %", async () => {
    const { write } = network.rewardsAs(OWNER);
    await write.setLiquidationRatios([100n, 100n, 9_800n]);
    const { liquidatorRatio, poolRatio, recipientRatio } = await network.rewards.read.params();
    assert.deepEqual([liquidatorRatio, poolRatio, recipientRatio], [100n, 100n, 9_800n]);
    for (const ratios of [
      [101n, 100n, 9_800n],
      [100n, 101n, 9_800n],
      [201n, 0n, 9_800n],
      [0n, 0n, 0n],
      [1n, 1n, 97n],
      [0n, 0n, 1_000_001n],
    ] as const)
      await revertsWith(write.setLiquidationRatios(ratios), "ParameterOutOfBounds");
    await write.setLiquidationRatios([0n, 0n, 1n]);
  });

  it("can't drop the contracts, and hands them over in two steps", async () => {
    const next = account(6).address;
    await revertsWith(network.rewards.read.renounceOwnership(), "RenounceDisabled");
    await revertsWith(network.pool.read.renounceOwnership(), "RenounceDisabled");
    await network.rewardsAs(OWNER).write.transferOwnership([next]);
    await network.poolAs(OWNER).write.transferOwnership([next]);
    for (const contract of [network.rewards, network.pool])
      assert.deepEqual(
        [await contract.read.owner(), await contract.read.pendingOwner()],
        [account(OWNER).address, next],
      );
    await revertsWith(network.rewardsAs(5).write.acceptOwnership(), "OwnableUnauthorizedAccount");
    await network.rewardsAs(6).write.acceptOwnership();
    await network.poolAs(6).write.acceptOwnership();
    for (const contract of [network.rewards, network.pool]) assert.equal(await contract.read.owner(), next);
  });

  it("nobody initializes twice, nor an implementation", async () => {
    const args = [account(4).address, zeroAddress, account(4).address, 25_000n * SESH] as const;
    await revertsWith(network.rewards.write.initialize(args), "InvalidInitialization");
    await revertsWith(network.pool.write.initialize([account(4).address]), "InvalidInitialization");
    const implementation = await implementationOf(network.rewards.address);
    const call = { address: implementation, abi: serviceNodeRewardsAbi, functionName: "initialize", args } as const;
    await revertsWith(network.chain.wallet(4).writeContract(call), "InvalidInitialization");
    const pool = await implementationOf(network.pool.address);
    const other = {
      address: pool,
      abi: rewardRatePoolAbi,
      functionName: "initialize",
      args: [account(4).address],
    } as const;
    await revertsWith(network.chain.wallet(4).writeContract(other), "InvalidInitialization");
  });

  it("default parameters are the published ones", async () => {
    assert.deepEqual(await network.rewards.read.params(), {
      stakingRequirement: 25_000n * SESH,
      maxContributors: 10n,
      claimCap: 1_000_000n * SESH,
      absenteeCap: 4_000n,
      liquidatorRatio: 3n,
      poolRatio: 17n,
      recipientRatio: 9_980n,
      durations: contractPresets.devnet.durations,
    });
  });

  async function implementationOf(proxy: Address): Promise<Address> {
    // ERC-1967: keccak256("eip1967.proxy.implementation") − 1.
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    return `0x${((await network.chain.client.getStorageAt({ address: proxy, slot })) ?? "0x").slice(26)}`;
  }
});

describe("durations", () => {
  type Durations = (typeof contractPresets)["mainnet"]["durations"];

  /** Tries to create an implementation. Libraries are not called by its constructor. */
  async function create(chainId: number, durations: Durations): Promise<Hex> {
    const chain = await createChain(chainId);
    const bytecode = serviceNodeRewardsArtifact.bytecode.replaceAll(/__\$[0-9a-f]{34}\$__/g, "00".repeat(20)) as Hex;
    const data = encodeDeployData({ abi: serviceNodeRewardsAbi, bytecode, args: [account(5).address, durations] });
    return chain.wallet(0).sendTransaction({ data, gas: 10_000_000n });
  }

  const { mainnet, stagenet, devnet } = contractPresets;

  it("presets: mainnet's and stagenet's anywhere, devnet's on devnets only", async () => {
    for (const { durations } of [mainnet, stagenet]) await create(42161, durations);
    for (const chainId of [31337, 1_337_000_000, 1_337_999_999]) await create(chainId, devnet.durations);
    for (const chainId of [1, 42161, 421614, 1_336_999_999, 1_338_000_000]) {
      assert.equal(isDevnetChainId(chainId), false);
      await revertsWith(create(chainId, devnet.durations), "ParameterOutOfBounds");
    }
  });

  it("5.11 no wait outlasts the 30 days of the escape, on devnets neither", async () => {
    for (const name of ["maxLock", "exitWait", "smallContributorWait"] as const)
      for (const chainId of [31337, 42161]) {
        const [parameter] = await revertsWith(
          create(chainId, { ...mainnet.durations, [name]: 30n * DAY + 1n }),
          "ParameterOutOfBounds",
        );
        assert.equal(parameter, stringToHex(name, { size: 32 }));
      }
    for (const name of Object.keys(mainnet.durations)) {
      await revertsWith(create(31337, { ...mainnet.durations, [name]: 0n }), "ParameterOutOfBounds");
      await revertsWith(create(31337, { ...mainnet.durations, [name]: 2n ** 63n }), "ParameterOutOfBounds");
    }
  });
});
