import {
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
} from "@session/contracts";
import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics, type Hex } from "viem";
import type { EventArgs, EventName } from "../../src/decode/compileEvents.ts";

/** A log before its block is known. */
export type LooseLog = { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex };

type Encode<A extends Abi> = <Name extends EventName<A>>(
  address: Hex,
  name: Name,
  args: EventArgs<A, Name>,
) => LooseLog;

/** Encodes events of one ABI by name. */
function encoderOf<const A extends Abi>(abi: A): Encode<A> {
  const events = new Map(
    abi.filter((item): item is AbiEvent => item.type === "event").map((item) => [item.name, item]),
  );
  return (address, name, args) => {
    const event = events.get(name);
    if (event === undefined) throw new Error(`no event ${name}`);
    const topics = encodeEventTopics({ abi: [event], args } as never) as Hex[];
    const body = event.inputs.filter(({ indexed }) => !indexed);
    const values = body.map((input) => (args as Record<string, unknown>)[input.name ?? ""]);
    return { address, topics, data: encodeAbiParameters(body, values) };
  };
}

export const rewardsEvent = encoderOf(serviceNodeRewardsAbi);
export const factoryEvent = encoderOf(serviceNodeContributionFactoryAbi);
export const poolEvent = encoderOf(serviceNodeContributionAbi);
