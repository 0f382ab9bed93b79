import { blst } from "@session/bls/blst";
import {
  serviceNodeContributionAbi,
  seshL2Abi,
  tokenVestingNoStakingAbi,
  tokenVestingNoStakingArtifact,
  tokenVestingStakingAbi,
  tokenVestingStakingArtifact,
} from "@session/contracts";
import { nodeKeys } from "@session/protocol/testing";
import { prepareRegistration } from "@session/sdk";
import { type Abi, getAddress, type Hex, zeroAddress } from "viem";
import { expect, it } from "vitest";
import { paramsOf, people, SESH, STAKE, type TestChain } from "../pipeline/support/chain.ts";
import { deployTestPool, payIntoPool, QUARTER } from "../pipeline/support/poolActions.ts";
import { type FollowedChain, followContracts } from "./support/contracts.ts";

const { deployer, operator, second, stranger } = people;
const HOUR = 3_600;
const ALLOCATION = 2n * STAKE;

/** One that stakes, revocable, and one that vests over two hours after one, which nobody can revoke. */
async function deployVestings(chain: TestChain): Promise<Hex[]> {
  const { client, addresses } = chain;
  const { timestamp: now } = await client.getBlock();
  const { walletClient } = chain.wallet(deployer);
  const deploy = async (artifact: { abi: Abi; bytecode: Hex }, args: readonly unknown[]): Promise<Hex> => {
    const hash = await walletClient.deployContract({ ...artifact, args, account: deployer, chain: walletClient.chain });
    const { contractAddress } = await client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error("not deployed");
    const call = { address: addresses.seshL2, abi: seshL2Abi, functionName: "transfer" };
    await chain.send(deployer, { ...call, args: [contractAddress, ALLOCATION] });
    return getAddress(contractAddress);
  };
  const { serviceNodeRewards, serviceNodeContributionFactory, seshL2 } = addresses;
  const end = now + BigInt(100 * HOUR);
  return [
    await deploy(tokenVestingStakingArtifact, [
      ...[serviceNodeRewards, serviceNodeContributionFactory, second.address, deployer.address, true, end],
    ]),
    await deploy(tokenVestingNoStakingArtifact, [
      ...[seshL2, stranger.address, zeroAddress, false, now + BigInt(HOUR), now + BigInt(3 * HOUR)],
    ]),
  ];
}

/** What a vesting contract and its token say of it; `staked` is what was taken from it and hasn't come back. */
async function vestingOfContract({ client, addresses }: TestChain, address: Hex, staked: bigint, isLinear: boolean) {
  const { timestamp, number: blockNumber } = await client.getBlock();
  const call = { address, abi: tokenVestingStakingAbi, blockNumber } as const;
  const linear = { address, abi: tokenVestingNoStakingAbi, blockNumber } as const;
  const balance = await client.readContract({
    ...{ address: addresses.seshL2, abi: seshL2Abi, functionName: "balanceOf", args: [address], blockNumber },
  });
  const read = <Name extends "released" | "releasable" | "end" | "revokedAt">(functionName: Name) =>
    client.readContract({ ...call, functionName });
  const [released, releasable, end, revokedAt] = [
    ...[await read("released"), await read("releasable"), await read("end"), await read("revokedAt")],
  ] as const;
  const revoker = await client.readContract({ ...call, functionName: "revoker" });
  const vested = isLinear ? await client.readContract({ ...linear, functionName: "vested" }) : 0n;
  const isOver = timestamp >= (end ?? 0n) || revokedAt !== 0n;
  const unvested = isLinear ? balance + (released ?? 0n) - vested : isOver ? 0n : balance + staked;
  return {
    ...{ address, kind: isLinear ? "linear" : "staking", revoker: revoker === zeroAddress ? null : revoker },
    beneficiary: await client.readContract({ ...call, functionName: "beneficiary" }),
    holder: await client.readContract({ ...call, functionName: "holder" }),
    isTransferable: await client.readContract({ ...call, functionName: "transferable" }),
    revokedAt: revokedAt === 0n ? null : Number(revokedAt),
    cliff: isLinear ? Number(await client.readContract({ ...linear, functionName: "cliff" })) : null,
    end: Number(end),
    ...{ balance: String(balance), staked: String(staked), released: String(released) },
    ...{ releasable: String(releasable), unvested: String(unvested) },
  };
}

/** Supply, vestings and stakes as the API has them, against the contracts. */
function comparer(
  world: FollowedChain,
  [staking, linear]: readonly Hex[],
  api: Awaited<ReturnType<FollowedChain["openApi"]>>,
) {
  const { chain } = world;
  const { client, addresses } = chain;
  const token = { address: addresses.seshL2, abi: seshL2Abi } as const;
  if (staking === undefined || linear === undefined) throw new Error("no vestings");
  return async (inNodes: bigint, inPools: bigint) => {
    await world.caughtUp();
    const truth = [
      await vestingOfContract(chain, staking, inNodes + inPools, false),
      await vestingOfContract(chain, linear, 0n, true),
    ];
    const total = await client.readContract({ ...token, functionName: "totalSupply" });
    const args = [addresses.rewardRatePool] as const;
    const rewardPool = await client.readContract({ ...token, functionName: "balanceOf", args });
    const unvested = truth.reduce((sum, vesting) => sum + BigInt(vesting.unvested), 0n);
    const circulating = total - rewardPool - unvested;
    expect(await api.client.getSupply({})).toMatchObject({
      ...{ total: String(total), rewardPool: String(rewardPool), unvested: String(unvested) },
      ...{ circulating: String(circulating), vestings: truth, distribution: [] },
    });
    const text = async (path: string) => (await fetch(`${api.url}/v1/supply/${path}`)).text();
    const [whole, fraction] = (await text("circulating")).split(".");
    expect(BigInt(whole ?? "") * SESH + BigInt((fraction ?? "").padEnd(9, "0"))).toBe(circulating);
    expect(await text("total")).toBe(String(total / SESH));
    for (const vesting of truth)
      for (const who of new Set([vesting.beneficiary, vesting.holder])) {
        const stakes = await api.client.getStakes({ address: who });
        const totals = vesting.kind === "linear" ? { staked: "0", inPools: "0" } : undefined;
        const found = stakes.vestings.find(({ address }) => address === vesting.address);
        expect(found).toMatchObject({
          ...{ ...vesting, totals: totals ?? { staked: String(inNodes), inPools: String(inPools) } },
        });
        const action = stakes.actions.find(
          ({ type, account }) => type === "releaseVesting" && account === vesting.address,
        );
        const isPossible = vesting.releasable !== "0";
        expect(action).toEqual(
          vesting.balance === "0" || who !== vesting.holder
            ? undefined
            : expect.objectContaining({ amount: vesting.releasable, isPossible }),
        );
      }
    return truth;
  };
}

it("must-not-repeat 4.10: supply and vestings are what the contracts say, from the allocation to the end", {
  timeout: 120_000,
}, async () => {
  let vestings: Hex[] = [];
  const world = await followContracts(async (chain) => {
    vestings = await deployVestings(chain);
    return vestings;
  });
  const { chain } = world;
  const [staking, linear] = vestings as [Hex, Hex];
  const expectTrue = comparer(world, vestings, await world.openApi());
  const onStaking = (who: typeof second, functionName: string, args: readonly unknown[] = []) =>
    chain.send(who, { address: staking, abi: tokenVestingStakingAbi, functionName, args });
  await expectTrue(0n, 0n);

  const keys = nodeKeys(blst, 31);
  const solo = prepareRegistration({
    ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey, operator: staking },
    ...{ chainId: BigInt(chain.anvil.chainId), contract: chain.addresses.serviceNodeRewards },
  });
  await onStaking(second, "addBLSPublicKey", [
    ...[solo.blsPubkey, solo.proofOfPossession, paramsOf(solo, 0), second.address, STAKE],
  ]);
  await expectTrue(STAKE, 0n);

  const pool = await deployTestPool(chain, 32);
  await payIntoPool(chain, operator, pool, QUARTER);
  const ofPool = { address: pool, abi: serviceNodeContributionAbi } as const;
  const [minimum] = await chain.client.readContract({
    ...{ ...ofPool, functionName: "contributionLimits", args: [staking] },
  });
  const termsHash = await chain.client.readContract({ ...ofPool, functionName: "termsHash" });
  await onStaking(second, "contributeFunds", [pool, minimum, second.address, termsHash]);
  await expectTrue(STAKE, minimum);

  // In the middle of the linear one's time; somebody is paid, somebody is handed on.
  await chain.pass(HOUR + 1_234);
  const [, half] = await expectTrue(STAKE, minimum);
  expect(BigInt(half?.releasable ?? 0)).toBeGreaterThan(0n);
  await chain.send(stranger, { address: linear, abi: tokenVestingNoStakingAbi, functionName: "release", args: [] });
  await onStaking(second, "transferBeneficiary", [operator.address]);
  await chain.pass(777);
  await expectTrue(STAKE, minimum);

  await onStaking(deployer, "revoke");
  const [revoked] = await expectTrue(STAKE, minimum);
  expect(revoked).toMatchObject({ holder: deployer.address, beneficiary: operator.address, balance: "0" });
  await chain.pass(25 * HOUR);
  await onStaking(deployer, "withdrawContribution", [pool]);
  const [back, ended] = await expectTrue(STAKE, 0n);
  const api = await world.openApi();
  const acts = async (address: Hex) =>
    (await api.client.getStakes({ address })).actions.filter(({ account }) => account === staking).length;
  // The contract lets nobody but the holder act, though the beneficiary still sees the vesting.
  expect([(await acts(deployer.address)) > 0, await acts(operator.address)]).toEqual([true, 0]);
  expect(back).toMatchObject({ balance: String(minimum), releasable: String(minimum), unvested: "0" });
  expect(ended).toMatchObject({ unvested: "0" });
});
