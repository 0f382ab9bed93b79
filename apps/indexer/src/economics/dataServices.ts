import { type Preset, presetOf } from "@session/protocol";
import { bytesToHex, type Hex } from "viem";
import { ContractEvents } from "../api/contractEvents.ts";
import type { IndexerModules } from "../modules.ts";
import type { NodeClock } from "../views/staking/queries.ts";
import type { LifecycleRules } from "./lifecycle.ts";
import { type Parameters, ParametersInForce } from "./parametersInForce.ts";
import { PositionCache } from "./positionCache.ts";
import { Vestings } from "./vestings.ts";

/** What the routes over nodes, pools, stakes and figures share. */
export type DataServices = IndexerModules & {
  readonly preset: Preset;
  readonly cache: PositionCache;
  readonly parameters: ParametersInForce;
  readonly vestings: Vestings;
  readonly events: ContractEvents;
  /** Lower case. */
  readonly addresses: { readonly rewards: Hex; readonly pool: Hex; readonly sesh: Hex };
};

export function makeDataServices(modules: IndexerModules): DataServices {
  const { contracts, preset } = modules.network.genesis;
  const cache = new PositionCache(modules);
  return {
    ...modules,
    preset: presetOf(preset),
    cache,
    parameters: new ParametersInForce({ ...modules, cache }),
    vestings: new Vestings(modules),
    events: new ContractEvents(modules),
    addresses: {
      rewards: bytesToHex(contracts.serviceNodeRewards),
      pool: bytesToHex(contracts.rewardRatePool),
      sesh: bytesToHex(contracts.sesh),
    },
  };
}

/** How far the answer's sources have come. */
export function asOf({ l2, chain }: Pick<IndexerModules, "l2" | "chain">): { l2Block: string; height: number } {
  return { l2Block: (l2.head()?.number ?? 0n).toString(), height: Number(chain.head()?.number ?? 0n) };
}

/** Block time of the appchain's head; the genesis' before the first block. */
export function clockOf({ chain, network, preset }: DataServices): NodeClock {
  return { preset, chainTime: chain.head()?.time ?? network.genesis.time };
}

export function rulesOf({ preset }: DataServices, { durations }: Parameters): LifecycleRules {
  return { preset, minExitAgeSec: durations.minExitAgeSec, exitWaitSec: durations.exitWaitSec };
}

export function nowSec({ now }: Pick<IndexerModules, "now">): number {
  return Math.floor(now() / 1_000);
}
