import {
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  tokenVestingStakingAbi,
} from "@session/contracts";
import type { Hex, L2Log } from "@session/l2";
import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics } from "viem";
import type { EventArgs, EventName } from "../../../src/decode/compileEvents.ts";
import type { FollowedContracts } from "../../../src/pipeline/contractBook.ts";

/** An address, hash or key that tells its number. */
export const hexOf = (size: number, number: number): Hex => `0x${number.toString(16).padStart(2 * size, "0")}`;

export const contracts = {
  serviceNodeRewards: hexOf(20, 0xc1),
  rewardRatePool: hexOf(20, 0xc2),
  factory: hexOf(20, 0xc3),
  vestings: [hexOf(20, 0xc4)],
} as const satisfies FollowedContracts;

/** A log before its block is known. */
export type LooseLog = Pick<L2Log, "address" | "topics" | "data">;

function encode(abi: Abi, name: string, args: object, address: Hex): LooseLog {
  const event = abi.find((item): item is AbiEvent => item.type === "event" && item.name === name);
  if (event === undefined) throw new Error(`no event ${name}`);
  const topics = encodeEventTopics({ abi: [event], args } as never) as Hex[];
  const body = event.inputs.filter(({ indexed }) => !indexed);
  const values = body.map((input) => (args as Record<string, unknown>)[input.name ?? ""]);
  return { address, topics, data: encodeAbiParameters(body, values) };
}

type Encode<A extends Abi> = <Name extends EventName<A>>(name: Name, args: EventArgs<A, Name>) => LooseLog;

export const fromRewards: Encode<typeof serviceNodeRewardsAbi> = (name, args) =>
  encode(serviceNodeRewardsAbi, name, args as object, contracts.serviceNodeRewards);
export const fromFactory: Encode<typeof serviceNodeContributionFactoryAbi> = (name, args) =>
  encode(serviceNodeContributionFactoryAbi, name, args as object, contracts.factory);
export const fromVesting: Encode<typeof tokenVestingStakingAbi> = (name, args) =>
  encode(tokenVestingStakingAbi, name, args as object, contracts.vestings[0]);
export const fromPool =
  (pool: Hex): Encode<typeof serviceNodeContributionAbi> =>
  (name, args) =>
    encode(serviceNodeContributionAbi, name, args as object, pool);
