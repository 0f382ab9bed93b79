import { cursorPage, decodeCursor, implement, invalidParameter, notFound, type TypedApp } from "@session/http";
import { type NodeKey, nodeRoutes as routes } from "@session/sdk/indexer-api";
import { asOf, clockOf, type DataServices, nowSec, rulesOf } from "../../economics/dataServices.ts";
import type { Parameters } from "../../economics/parametersInForce.ts";
import { penaltiesOf } from "../../economics/rates.ts";
import { lastDecommission, participationOf, registrationOutcome } from "../../views/nodes/queries.ts";
import type { NodeRow } from "../../views/staking/nodeColumns.ts";
import { provingCheckpoints } from "../../views/staking/provingCheckpoints.ts";
import {
  countStates,
  findNode,
  liquidationCandidates,
  listNodes,
  type NodeSort,
  operatorStakes,
  type SortKey,
  sharesOf,
} from "../../views/staking/queries.ts";
import { addressText } from "../format/addressText.ts";
import {
  formatChain,
  formatContract,
  formatNode,
  formatOutcome,
  formatShares,
  type NodeFormat,
} from "../format/nodeFormat.ts";
import { nodeTimeline } from "../format/timelineFormat.ts";

const TIMELINE_OF_DETAIL = 20;
const HOUR_SEC = 3_600;
const MAX_HOURS = 1_000;
const USUAL_HOURS = 30 * 24;

export function nodeRoutes(app: TypedApp, services: DataServices): void {
  const { queries } = services.database;

  implement(app, routes.listNodes, async ({ query }) => {
    const { state, sort, order, cursor, limit, ...who } = query;
    const place = decodePlace(cursor, sort, order, clockOf(services).chainTime);
    // Credit goes on with time: the pages of one list are reckoned at the time of its first.
    const clock = { ...clockOf(services), chainTime: place.chainTime };
    const isDescending = order === "desc";
    const page = { sort, isDescending, after: place.key, limit: limit + 1 };
    const [rows, counts] = await Promise.all([
      listNodes(queries, { states: state, ...who }, page, clock),
      statesCounted(services),
    ]);
    const format = await nodeFormat(services, rows);
    const { items, next } = cursorPage(rows, limit, ({ sortValue, contract }) => [
      `${sort}-${order}`,
      sortValue,
      contract.id,
      place.chainTime,
    ]);
    return { items: items.map((row) => formatNode(row, format)), next, counts, asOf: asOf(services) };
  });

  implement(app, routes.getNode, async ({ params }) => {
    const [row, parameters] = await Promise.all([findNode(queries, params.id), services.parameters.known()]);
    if (row === undefined) throw nodeNotFound(params.id);
    return { ...(await formatDetail(services, row, parameters)), asOf: asOf(services) };
  });

  implement(app, routes.getNodeTimeline, async ({ params, query }) =>
    nodeTimeline(services, await nodeIdOf(services, params.id), query),
  );

  implement(app, routes.getNodeParticipation, async ({ params, query }) => {
    const to = query.to ?? clockOf(services).chainTime;
    const from = query.from ?? Math.max(0, to - USUAL_HOURS * HOUR_SEC);
    if (from > to) throw invalidParameter("from", "it is after `to`.");
    if (to - from > MAX_HOURS * HOUR_SEC) throw invalidParameter("from", `more than ${MAX_HOURS} hours before \`to\`.`);
    const rows = await participationOf(queries, await nodeIdOf(services, params.id), { from, to });
    return { items: rows.map(({ hour, present, counted }) => ({ hour, present, counted })), asOf: asOf(services) };
  });

  implement(app, routes.listLiquidations, async ({ query }) => {
    const place = decodeCursor(query.cursor, [/^\d{1,10}$/, /^\d{1,8}$/]);
    const after = place && { removedAt: Number(place[0]), id: Number(place[1]) };
    const rows = await liquidationCandidates(queries, after, query.limit + 1);
    const { items, next } = cursorPage(rows, query.limit, ({ chain, contract }) => [
      chain?.removedAt ?? 0,
      contract.id,
    ]);
    return { items: await formatLiquidations(services, items), next, asOf: asOf(services) };
  });
}

type Place = { readonly key: SortKey | undefined; readonly chainTime: number };

function decodePlace(cursor: string | undefined, sort: NodeSort, order: string, chainTime: number): Place {
  const parts = decodeCursor(cursor, [new RegExp(`^${sort}-${order}$`), /^-?\d{1,18}$/, /^\d{1,8}$/, /^\d{1,10}$/]);
  if (parts === undefined) return { key: undefined, chainTime };
  return { key: { value: BigInt(parts[1] ?? "0"), id: Number(parts[2]) }, chainTime: Number(parts[3]) };
}

export function statesCounted(services: DataServices) {
  return services.cache.get("states", () => countStates(services.database.queries, clockOf(services)));
}

/** What the summaries of these nodes are reckoned with. */
export async function nodeFormat(services: DataServices, rows: Iterable<NodeRow>): Promise<NodeFormat> {
  const letGo = [...rows].filter(({ chain }) => chain?.status === "removed").map(({ contract }) => contract.id);
  const clock = clockOf(services);
  const [parameters, proofs] = await Promise.all([
    services.parameters.known(),
    letGo.length === 0 ? [] : provingCheckpoints(services.database.queries, clock, letGo),
  ]);
  return {
    rules: rulesOf(services, parameters),
    chainTime: clock.chainTime,
    proofs: new Map(proofs.map((node) => [node.id, node])),
  };
}

export async function nodeIdOf({ database }: DataServices, key: NodeKey): Promise<number> {
  const row = await findNode(database.queries, key);
  if (row === undefined) throw nodeNotFound(key);
  return row.contract.id;
}

function nodeNotFound(key: NodeKey) {
  return notFound(`Node ${key.kind === "id" ? key.id : key.key}`);
}

async function formatDetail(services: DataServices, row: NodeRow, parameters: Parameters) {
  const { queries } = services.database;
  const { id, deposit, left } = row.contract;
  const [format, shares, outcome, decommission, timeline] = await Promise.all([
    nodeFormat(services, [row]),
    sharesOf(queries, id),
    registrationOutcome(queries, id),
    lastDecommission(queries, id),
    nodeTimeline(services, id, { limit: TIMELINE_OF_DETAIL }),
  ]);
  const reason = decommission?.detail.reason;
  return {
    ...formatNode(row, format),
    shares: formatShares(row, shares),
    contract: formatContract(row),
    chain: formatChain(row),
    registration: formatOutcome(outcome),
    lastDecommission: decommission
      ? { at: decommission.time, height: decommission.height, reason: typeof reason === "string" ? reason : null }
      : null,
    penalty: left === null ? formatPenalty(deposit, parameters) : null,
    timeline: timeline.items,
  };
}

function formatPenalty(deposit: bigint, { ratios }: Parameters) {
  if (ratios === undefined) return null;
  const { liquidator, pool } = penaltiesOf(deposit, ratios);
  return { liquidator: liquidator.toString(), pool: pool.toString() };
}

async function formatLiquidations(services: DataServices, rows: readonly NodeRow[]) {
  const parameters = await services.parameters.known();
  const stakes = await operatorStakes(
    services.database.queries,
    rows.map(({ contract }) => contract.id),
  );
  const format = await nodeFormat(services, rows);
  return rows.map((row) => {
    const node = formatNode(row, format);
    const penalty = formatPenalty(row.contract.deposit, parameters);
    const from = node.liquidatableFrom ?? 0;
    const isTime = node.state === "liquidatable" && nowSec(services) >= from;
    const isProved = node.liquidationCheckpoint !== null;
    return {
      node,
      isPossible: isTime && isProved,
      waitsForCheckpoint: isTime && !isProved,
      from,
      liquidatorReward: penalty?.liquidator ?? null,
      poolPenalty: penalty?.pool ?? null,
      lockedUntil: (row.chain?.removedAt ?? 0) + services.preset.deregistrationLockSec,
      operatorStake: (stakes.get(row.contract.id) ?? 0n).toString(),
      operator: addressText(row.contract.operator),
    };
  });
}
