import { rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { expect, it } from "vitest";
import { people, SESH, STAKE } from "../pipeline/support/chain.ts";
import { type FollowedChain, followContracts } from "./support/contracts.ts";

const { deployer } = people;
/** The waits; the block interval is no wait, and `durations.chain` tells it. */
const waits = ({ blockInterval: _, ...durations }: Record<string, bigint>) =>
  Object.fromEntries(Object.entries(durations).map(([name, value]) => [`${name}Sec`, Number(value)]));

/** What `/v1/params` has to say, asked of the contracts alone. */
async function paramsOfContracts({ chain: { client, addresses, anvil } }: FollowedChain) {
  const rewards = { address: addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  const params = await client.readContract({ ...rewards, functionName: "params" });
  const pausedUntil = await client.readContract({ ...rewards, functionName: "pausedUntil" });
  const [, perRecipient, endsAt] = await client.readContract({ ...rewards, functionName: "claimWindow" });
  const { timestamp } = await client.getBlock();
  const { stakingRequirement, liquidatorRatio, poolRatio, recipientRatio } = params;
  const ratios = liquidatorRatio + poolRatio + recipientRatio;
  const pool = { address: addresses.rewardRatePool, abi: rewardRatePoolAbi } as const;
  expect(await client.readContract({ ...pool, functionName: "beneficiary" })).toBe(rewards.address);
  return {
    chainId: String(anvil.chainId),
    contracts: {
      ...{ serviceNodeRewards: rewards.address, rewardRatePool: addresses.rewardRatePool, sesh: addresses.seshL2 },
      serviceNodeContributionFactory: addresses.serviceNodeContributionFactory,
    },
    staking: {
      requirement: String(stakingRequirement),
      maxContributors: Number(params.maxContributors),
      operatorMinimum: String((stakingRequirement + 3n) / 4n),
    },
    liquidation: {
      ratios: { liquidator: String(liquidatorRatio), pool: String(poolRatio), recipient: String(recipientRatio) },
      liquidatorReward: String((stakingRequirement * liquidatorRatio) / ratios),
      // Rounded up, as `Exits._penalties` does: never in favour of who is liquidated.
      poolPenalty: String((stakingRequirement * poolRatio + ratios - 1n) / ratios),
    },
    claims: {
      ...{ capPerCycle: String(params.claimCap), capPerRecipient: String(perRecipient) },
      cycleEndsAt: Number(endsAt),
    },
    absenteeCap: String(params.absenteeCap),
    pause: { isPaused: pausedUntil > timestamp, until: pausedUntil === 0n ? null : Number(pausedUntil) },
    durations: { contract: waits(params.durations) },
  };
}

it("the parameters are the contract's, through every setter, a pause and a reorganisation", async () => {
  const world = await followContracts();
  const { chain } = world;
  const api = await world.openApi();
  const expectTrue = async () => {
    await world.caughtUp();
    const truth = await paramsOfContracts(world);
    expect(await api.client.getParams({})).toMatchObject(truth);
    // A program started now, which reads the contract instead of its events.
    expect(await (await world.openApi()).client.getParams({})).toMatchObject(truth);
    return truth;
  };
  const set = (functionName: string, ...args: readonly unknown[]) =>
    chain.send(deployer, {
      ...{ address: chain.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi, functionName, args },
    });
  const first = await expectTrue();
  await set("setMaxContributors", 7n);
  await set("setClaimCap", 123_456n * SESH);
  await set("setAbsenteeCap", 301n);
  await expectTrue();
  await set("setStakingRequirement", STAKE + 3n);
  await set("setLiquidationRatios", 3n, 2n, 997n);
  await set("pause");
  const paused = await expectTrue();
  expect(paused.pause.isPaused).toBe(true);
  expect(paused.staking).not.toEqual(first.staking);
  await chain.pass(30);
  await set("unpause");
  expect((await expectTrue()).pause.isPaused).toBe(false);
  // Another block in the place of one that was read.
  const snapshot = await chain.anvil.request("evm_snapshot");
  await set("setClaimCap", 200_000n * SESH);
  await expectTrue();
  await chain.anvil.request("evm_revert", [snapshot]);
  await set("setMaxContributors", 9n);
  await chain.pass(5);
  const { claims, staking } = await expectTrue();
  expect({ ...claims, ...staking }).toMatchObject({ capPerCycle: String(123_456n * SESH), maxContributors: 9 });
});
