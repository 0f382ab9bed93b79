import { cursorPage, decodeCursor, implement, notFound, type TypedApp } from "@session/http";
import { poolRoutes as routes } from "@session/sdk/indexer-api";
import type { Hex } from "viem";
import { asOf, type DataServices } from "../../economics/dataServices.ts";
import type { PoolRow } from "../../views/pools/queries.ts";
import { type ContributionRow, contributionsOf, countPools, findPool, listPools } from "../../views/pools/queries.ts";
import { addressText } from "../format/addressText.ts";
import { formatContribution, formatPool, limitsOf } from "../format/poolFormat.ts";
import { poolHistory } from "../format/timelineFormat.ts";

const HISTORY_OF_DETAIL = 50;

export function poolRoutes(app: TypedApp, services: DataServices): void {
  const { queries } = services.database;

  implement(app, routes.listPools, async ({ query }) => {
    const { state = ["open"], sort, order, cursor, limit, ...filter } = query;
    const place = decodeCursor(cursor, [new RegExp(`^${sort}-${order}$`), /^\d{1,18}$/, /^0x[0-9a-f]{40}$/]);
    const after = place && { value: BigInt(place[1] ?? "0"), address: place[2] as Hex };
    const [rows, counts, parameters] = await Promise.all([
      listPools(
        queries,
        { states: state, ...filter },
        { sort, isDescending: order === "desc", after, limit: limit + 1 },
      ),
      services.cache.get("pools", () => countPools(queries)),
      services.parameters.known(),
    ]);
    const { items, next } = cursorPage(rows, limit, ({ sortValue, pool }) => [
      `${sort}-${order}`,
      sortValue,
      pool.address,
    ]);
    const inside = await contributionsOf(
      queries,
      items.map(({ pool }) => pool.address),
    );
    return {
      items: items.map(({ pool }) => formatPool(pool, inside.get(pool.address) ?? [], parameters)),
      ...{ next, counts, asOf: asOf(services) },
    };
  });

  implement(app, routes.getPool, async ({ params, query }) => {
    const pool = await requirePool(services, params.address);
    const [inside, parameters, history] = await Promise.all([
      contributionsOf(queries, [pool.address]),
      services.parameters.known(),
      poolHistory(services, pool.address, { limit: HISTORY_OF_DETAIL }),
    ]);
    const contributions = inside.get(pool.address) ?? [];
    return {
      ...formatPool(pool, contributions, parameters),
      deployedTx: pool.deployedTx,
      contributions: contributions.map((row) => formatContribution(pool, row)),
      reservations: formatReservations(pool, contributions),
      limits: query.account === undefined ? null : formatLimits(pool, contributions, query.account),
      history: history.items,
      asOf: asOf(services),
    };
  });

  implement(app, routes.getPoolHistory, async ({ params, query }) => {
    const pool = await requirePool(services, params.address);
    return poolHistory(services, pool.address, query);
  });
}

async function requirePool({ database }: DataServices, address: Hex): Promise<PoolRow> {
  const pool = await findPool(database.queries, address);
  if (pool === undefined) throw notFound(`Pool ${address}`);
  return pool;
}

function formatReservations(pool: PoolRow, contributions: readonly ContributionRow[]) {
  const inside = new Set<string>(contributions.map(({ staker }) => staker));
  return pool.reserved.map(({ staker, amount }) => {
    const contributor = staker.toLowerCase() as Hex;
    return { contributor: addressText(contributor), amount, isTaken: inside.has(contributor) };
  });
}

function formatLimits(pool: PoolRow, contributions: readonly ContributionRow[], account: Hex) {
  const { minimum, maximum } = limitsOf(pool, contributions, account);
  const own = contributions.find(({ staker }) => staker === account);
  // A place is of use only where contributions are taken; the operator's comes first.
  const isTaking = pool.state === "open" || (pool.state === "waiting" && account === pool.operator);
  return {
    account: addressText(account),
    minimumContribution: (isTaking ? minimum : 0n).toString(),
    maximumContribution: (isTaking ? maximum : 0n).toString(),
    contribution: own === undefined ? null : formatContribution(pool, own),
  };
}
