import { Readable } from "node:stream";
import { cursorPage, decodeCursor, implement, invalidParameter, type TypedApp } from "@session/http";
import { rewardRoutes as routes } from "@session/sdk/indexer-api";
import type { Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import { ledgerToBaseUnits, ledgerToSesh } from "../../economics/amounts.ts";
import { asOf, clockOf, type DataServices } from "../../economics/dataServices.ts";
import { type ClaimRow, claimsOf } from "../../views/claims/queries.ts";
import {
  type DayRange,
  daysOfAddress,
  daysOfNode,
  earnedByAddress,
  earnedByNode,
  type RewardFilter,
  type RewardLine,
  rewardLines,
} from "../../views/rewards/queries.ts";
import { BLOCK_NUMBER, INDEX } from "../cursors.ts";
import { addressText } from "../format/addressText.ts";
import { addressRewards, bothUnits } from "../format/rewardsFormat.ts";
import { nodeIdOf } from "./nodes.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = 90;
const MAX_DAYS = 1_000;
const LINES_AT_ONCE = 1_000;
const FIRST_DAY = "1970-01-01";
const LAST_DAY = "9999-12-31";

export function rewardRoutes(app: TypedApp, services: DataServices): void {
  const { queries } = services.database;
  const { cache } = services;

  implement(app, routes.getRewards, async ({ params, query }) => {
    const { address } = params;
    const place = decodeCursor(query.cursor, [BLOCK_NUMBER, INDEX]);
    const before = place && { blockNumber: BigInt(place[0] ?? "0"), logIndex: Number(place[1]) };
    const [rewards, byNode, rows] = await Promise.all([
      addressRewards(services, address),
      cache.get(`byNode ${address}`, () => earnedByNode(queries, address)),
      claimsOf(queries, address, before, query.limit + 1),
    ]);
    const { items, next } = cursorPage(rows, query.limit, ({ blockNumber, logIndex }) => [blockNumber, logIndex]);
    return {
      ...rewards,
      address: addressText(address),
      byNode: byNode.map(({ nodeId, amount }) => ({ nodeId, ...bothUnits(amount) })),
      claims: { items: items.map(formatClaim), next },
      asOf: asOf(services),
    };
  });

  implement(app, routes.getRewardHistory, async ({ params, query }) => {
    const filter = { ...boundedRange(query, services), node: query.node };
    const days = await daysOfAddress(queries, params.address, filter);
    return { items: days.map(({ day, amount }) => ({ day, ...bothUnits(amount) })), asOf: asOf(services) };
  });

  implement(app, routes.getRewardHistoryCsv, ({ params, query }, { reply }) => {
    const { from = FIRST_DAY, to = LAST_DAY, node } = query;
    checkOrder({ from, to });
    const name = `session-rewards-${params.address}.csv`;
    return reply
      .header("content-disposition", `attachment; filename="${name}"`)
      .send(Readable.from(csvOf(queries, params.address, { from, to, node })));
  });

  implement(app, routes.getNodeRewards, async ({ params, query }) => {
    const range = boundedRange(query, services);
    const nodeId = await nodeIdOf(services, params.id);
    const [byAddress, days] = await Promise.all([
      cache.get(`byAddress ${nodeId}`, () => earnedByAddress(queries, nodeId)),
      daysOfNode(queries, nodeId, range),
    ]);
    const { amountLedger, amount } = bothUnits(byAddress.reduce((sum, earned) => sum + earned.amount, 0n));
    return {
      ...{ nodeId, lifetimeLedger: amountLedger, lifetime: amount },
      byAddress: byAddress.map((earned) => ({ address: addressText(earned.address), ...bothUnits(earned.amount) })),
      items: days.map((earned) => ({ day: earned.day, ...bothUnits(earned.amount) })),
      asOf: asOf(services),
    };
  });
}

function formatClaim({ time, amount, lifetimeRewards, txHash, blockNumber, logIndex }: ClaimRow) {
  return {
    ...{ at: Number(time), amount: amount.toString(), lifetimeRewards: lifetimeRewards.toString(), txHash },
    ...{ block: blockNumber.toString(), logIndex },
  };
}

type AskedRange = { readonly from?: string | undefined; readonly to?: string | undefined };

/** @throws ProblemError INVALID_PARAMETER */
function boundedRange(asked: AskedRange, services: DataServices): DayRange {
  const to = asked.to ?? toDay(clockOf(services).chainTime * 1_000);
  const from = asked.from ?? toDay(Math.max(0, Date.parse(to) - (USUAL_DAYS - 1) * DAY_MS));
  checkOrder({ from, to });
  if ((Date.parse(to) - Date.parse(from)) / DAY_MS >= MAX_DAYS)
    throw invalidParameter("from", `more than ${MAX_DAYS} days with \`to\`.`);
  return { from, to };
}

function checkOrder({ from, to }: DayRange): void {
  if (from > to) throw invalidParameter("from", "it is after `to`.");
}

function toDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** RFC 4180: CRLF, no field needs quotes. Amounts are exact, to 1e-18 SESH. */
async function* csvOf(queries: Queries, address: Hex, filter: RewardFilter): AsyncGenerator<string> {
  yield "day,node,base_units,sesh\r\n";
  let last: RewardLine | undefined;
  do {
    const lines = await rewardLines(queries, address, filter, last, LINES_AT_ONCE);
    last = lines.length === LINES_AT_ONCE ? lines.at(-1) : undefined;
    yield lines.map(toLine).join("");
  } while (last !== undefined);
}

function toLine({ day, nodeId, amount }: RewardLine): string {
  return `${day},${nodeId},${ledgerToBaseUnits(amount)},${ledgerToSesh(amount)}\r\n`;
}
