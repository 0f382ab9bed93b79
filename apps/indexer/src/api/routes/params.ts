import { implement, type TypedApp } from "@session/http";
import { paramsRoutes as routes } from "@session/sdk/indexer-api";
import { bytesToHex } from "viem";
import { asOf, type DataServices, nowSec } from "../../economics/dataServices.ts";
import type { CompleteParameters } from "../../economics/parametersInForce.ts";
import { OPERATOR_PARTS, operatorLeast, POOL_WITHDRAWAL_SEC } from "../../economics/poolLimits.ts";
import { penaltiesOf } from "../../economics/rates.ts";
import { addressText } from "../format/addressText.ts";

/** Cycles begin at 00:00 and 12:00 UTC, and one recipient takes at most a quarter. Source: ServiceNodeRewards' `Claims`. */
const CYCLE_SEC = 43_200;
const RECIPIENT_PARTS = 4n;
const MAX_FEE_BPS = 10_000;

export function paramsRoutes(app: TypedApp, services: DataServices): void {
  const known = fixedOf(services);
  implement(app, routes.getParams, async () => {
    const parameters = await services.parameters.complete();
    return { ...known, ...formatParameters(services, parameters), asOf: asOf(services) };
  });
}

/** What never changes. */
function fixedOf({ network, contracts, addresses }: DataServices) {
  const { genesis } = network;
  return {
    network: network.name,
    preset: genesis.preset,
    chainId: genesis.chainId.toString(),
    genesisHash: bytesToHex(network.genesisHash),
    genesisTime: genesis.time,
    genesisL2Block: genesis.l2.number.toString(),
    contracts: {
      serviceNodeRewards: addressText(addresses.rewards),
      rewardRatePool: addressText(addresses.pool),
      sesh: addressText(addresses.sesh),
      serviceNodeContributionFactory: contracts.factory === undefined ? null : addressText(contracts.factory),
      vestings: contracts.vestings.map(addressText),
    },
    token: { symbol: "SESH", decimals: 9 },
    nodeApis: [...network.nodeApis],
  };
}

function formatParameters(services: DataServices, parameters: CompleteParameters) {
  const { stakingRequirement, maxContributors, ratios, claimCap, pausedUntil } = parameters;
  const now = nowSec(services);
  const penalties = penaltiesOf(stakingRequirement, ratios);
  return {
    staking: {
      requirement: stakingRequirement.toString(),
      maxContributors,
      operatorMinimum: operatorLeast(stakingRequirement).toString(),
      operatorParts: Number(OPERATOR_PARTS),
      smallContributorParts: Number(OPERATOR_PARTS),
      maxFeeBps: MAX_FEE_BPS,
    },
    liquidation: {
      ratios: {
        liquidator: ratios.liquidator.toString(),
        pool: ratios.pool.toString(),
        recipient: ratios.recipient.toString(),
      },
      liquidatorReward: penalties.liquidator.toString(),
      poolPenalty: penalties.pool.toString(),
    },
    claims: {
      capPerCycle: claimCap.toString(),
      capPerRecipient: (claimCap / RECIPIENT_PARTS).toString(),
      cycleSec: CYCLE_SEC,
      cycleEndsAt: (Math.floor(now / CYCLE_SEC) + 1) * CYCLE_SEC,
    },
    absenteeCap: parameters.absenteeCap.toString(),
    pause: { isPaused: pausedUntil > now, until: pausedUntil === 0 ? null : pausedUntil },
    durations: {
      contract: { ...parameters.durations, poolWithdrawalSec: POOL_WITHDRAWAL_SEC },
      chain: chainDurations(services),
    },
  };
}

function chainDurations({ preset }: DataServices) {
  const { blockIntervalSec, checkpointIntervalBlocks, payableAfterSec, unlockSec, exitGraceSec } = preset;
  const { deregistrationLockSec, proofIntervalSec, proofValidSec, initialCreditSec, creditEarned, creditCapSec } =
    preset;
  return {
    ...{ blockIntervalSec, checkpointIntervalBlocks, payableAfterSec, unlockSec, exitGraceSec },
    ...{ deregistrationLockSec, proofIntervalSec, proofValidSec, initialCreditSec, creditEarned, creditCapSec },
  };
}
