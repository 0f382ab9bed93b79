import {
  rewardRatePoolAbi,
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  seshL2Abi,
  tokenVestingNoStakingAbi,
  tokenVestingStakingAbi,
} from "@session/contracts";
import { L2_EVENT_KINDS } from "@session/protocol";
import { type Abi, type AbiEvent, decodeErrorResult, type Hex, toEventSelector } from "viem";

const EVENT_ABIS: readonly Abi[] = [
  serviceNodeRewardsAbi,
  rewardRatePoolAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeContributionAbi,
  tokenVestingStakingAbi,
  tokenVestingNoStakingAbi,
];
/** Everything a call to our contracts can revert with, the token's own errors included. */
const ERROR_ABI: Abi = [...EVENT_ABIS, seshL2Abi].flatMap((abi) => abi.filter((item) => item.type === "error"));

const EVENT_NAMES: ReadonlyMap<Hex, string> = new Map(
  EVENT_ABIS.flatMap((abi) => abi.filter((item): item is AbiEvent => item.type === "event")).map((event) => [
    toEventSelector(event),
    event.name,
  ]),
);
const REWARDS_EVENTS: ReadonlyMap<Hex, string> = new Map(
  serviceNodeRewardsAbi.flatMap((item) => (item.type === "event" ? [[toEventSelector(item), item.name] as const] : [])),
);

/** Name of one of our contracts' events; undefined for another. */
export function eventName(topic0: Hex): string | undefined {
  return EVENT_NAMES.get(topic0);
}

/** Whether it is one of the rewards contract's events that appchain blocks carry. */
export function isChainEvent(topic0: Hex): boolean {
  const name = REWARDS_EVENTS.get(topic0);
  return name !== undefined && Object.hasOwn(L2_EVENT_KINDS, name);
}

export function selectorOf(name: string): Hex {
  for (const [topic, known] of EVENT_NAMES) if (known === name) return topic;
  throw new TypeError(`no contract has an event ${name}`);
}

export type RevertReason = { readonly name: string; readonly args: Record<string, string>; readonly message: string };

/** Revert data as the contracts' own error; undefined for bytes none of them has. */
export function decodeRevert(data: Hex): RevertReason | undefined {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: ERROR_ABI, data });
    const inputs = "inputs" in abiItem ? (abiItem.inputs ?? []) : [];
    const named = inputs.map(({ name }, index) => [name || String(index), String(args?.[index])] as const);
    const words = named.map(([name, value]) => `${name} ${value}`).join(", ");
    return {
      name: errorName,
      args: Object.fromEntries(named),
      message: words === "" ? errorName : `${errorName}: ${words}`,
    };
  } catch {
    return undefined;
  }
}
