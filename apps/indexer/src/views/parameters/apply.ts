import type { rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import type { Hex } from "viem";
import { toInt8, ViewError } from "../../pipeline/errors.ts";
import type { EventPlace, Handler, Handlers, StepHandler } from "../../pipeline/handlers.ts";
import type { Views } from "../../pipeline/unitOfWork.ts";
import { L2_READS } from "../../sources/l2Reads.ts";

/** A handler that records the change under a name. */
function setting<Args>(name: string): Handler<Args> {
  return {
    apply: (args: Args, views: Views, { log, time }: EventPlace) => {
      const { blockNumber, logIndex, transactionHash: txHash } = log;
      const json = toJsonArgs(args as Readonly<Record<string, unknown>>);
      views.parameterChanges.push({ blockNumber, logIndex, time, txHash, name, args: json });
    },
  };
}

/** Arguments as JSON: integers as decimal strings. */
function toJsonArgs(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(args))
    json[name] = typeof value === "bigint" || typeof value === "number" ? value.toString() : value;
  return json;
}

/** Events of the proxies before both contracts. */
export const proxyAbi = [
  {
    type: "event",
    name: "Upgraded",
    inputs: [{ name: "implementation", type: "address", indexed: true }],
  },
  {
    type: "event",
    name: "AdminChanged",
    inputs: [
      { name: "previousAdmin", type: "address", indexed: false },
      { name: "newAdmin", type: "address", indexed: false },
    ],
  },
] as const;

/** Settings of the rewards contract, pauses, the start and upgrades. */
export const parameterHandlers: Handlers<typeof serviceNodeRewardsAbi> & Handlers<typeof proxyAbi> = {
  Started: setting("Started"),
  Paused: setting("Paused"),
  Unpaused: setting("Unpaused"),
  StakingRequirementUpdated: setting("StakingRequirementUpdated"),
  MaxContributorsUpdated: setting("MaxContributorsUpdated"),
  ClaimCapUpdated: setting("ClaimCapUpdated"),
  AbsenteeCapUpdated: setting("AbsenteeCapUpdated"),
  LiquidationRatiosUpdated: setting("LiquidationRatiosUpdated"),
  GuardianUpdated: setting("GuardianUpdated"),
  Initialized: setting("Initialized"),
  OwnershipTransferStarted: setting("OwnershipTransferStarted"),
  OwnershipTransferred: setting("OwnershipTransferred"),
  Upgraded: setting("Upgraded"),
  AdminChanged: setting("AdminChanged"),
};

/** Of the reward pool; names it shares with the rewards contract get its own in front. */
export const rewardPoolHandlers: Handlers<typeof rewardRatePoolAbi> & Handlers<typeof proxyAbi> = {
  FundsReleased: setting("FundsReleased"),
  BeneficiarySet: setting("BeneficiarySet"),
  Initialized: setting("RewardRatePool.Initialized"),
  OwnershipTransferStarted: setting("RewardRatePool.OwnershipTransferStarted"),
  OwnershipTransferred: setting("RewardRatePool.OwnershipTransferred"),
  Upgraded: setting("RewardRatePool.Upgraded"),
  AdminChanged: setting("RewardRatePool.AdminChanged"),
};

const HOUR_SEC = 3_600n;
const hourOf = (timestamp: bigint): bigint => timestamp - (timestamp % HOUR_SEC);

/** Figures per hour. A step whose reads nobody could give any more leaves its hour as it is. */
export const hourHandler: StepHandler = {
  needs: ({ block, reads }, views) => {
    if (reads.length > 0) views.l2Hours.need(Number(hourOf(block.timestamp)));
  },
  apply: ({ block, reads }, views) => {
    if (reads.length === 0) return;
    const figure = (name: (typeof L2_READS)[number]): bigint | null => toFigure(reads[L2_READS.indexOf(name)]);
    views.l2Hours.put({
      hour: hourOf(block.timestamp),
      step: block.number,
      poolBalance: figure("poolBalance"),
      poolReleased: figure("poolReleased"),
      rewardRate: figure("rewardRate"),
      rewardsBalance: figure("rewardsBalance"),
    });
  },
};

/** null for a call that reverted, and for what no column holds. */
function toFigure(word: Hex | undefined): bigint | null {
  if (word === undefined || word.length !== 66) return null;
  try {
    return toInt8(BigInt(word));
  } catch (error) {
    if (error instanceof ViewError) return null;
    throw error;
  }
}
