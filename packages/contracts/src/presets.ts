const SESH = 1_000_000_000n;
const MINUTE_SEC = 60n;
const HOUR_SEC = 60n * MINUTE_SEC;
const DAY_SEC = 24n * HOUR_SEC;

export type PresetName = "mainnet" | "stagenet" | "devnet";

/** What a preset means to the contracts. Durations in seconds, amounts in base units of SESH. */
export type ContractPreset = {
  readonly stakingRequirement: bigint;
  readonly durations: {
    readonly blockInterval: bigint;
    readonly minExitAge: bigint;
    readonly maxLock: bigint;
    readonly exitWait: bigint;
    readonly smallContributorWait: bigint;
    readonly exitRequestRepeat: bigint;
  };
};

/** The same on every network: published waits of the staking rules. */
const COMMON = {
  maxLock: 30n * DAY_SEC,
  exitWait: 30n * DAY_SEC,
  smallContributorWait: 30n * DAY_SEC,
  exitRequestRepeat: HOUR_SEC,
};

/** Source: docs/protocol/presets.md; block interval and least age are those of the appchain's preset of the same name. */
export const contractPresets: Readonly<Record<PresetName, ContractPreset>> = {
  mainnet: {
    stakingRequirement: 25_000n * SESH,
    durations: { ...COMMON, blockInterval: 120n, minExitAge: 2n * HOUR_SEC },
  },
  stagenet: {
    stakingRequirement: 20_000n * SESH,
    durations: { ...COMMON, blockInterval: 30n, minExitAge: 20n * MINUTE_SEC },
  },
  devnet: {
    stakingRequirement: 25_000n * SESH,
    durations: { ...COMMON, blockInterval: 2n, minExitAge: 10n },
  },
};

/** Chain ids whose contracts may pass the lower bounds of durations, beside 31337. Each reset of a devnet takes a new one. */
export const DEVNET_CHAIN_ID_RANGE = { first: 1_337_000_000, last: 1_337_999_999 } as const;

/** Whether the contracts take a chain for a devnet. Source: docs/decisions/0002-devnet-chain-ids.md. */
export function isDevnetChainId(chainId: number): boolean {
  return chainId === 31337 || (chainId >= DEVNET_CHAIN_ID_RANGE.first && chainId <= DEVNET_CHAIN_ID_RANGE.last);
}
