import {
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  tokenVestingStakingAbi,
} from "@session/contracts";
import type { Abi, AbiEvent } from "viem";
import { expect, it } from "vitest";
import { compileSubjects } from "../../src/views/subjects/compileSubjects.ts";
import { hexOf } from "../pipeline/support/logs.ts";

const [a, b, c, pool] = [1, 2, 3, 4].map((number) => hexOf(20, number)) as [`0x${string}`, ...`0x${string}`[]];

function subjectsOf(abi: Abi, name: string, args: Record<string, unknown>, emitter?: `0x${string}`): string[] {
  const event = abi.find((item): item is AbiEvent => item.type === "event" && item.name === name);
  if (event === undefined) throw new Error(`no event ${name}`);
  return compileSubjects(event)(args, emitter).map(({ kind, subject }) => `${kind} ${subject}`);
}

it.each([
  [
    "everybody of a registration, each once, and the node",
    serviceNodeRewardsAbi,
    "NewServiceNode",
    {
      ...{ id: 70_000, operator: a, initiator: pool },
      contributors: [
        { staker: a, beneficiary: b, amount: 1n },
        { staker: c, beneficiary: c, amount: 1n },
      ],
    },
    undefined,
    [`address ${a}`, `address ${pool}`, `address ${b}`, `address ${c}`, "node 0x011170"],
  ],
  [
    "a new pool, its operator and those it keeps places for",
    serviceNodeContributionFactoryAbi,
    "PoolDeployed",
    { pool, operator: a, reserved: [{ contributor: b, amount: 1n }] },
    undefined,
    [`address ${pool}`, `address ${a}`, `address ${b}`],
  ],
  ["the pool it comes from", serviceNodeContributionAbi, "PoolReset", { resets: 1 }, pool, [`address ${pool}`]],
  ["no token", serviceNodeContributionAbi, "Rescued", { token: a, amount: 1n }, pool, [`address ${pool}`]],
  [
    "a vesting, the pool and the beneficiary",
    tokenVestingStakingAbi,
    "PoolStaked",
    { pool, rewardsBeneficiary: b, amount: 1n },
    a,
    [`address ${a}`, `address ${pool}`, `address ${b}`],
  ],
  ["nobody", serviceNodeRewardsAbi, "GuardianUpdated", { guardian: hexOf(20, 0) }, undefined, []],
  ["no count for a node", serviceNodeRewardsAbi, "Started", { nodes: 5n, firstId: 6 }, undefined, []],
])("an event is about %s", (_, abi, name, args, emitter, expected) => {
  expect(subjectsOf(abi as Abi, name, args, emitter as `0x${string}` | undefined)).toEqual(expected);
});
