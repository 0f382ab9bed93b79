import { decodeCursor, encodeCursor } from "@session/http";
import type { TimelineEntry } from "@session/sdk/indexer-api";
import type { DataServices } from "../../economics/dataServices.ts";
import { eventsOfSubject, type L2Place, nodeSubject, type SubjectEventRow } from "../../views/subjects/queries.ts";
import { type ChainEventRow, type ChainPlace, chainEventsOf } from "../../views/timeline/queries.ts";
import type { ContractEvents } from "../contractEvents.ts";
import { BLOCK_NUMBER, HEIGHT, INDEX } from "../cursors.ts";
import { formatOutcome } from "./nodeFormat.ts";

type Page = { readonly items: TimelineEntry[]; readonly next: string | null };

export function formatL2Event({ log, outcome }: SubjectEventRow, events: ContractEvents): TimelineEntry {
  const { address, data, blockNumber, logIndex, txHash } = log;
  const topics = [log.topic0, log.topic1, log.topic2, log.topic3].filter((topic) => topic !== null);
  const { name, args } = events.decode({ address, topics, data });
  return {
    at: Number(log.time),
    source: "l2",
    type: name ?? log.topic0,
    detail: args,
    l2: { block: blockNumber.toString(), logIndex, txHash, outcome: formatOutcome(outcome) },
    chain: null,
  };
}

function formatChainEvent({ time, type, detail, height, seq }: ChainEventRow): TimelineEntry {
  return { at: time, source: "chain", type, detail, l2: null, chain: { height, seq } };
}

/**
 * Everything about a node, newest first: both chains' events merged by time, the appchain's first within a second, since
 * it acts on what L2 said. The cursor holds the place in each chain, so that what comes later moves nothing.
 */
export async function nodeTimeline(
  { database, events }: DataServices,
  nodeId: number,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page> {
  const places = decodeCursor(cursor, [BLOCK_NUMBER, INDEX, HEIGHT, INDEX]);
  const start = places && toPlaces(places);
  const subject = { kind: "node", subject: nodeSubject(nodeId) } as const;
  const [l2Rows, chainRows] = await Promise.all([
    eventsOfSubject(database.queries, subject, start?.l2, limit + 1),
    chainEventsOf(database.queries, nodeId, start?.chain, limit + 1),
  ]);
  let l2 = 0;
  let chain = 0;
  const items: TimelineEntry[] = [];
  while (items.length < limit) {
    const nextL2 = l2Rows[l2];
    const nextChain = chainRows[chain];
    if (nextChain !== undefined && (nextL2 === undefined || BigInt(nextChain.time) >= nextL2.log.time)) {
      items.push(formatChainEvent(nextChain));
      chain += 1;
    } else if (nextL2 !== undefined) {
      items.push(formatL2Event(nextL2, events));
      l2 += 1;
    } else break;
  }
  if (l2 === l2Rows.length && chain === chainRows.length) return { items, next: null };
  return { items, next: encodePlaces(l2Rows[l2 - 1]?.log ?? start?.l2, chainRows[chain - 1] ?? start?.chain) };
}

/** Beyond every block and height: the start of a list. */
const FIRST_L2: L2Place = { blockNumber: 10n ** 18n - 1n, logIndex: 0 };
const FIRST_CHAIN: ChainPlace = { height: 999_999_999, seq: 0 };

function encodePlaces(l2: L2Place = FIRST_L2, chain: ChainPlace = FIRST_CHAIN): string {
  return encodeCursor([l2.blockNumber, l2.logIndex, chain.height, chain.seq]);
}

function toPlaces([block = "0", logIndex, height, seq]: readonly string[]): { l2: L2Place; chain: ChainPlace } {
  return {
    l2: { blockNumber: BigInt(block), logIndex: Number(logIndex) },
    chain: { height: Number(height), seq: Number(seq) },
  };
}

/** Contract events of a pool, newest first. */
export async function poolHistory(
  { database, events }: DataServices,
  pool: `0x${string}`,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page> {
  const place = decodeCursor(cursor, [BLOCK_NUMBER, INDEX]);
  const before = place && { blockNumber: BigInt(place[0] ?? "0"), logIndex: Number(place[1]) };
  const rows = await eventsOfSubject(database.queries, { kind: "address", subject: pool }, before, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.log;
  const next = rows.length > limit && last ? encodeCursor([last.blockNumber, last.logIndex]) : null;
  return { items: shown.map((row) => formatL2Event(row, events)), next };
}
