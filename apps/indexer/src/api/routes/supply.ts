import { FREE_PARTS, LOCKED_PARTS, LOCKUPS, SESH_UNIT } from "@session/contracts";
import { implement, type TypedApp } from "@session/http";
import { supplyRoutes as routes, type SupplyResponse } from "@session/sdk/indexer-api";
import { baseUnitsToSesh } from "../../economics/amounts.ts";
import { asOf, type DataServices, nowSec } from "../../economics/dataServices.ts";
import { l2Unavailable } from "../../economics/parametersInForce.ts";
import { TokenSupplyReader } from "../../economics/tokenSupply.ts";
import { stakedInPools, sumInPools } from "../../views/pools/queries.ts";
import { stakedByAccounts, stakeTotals } from "../../views/staking/stakeSums.ts";
import { formatVesting } from "../format/vestingFormat.ts";

export function supplyRoutes(app: TypedApp, services: DataServices): void {
  const reader = new TokenSupplyReader(services);
  const read = () => readSupply(services, reader);
  implement(app, routes.getSupply, read);
  implement(app, routes.getCirculatingSupply, async () => baseUnitsToSesh(BigInt((await read()).circulating)));
  implement(app, routes.getTotalSupply, async () => baseUnitsToSesh((await reader.read()).total));
}

async function readSupply(services: DataServices, reader: TokenSupplyReader): Promise<SupplyResponse> {
  const { queries } = services.database;
  const known = await services.vestings.list();
  if (known === undefined) throw l2Unavailable();
  const accounts = known.map(({ address }) => address);
  const [{ total, rewardPool }, totals, inPools, byNode, byPool] = await Promise.all([
    reader.read(),
    services.cache.get("stakeTotals", () => stakeTotals(queries)),
    services.cache.get("inPools", () => sumInPools(queries)),
    services.cache.get("vestings staked", () => stakedByAccounts(queries, accounts)),
    services.cache.get("vestings in pools", () => stakedInPools(queries, accounts)),
  ]);
  const now = nowSec(services);
  const vestings = known.map((vesting) => {
    const staked = (byNode.get(vesting.address) ?? 0n) + (byPool.get(vesting.address) ?? 0n);
    return formatVesting(vesting, staked, now);
  });
  const unvested = vestings.reduce((sum, vesting) => sum + BigInt(vesting.unvested), 0n);
  return {
    asOf: asOf(services),
    total: total.toString(),
    circulating: (total - rewardPool - unvested).toString(),
    staked: (totals.staked + totals.locked + inPools).toString(),
    rewardPool: rewardPool.toString(),
    unvested: unvested.toString(),
    vestings,
    distribution: services.preset.name === "mainnet" ? DISTRIBUTION : [],
  };
}

/** As published for the token generation. */
const DISTRIBUTION: SupplyResponse["distribution"] = [
  ...Object.entries(FREE_PARTS).map(([part, sesh]) => ({ part, amount: toAmount(sesh), lockup: null })),
  ...Object.entries(LOCKED_PARTS).map(([part, { sesh, lockup }]) => {
    const terms = { cliffDays: 0, linearMonths: 0, ...LOCKUPS[lockup] };
    return { part, amount: toAmount(sesh), lockup: terms };
  }),
];

function toAmount(sesh: bigint): string {
  return (sesh * SESH_UNIT).toString();
}
