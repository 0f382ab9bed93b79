import { contractPresets, serviceNodeRewardsAbi } from "@session/contracts";
import { ProblemError } from "@session/http";
import { bytesToHex } from "viem";
import type { IndexerModules } from "../modules.ts";
import { newestChanges, type ParameterChange } from "../views/parameters/queries.ts";
import type { PositionCache } from "./positionCache.ts";
import type { LiquidationRatios } from "./rates.ts";

/** Waits of the contract, in seconds. */
export type ContractDurations = {
  readonly minExitAgeSec: number;
  readonly maxLockSec: number;
  readonly exitWaitSec: number;
  readonly smallContributorWaitSec: number;
  readonly exitRequestRepeatSec: number;
};

/** What is in force, as far as it is known; amounts in base units, times in unix seconds. */
export type Parameters = {
  readonly stakingRequirement: bigint;
  readonly maxContributors: number;
  readonly durations: ContractDurations;
  /** End of the newest pause, 0 = there was none. */
  readonly pausedUntil: number;
  /** Undefined before an event or the contract has told. */
  readonly claimCap: bigint | undefined;
  readonly absenteeCap: bigint | undefined;
  readonly ratios: LiquidationRatios | undefined;
};
export type CompleteParameters = { readonly [Name in keyof Parameters]: NonNullable<Parameters[Name]> };

type Modules = Pick<IndexerModules, "network" | "database" | "l2Client" | "notices" | "now" | "signal" | "logger"> & {
  readonly cache: PositionCache;
};
type ContractReading = { readonly parameters: CompleteParameters; readonly block: bigint; readonly readAt: number };

const EVENTS = [
  "StakingRequirementUpdated",
  "MaxContributorsUpdated",
  "ClaimCapUpdated",
  "AbsenteeCapUpdated",
  "LiquidationRatiosUpdated",
  "Paused",
  "Unpaused",
] as const;

/** An upgrade changes durations without an event: the contract is asked again that often. */
const REFRESH_MS = 300_000;
/** Rest after an attempt, so that an L2 that is away isn't asked by every request. */
const RETRY_MS = 5_000;

/** The network's parameters: what the genesis and the preset say, then what the contract says, then what events say since. */
export class ParametersInForce {
  readonly #modules: Modules;
  readonly #genesis: Parameters;
  #reading: ContractReading | undefined;
  #pending: Promise<void> | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(modules: Modules) {
    this.#modules = modules;
    const { stakingRequirement, maxContributors, preset } = modules.network.genesis;
    const durations = toDurations(contractPresets[preset].durations);
    const unknown = { claimCap: undefined, absenteeCap: undefined, ratios: undefined };
    this.#genesis = { stakingRequirement, maxContributors, durations, pausedUntil: 0, ...unknown };
    const unsubscribe = modules.notices.subscribe(({ source, rolledBackTo }) => {
      if (source === "l2" && rolledBackTo !== undefined) this.#reading = undefined;
    });
    modules.signal.addEventListener("abort", unsubscribe, { once: true });
  }

  /** What is known now; never waits for the L2. */
  async known(): Promise<Parameters> {
    const now = this.#modules.now();
    const isStale = this.#reading === undefined || now - this.#reading.readAt > REFRESH_MS;
    if (isStale && now - this.#triedAt > RETRY_MS) this.#read().catch(() => undefined);
    return this.#overlay();
  }

  /**
   * Everything; asks the contract if events haven't told it.
   *
   * @throws ProblemError L2_UNAVAILABLE
   */
  async complete(): Promise<CompleteParameters> {
    const known = await this.known();
    if (isComplete(known)) return known;
    await this.#read();
    const read = await this.#overlay();
    if (isComplete(read)) return read;
    throw l2Unavailable();
  }

  async #overlay(): Promise<Parameters> {
    const changes = await this.#modules.cache.get("parameters", () =>
      newestChanges(this.#modules.database.queries, EVENTS),
    );
    const since = this.#reading?.block ?? -1n;
    const base: Parameters = this.#reading?.parameters ?? this.#genesis;
    // Ascending, so that the newer of a pause and its end counts.
    return changes.filter(({ blockNumber }) => blockNumber > since).reduceRight(applyChange, base);
  }

  /** @throws ProblemError L2_UNAVAILABLE */
  #read(): Promise<void> {
    this.#triedAt = this.#modules.now();
    this.#pending ??= this.#readContract()
      .catch((error: unknown) => {
        this.#modules.logger.warn({ err: error }, "the contract's parameters couldn't be read");
        throw l2Unavailable();
      })
      .finally(() => {
        this.#pending = undefined;
      });
    return this.#pending;
  }

  async #readContract(): Promise<void> {
    const { l2Client, network, now } = this.#modules;
    const address = bytesToHex(network.genesis.contracts.serviceNodeRewards);
    const block = await l2Client.getBlockNumber({ cacheTime: 0 });
    const call = { address, abi: serviceNodeRewardsAbi, blockNumber: block } as const;
    const [params, pausedUntil] = await Promise.all([
      l2Client.readContract({ ...call, functionName: "params" }),
      l2Client.readContract({ ...call, functionName: "pausedUntil" }),
    ]);
    const { stakingRequirement, maxContributors, claimCap, absenteeCap } = params;
    const parameters = {
      ...{ stakingRequirement, claimCap, absenteeCap, maxContributors: Number(maxContributors) },
      ratios: { liquidator: params.liquidatorRatio, pool: params.poolRatio, recipient: params.recipientRatio },
      ...{ durations: toDurations(params.durations), pausedUntil: Number(pausedUntil) },
    };
    this.#reading = { parameters, block, readAt: now() };
  }
}

function applyChange(parameters: Parameters, { name, args, time }: ParameterChange): Parameters {
  const value = (key: string) => BigInt(String(args[key]));
  switch (name) {
    case "StakingRequirementUpdated":
      return { ...parameters, stakingRequirement: value("stakingRequirement") };
    case "MaxContributorsUpdated":
      return { ...parameters, maxContributors: Number(value("maxContributors")) };
    case "ClaimCapUpdated":
      return { ...parameters, claimCap: value("claimCap") };
    case "AbsenteeCapUpdated":
      return { ...parameters, absenteeCap: value("absenteeCap") };
    case "LiquidationRatiosUpdated": {
      const ratios = { liquidator: value("liquidatorRatio"), pool: value("poolRatio") };
      return { ...parameters, ratios: { ...ratios, recipient: value("recipientRatio") } };
    }
    case "Paused":
      return { ...parameters, pausedUntil: Number(value("until")) };
    default:
      return { ...parameters, pausedUntil: Number(time) };
  }
}

function isComplete(parameters: Parameters): parameters is CompleteParameters {
  return Object.values(parameters).every((value) => value !== undefined);
}

type OnChain = (typeof contractPresets)["mainnet"]["durations"];

function toDurations(durations: OnChain): ContractDurations {
  return {
    minExitAgeSec: Number(durations.minExitAge),
    maxLockSec: Number(durations.maxLock),
    exitWaitSec: Number(durations.exitWait),
    smallContributorWaitSec: Number(durations.smallContributorWait),
    exitRequestRepeatSec: Number(durations.exitRequestRepeat),
  };
}

export function l2Unavailable(): ProblemError {
  return new ProblemError(
    { code: "L2_UNAVAILABLE", status: 503 },
    "The L2 can't be asked at the moment, and what it would tell isn't known yet. Try again in a minute.",
  );
}
