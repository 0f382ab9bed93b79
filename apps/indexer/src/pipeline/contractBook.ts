import {
  rewardRatePoolAbi,
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  serviceNodeRewardsAbi,
  tokenVestingNoStakingAbi,
  tokenVestingStakingAbi,
} from "@session/contracts";
import type { L2Log } from "@session/l2";
import type { Abi, Hex } from "viem";
import { compileEvents, type EventDecoder } from "../decode/compileEvents.ts";
import { claimHandlers } from "../views/claims/apply.ts";
import { parameterHandlers, proxyAbi, rewardPoolHandlers } from "../views/parameters/apply.ts";
import { poolFactoryHandlers, poolHandlers } from "../views/pools/apply.ts";
import { stakingHandlers } from "../views/staking/apply.ts";
import { compileSubjects, type Subject } from "../views/subjects/compileSubjects.ts";
import type { Handler } from "./handlers.ts";

/** What an address is. Pools are not listed anywhere: they are all that is followed besides. */
export type ContractKind = "rewards" | "rewardPool" | "factory" | "vesting" | "pool";

type Args = Record<string, unknown>;

/** All there is to do for one event of one kind of contract. */
export type EventProgram = {
  readonly kind: ContractKind;
  readonly name: string;
  readonly decode: EventDecoder["decode"];
  readonly handlers: readonly Handler<Args>[];
  readonly subjectsOf: (args: Args, emitter: Hex | undefined) => Subject[];
  /** Whether the contract it comes from is somebody's own: a pool, a vesting. */
  readonly isEmitterSubject: boolean;
};

type AnyHandlers = Readonly<Record<string, Handler<never> | undefined>>;
type Kind = { readonly abis: readonly Abi[]; readonly handlers: readonly AnyHandlers[]; readonly isSubject: boolean };

const kinds: Readonly<Record<ContractKind, Kind>> = {
  rewards: {
    abis: [serviceNodeRewardsAbi, proxyAbi],
    handlers: [stakingHandlers, claimHandlers, parameterHandlers],
    isSubject: false,
  },
  rewardPool: { abis: [rewardRatePoolAbi, proxyAbi], handlers: [rewardPoolHandlers], isSubject: false },
  factory: { abis: [serviceNodeContributionFactoryAbi], handlers: [poolFactoryHandlers], isSubject: false },
  vesting: { abis: [tokenVestingStakingAbi, tokenVestingNoStakingAbi], handlers: [], isSubject: true },
  pool: { abis: [serviceNodeContributionAbi], handlers: [poolHandlers], isSubject: true },
};

function compileKind(kind: ContractKind): ReadonlyMap<string, EventProgram> {
  const { abis, handlers, isSubject } = kinds[kind];
  const programs = new Map<string, EventProgram>();
  for (const abi of abis)
    for (const [topic0, { abi: event, name, decode }] of compileEvents(abi)) {
      const own = handlers.flatMap((table) => (table[name] as Handler<Args> | undefined) ?? []);
      const subjectsOf = compileSubjects(event);
      programs.set(topic0, { kind, name, decode, handlers: own, subjectsOf, isEmitterSubject: isSubject });
    }
  return programs;
}

/** Addresses of the contracts followed. */
export type FollowedContracts = {
  readonly serviceNodeRewards: Hex;
  readonly rewardRatePool: Hex;
  readonly factory: Hex | undefined;
  readonly vestings: readonly Hex[];
};

/** Tells from its address and topic what to do with a log. */
export class ContractBook {
  readonly #kinds = new Map<string, ContractKind>();
  readonly #programs: Readonly<Record<ContractKind, ReadonlyMap<string, EventProgram>>>;

  constructor({ serviceNodeRewards, rewardRatePool, factory, vestings }: FollowedContracts) {
    this.#kinds.set(serviceNodeRewards.toLowerCase(), "rewards");
    this.#kinds.set(rewardRatePool.toLowerCase(), "rewardPool");
    if (factory !== undefined) this.#kinds.set(factory.toLowerCase(), "factory");
    for (const vesting of vestings) this.#kinds.set(vesting.toLowerCase(), "vesting");
    this.#programs = {
      rewards: compileKind("rewards"),
      rewardPool: compileKind("rewardPool"),
      factory: compileKind("factory"),
      vesting: compileKind("vesting"),
      pool: compileKind("pool"),
    };
  }

  kindOf(address: Hex): ContractKind {
    return this.#kinds.get(address) ?? "pool";
  }

  /** undefined for an event its contract's ABI doesn't have. */
  programOf({ address, topics }: L2Log): EventProgram | undefined {
    const [topic0] = topics;
    return topic0 === undefined ? undefined : this.#programs[this.kindOf(address)].get(topic0);
  }
}
