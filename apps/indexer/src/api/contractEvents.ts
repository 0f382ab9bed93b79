import {
  rewardRatePoolAbi,
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  seshL2Abi,
  tokenVestingNoStakingAbi,
  tokenVestingStakingAbi,
} from "@session/contracts";
import type { ContractKind } from "@session/sdk/indexer-api";
import { type Abi, type AbiParameter, bytesToHex, getAddress, type Hex } from "viem";
import { compileEvents, type EventDecoder } from "../decode/compileEvents.ts";
import type { IndexerModules } from "../modules.ts";

const ABIS: Readonly<Record<ContractKind, Abi>> = {
  rewards: serviceNodeRewardsAbi,
  rewardPool: rewardRatePoolAbi,
  token: seshL2Abi,
  factory: serviceNodeContributionFactoryAbi,
  pool: serviceNodeContributionAbi,
  // Both kinds of vesting contracts; an event they share is the same in both.
  vesting: [...tokenVestingStakingAbi, ...tokenVestingNoStakingAbi],
};

const DECODERS = new Map<ContractKind, ReadonlyMap<Hex, EventDecoder>>(
  Object.entries(ABIS).map(([kind, abi]) => [kind as ContractKind, compileEvents(abi)]),
);

export type DecodedEvent = {
  readonly contract: ContractKind | null;
  readonly name: string | null;
  readonly args: Record<string, unknown>;
};
type Log = { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex };

/** Contracts whose addresses the network names; pools are all others that emit a pool's events. */
export class ContractEvents {
  readonly #kinds: ReadonlyMap<string, ContractKind>;

  constructor({ network, contracts }: Pick<IndexerModules, "network" | "contracts">) {
    const { serviceNodeRewards, rewardRatePool, sesh } = network.genesis.contracts;
    const kinds = new Map<string, ContractKind>(
      contracts.vestings.map((address) => [address.toLowerCase(), "vesting"]),
    );
    kinds.set(bytesToHex(serviceNodeRewards), "rewards");
    kinds.set(bytesToHex(rewardRatePool), "rewardPool");
    kinds.set(bytesToHex(sesh), "token");
    if (contracts.factory !== undefined) kinds.set(contracts.factory.toLowerCase(), "factory");
    this.#kinds = kinds;
  }

  /** Lower-case addresses of the contracts of a kind; undefined for pools, which the database knows. */
  addressesOf(kind: ContractKind): Hex[] | undefined {
    if (kind === "pool") return undefined;
    return [...this.#kinds].filter(([, found]) => found === kind).map(([address]) => address as Hex);
  }

  decode({ address, topics, data }: Log): DecodedEvent {
    const [topic0 = "0x"] = topics;
    const contract = this.#kinds.get(address) ?? (DECODERS.get("pool")?.has(topic0) ? "pool" : null);
    const decoder = contract === null ? undefined : DECODERS.get(contract)?.get(topic0);
    const values = decoder === undefined ? undefined : tryDecode(decoder, topics, data);
    if (decoder === undefined || values === undefined) return { contract, name: null, args: {} };
    return { contract, name: decoder.name, args: formatTuple(decoder.abi.inputs, values) };
  }
}

/** First topics of all events of a name, whichever contract emits it. */
export function topicsOf(name: string): Hex[] {
  const found = new Set<Hex>();
  for (const decoders of DECODERS.values())
    for (const decoder of decoders.values()) if (decoder.name === name) found.add(decoder.topic0);
  return [...found];
}

/** A log that its own ABI can't read is shown as it is; it must not hide the page it stands on. */
function tryDecode(decoder: EventDecoder, topics: readonly Hex[], data: Hex): Record<string, unknown> | undefined {
  try {
    return decoder.decode(topics, data);
  } catch {
    return undefined;
  }
}

function formatTuple(parameters: readonly AbiParameter[], values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const name = parameter.name ?? "";
      return [name, formatValue(parameter, values[name])];
    }),
  );
}

/** Numbers as decimal strings, addresses by EIP-55, structures by their ABI. */
function formatValue(parameter: AbiParameter, value: unknown): unknown {
  if (Array.isArray(value)) {
    const element = { ...parameter, type: parameter.type.replace(/\[\d*\]$/, "") };
    return value.map((item) => formatValue(element, item));
  }
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  if (parameter.type === "address") return getAddress(value as Hex);
  if (parameter.type === "tuple" && "components" in parameter && typeof value === "object" && value !== null)
    return formatTuple(parameter.components, value as Record<string, unknown>);
  return value;
}
