import { isPresetName, type Preset, presetOf } from "@session/protocol";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { askNodes, type ChainSource, contractsOf, nodeApisOf, rewardsContract, ZERO_HASH } from "./source.ts";

/** Cycles begin at 00:00 and 12:00 UTC, one recipient takes at most a quarter. Source: ServiceNodeRewards' `Claims`. */
const CYCLE_SEC = 43_200;
const RECIPIENT_PARTS = 4n;
/** Source: ServiceNodeContribution's `ContributionRules` and `Exits.SMALL_PARTS`. */
const OPERATOR_PARTS = 4n;
const POOL_WITHDRAWAL_SEC = 86_400;
const MAX_FEE_BPS = 10_000;
const PRESET_NAMES = ["mainnet", "stagenet", "devnet"] as const;

/**
 * The parameters in force, from the contract itself; what only the appchain knows from a node or, where none answers, from
 * the preset whose block interval the contract has.
 */
export async function readParams(
  source: ChainSource,
  _input: unknown,
  last: ParamsResponse | undefined,
): Promise<ParamsResponse> {
  const contract = rewardsContract(source);
  const { l2, config } = source;
  const [params, pausedUntil, [, , cycleEndsAt], block, said] = await Promise.all([
    l2.readContract({ ...contract, functionName: "params" }),
    l2.readContract({ ...contract, functionName: "pausedUntil" }),
    l2.readContract({ ...contract, functionName: "claimWindow" }),
    l2.getBlock(),
    askNodes(source, (node) => node.getParams()),
  ]);
  const preset = presetFor(said?.answer.preset, params.durations.blockInterval);
  const node = said?.answer;
  return {
    network: config.networkName,
    genesisHash: node?.genesisHash ?? ZERO_HASH,
    genesisTime: 0,
    genesisL2Block: "0",
    ...last,
    asOf: { l2Block: block.number.toString(), height: last?.asOf.height ?? 0 },
    preset: preset.name,
    chainId: String(config.chainId),
    contracts: contractsOf(source),
    token: { symbol: "SESH", decimals: 9 },
    staking: toStaking(params),
    liquidation: toLiquidation(params),
    claims: {
      capPerCycle: params.claimCap.toString(),
      capPerRecipient: (params.claimCap / RECIPIENT_PARTS).toString(),
      cycleSec: CYCLE_SEC,
      cycleEndsAt: Number(cycleEndsAt),
    },
    absenteeCap: params.absenteeCap.toString(),
    pause: { isPaused: pausedUntil > block.timestamp, until: pausedUntil === 0n ? null : Number(pausedUntil) },
    durations: {
      contract: toContractDurations(params.durations),
      chain: { ...toChainDurations(preset), ...pick(node) },
    },
    nodeApis: [...nodeApisOf(source)],
  };
}

type ContractParams = {
  readonly stakingRequirement: bigint;
  readonly maxContributors: bigint;
  readonly liquidatorRatio: bigint;
  readonly poolRatio: bigint;
  readonly recipientRatio: bigint;
};

const ceilDivide = (dividend: bigint, divisor: bigint) => (dividend + divisor - 1n) / divisor;

function toStaking({ stakingRequirement, maxContributors }: ContractParams): ParamsResponse["staking"] {
  return {
    requirement: stakingRequirement.toString(),
    maxContributors: Number(maxContributors),
    operatorMinimum: ceilDivide(stakingRequirement, OPERATOR_PARTS).toString(),
    operatorParts: Number(OPERATOR_PARTS),
    smallContributorParts: Number(OPERATOR_PARTS),
    maxFeeBps: MAX_FEE_BPS,
  };
}

function toLiquidation(params: ContractParams): ParamsResponse["liquidation"] {
  const { liquidatorRatio: liquidator, poolRatio: pool, recipientRatio: recipient } = params;
  const { liquidator: liquidatorReward, pool: poolPenalty } = penaltiesOf(params.stakingRequirement, {
    ...{ liquidator, pool, recipient },
  });
  return {
    ratios: { liquidator: String(liquidator), pool: String(pool), recipient: String(recipient) },
    liquidatorReward: liquidatorReward.toString(),
    poolPenalty: poolPenalty.toString(),
  };
}

/**
 * What a liquidation takes of a deposit, base units: the liquidator's part rounded down, the pool's up.
 * Source of the rule: `Exits._penalties` of ServiceNodeRewards.
 */
export function penaltiesOf(
  deposit: bigint,
  ratios: { readonly liquidator: bigint; readonly pool: bigint; readonly recipient: bigint },
): { readonly liquidator: bigint; readonly pool: bigint } {
  const sum = ratios.liquidator + ratios.pool + ratios.recipient;
  return { liquidator: (deposit * ratios.liquidator) / sum, pool: ceilDivide(deposit * ratios.pool, sum) };
}

function toContractDurations(durations: Readonly<Record<string, bigint>>): ParamsResponse["durations"]["contract"] {
  const sec = (name: string) => Number(durations[name] ?? 0n);
  return {
    minExitAgeSec: sec("minExitAge"),
    maxLockSec: sec("maxLock"),
    exitWaitSec: sec("exitWait"),
    smallContributorWaitSec: sec("smallContributorWait"),
    exitRequestRepeatSec: sec("exitRequestRepeat"),
    poolWithdrawalSec: POOL_WITHDRAWAL_SEC,
  };
}

function toChainDurations(preset: Preset): ParamsResponse["durations"]["chain"] {
  const { blockIntervalSec, checkpointIntervalBlocks, payableAfterSec, unlockSec, exitGraceSec } = preset;
  const { deregistrationLockSec, proofIntervalSec, proofValidSec, initialCreditSec, creditEarned, creditCapSec } =
    preset;
  return {
    ...{ blockIntervalSec, checkpointIntervalBlocks, payableAfterSec, unlockSec, exitGraceSec },
    ...{ deregistrationLockSec, proofIntervalSec, proofValidSec, initialCreditSec, creditEarned, creditCapSec },
  };
}

/** What a node says of its own preset comes before what this portal was built with. */
const SAID = [
  "blockIntervalSec",
  "checkpointIntervalBlocks",
  "payableAfterSec",
  "unlockSec",
  "exitGraceSec",
  "deregistrationLockSec",
  "proofIntervalSec",
  "proofValidSec",
  "initialCreditSec",
] as const;
type Said = Readonly<Record<(typeof SAID)[number], number>>;

function pick(node: Said | undefined): Partial<Said> {
  return node === undefined ? {} : Object.fromEntries(SAID.map((name) => [name, node[name]]));
}

export function presetFor(name: string | undefined, blockIntervalSec: bigint): Preset {
  if (isPresetName(name)) return presetOf(name);
  const fits = PRESET_NAMES.find((known) => BigInt(presetOf(known).blockIntervalSec) === blockIntervalSec);
  return presetOf(fits ?? "devnet");
}
