import { implement, invalidParameter, type TypedApp } from "@session/http";
import { type NetworkPoint, networkRoutes as routes } from "@session/sdk/indexer-api";
import { toBaseUnits } from "../../economics/amounts.ts";
import { asOf, clockOf, type DataServices } from "../../economics/dataServices.ts";
import { aprBps, rewardsPerDay } from "../../economics/rates.ts";
import type { SourceStatus } from "../../modules.ts";
import {
  type L2Hour,
  l2Periods,
  type NetworkHour,
  networkHourBefore,
  networkPeriods,
  newestL2Hour,
  newestNetworkHours,
  type TimeRange,
} from "../../views/network/queries.ts";
import { countPayable } from "../../views/nodes/queries.ts";
import { sumInPools } from "../../views/pools/queries.ts";
import { stakeTotals } from "../../views/staking/stakeSums.ts";
import { statesCounted } from "./nodes.ts";

const HOUR_SEC = 3_600;
const DAY_SEC = 86_400;
const MAX_POINTS = 1_000;
const AVERAGE_HOURS = 24;
/** Without `from`. */
const USUAL_SEC = { hour: 7 * DAY_SEC, day: 90 * DAY_SEC };

export function networkRoutes(app: TypedApp, services: DataServices): void {
  const { queries } = services.database;

  implement(app, routes.getNetwork, async () => {
    const [figures, byState, { stakingRequirement }] = await Promise.all([
      services.cache.get("network", () => readFigures(services)),
      statesCounted(services),
      services.parameters.known(),
    ]);
    const { l2, chain } = services;
    return {
      asOf: asOf(services),
      sources: { l2: formatSource(l2), chain: formatSource(chain) },
      nodes: { byState, ...figures.nodes },
      stake: { requirement: stakingRequirement.toString(), ...figures.stake },
      rewards: formatRewards(figures, stakingRequirement),
      price: services.price?.current() ?? null,
    };
  });

  implement(app, routes.getNetworkHistory, async ({ query }) => {
    const { resolution } = query;
    const periodSec = resolution === "hour" ? HOUR_SEC : DAY_SEC;
    const to = query.to ?? clockOf(services).chainTime;
    const asked = query.from ?? Math.max(0, to - USUAL_SEC[resolution]);
    const from = toPeriod(asked, periodSec);
    if (asked > to) throw invalidParameter("from", "it is after `to`.");
    if (Math.floor(to / periodSec) - from / periodSec >= MAX_POINTS)
      throw invalidParameter("from", `more than ${MAX_POINTS} points with \`to\`.`);
    const items = await services.cache.get(`history ${from} ${to} ${periodSec}`, async () => {
      const range: TimeRange = { from, to };
      const [points, before, l2Points] = await Promise.all([
        networkPeriods(queries, range, periodSec),
        networkHourBefore(queries, from),
        l2Periods(queries, range, periodSec),
      ]);
      return formatPoints(points, before, l2Points, periodSec);
    });
    return { resolution, items, asOf: asOf(services) };
  });
}

async function readFigures(services: DataServices) {
  const { queries } = services.database;
  const [totals, inPools, payable, l2Hour, hours] = await Promise.all([
    stakeTotals(queries),
    sumInPools(queries),
    countPayable(queries),
    newestL2Hour(queries),
    newestNetworkHours(queries, AVERAGE_HOURS),
  ]);
  const { chainTime } = clockOf(services);
  const recent = hours.filter(({ time }) => time > chainTime - AVERAGE_HOURS * HOUR_SEC);
  const sum = recent.reduce((total, hour) => total + hour.payable, 0);
  return {
    nodes: {
      total: totals.nodes,
      payable,
      payableAverage: recent.length === 0 ? payable : Math.round((100 * sum) / recent.length) / 100,
      averageFeeBps: totals.nodes === 0 ? 0 : Number(totals.feeSum / BigInt(totals.nodes)),
    },
    stake: { staked: totals.staked.toString(), locked: totals.locked.toString(), inPools: inPools.toString() },
    payable,
    rate: l2Hour?.rewardRate ?? hours[0]?.rewardRate ?? services.network.genesis.rewardRate,
    poolBalance: l2Hour?.poolBalance ?? null,
    poolReleased: l2Hour?.poolReleased ?? hours[0]?.poolReleased ?? null,
  };
}

function formatRewards(figures: Awaited<ReturnType<typeof readFigures>>, requirement: bigint) {
  const { rate, payable, poolBalance, poolReleased } = figures;
  const perDay = rewardsPerDay(rate);
  return {
    rate: rate.toString(),
    perDay: perDay.toString(),
    perNodeAndDay: (payable === 0 ? 0n : perDay / BigInt(payable)).toString(),
    aprBps: aprBps({ rate, payable, requirement }) ?? null,
    poolBalance: poolBalance?.toString() ?? null,
    poolReleased: poolReleased?.toString() ?? null,
  };
}

function formatSource(source: SourceStatus) {
  const head = source.head();
  const ageSec = source.ageSec();
  return {
    number: head?.number.toString() ?? null,
    time: head?.time ?? null,
    final: source.final().toString(),
    sourceHead: source.sourceHead()?.toString() ?? null,
    ageSec: Number.isFinite(ageSec) ? ageSec : null,
    halted: source.halted() ?? null,
  };
}

function toPeriod(time: number, periodSec: number): number {
  return Math.floor(time / periodSec) * periodSec;
}

function formatPoints(
  points: readonly NetworkHour[],
  before: NetworkHour | undefined,
  l2Points: readonly L2Hour[],
  periodSec: number,
): NetworkPoint[] {
  const onL2 = new Map(l2Points.map((point) => [toPeriod(Number(point.hour), periodSec), point]));
  let due = before?.due ?? 0n;
  return points.map((point) => {
    const from = toPeriod(point.hour, periodSec);
    const rewards = toBaseUnits(point.due - due);
    due = point.due;
    const { height, joining, active, decommissioned, removed, payable, decommissions, versions, rewardRate } = point;
    const apr = aprBps({ rate: rewardRate, payable, requirement: point.stakingRequirement });
    return {
      ...{ from, height, joining, active, decommissioned, removed, payable, decommissions },
      staked: point.staked.toString(),
      stakingRequirement: point.stakingRequirement.toString(),
      rewardRate: rewardRate.toString(),
      aprBps: apr ?? null,
      rewards: rewards.toString(),
      versions,
      poolBalance: onL2.get(from)?.poolBalance?.toString() ?? null,
      rewardsBalance: onL2.get(from)?.rewardsBalance?.toString() ?? null,
    };
  });
}
