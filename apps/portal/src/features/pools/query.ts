import type { PoolSummary } from "@session/sdk/indexer-api";
import { parseAmount, parseBps } from "@session/ui";
import { type Hex, isAddress } from "viem";
import type { PoolSort, StakeSearch } from "./search.ts";

export const PAGE_SIZE = 20;
/** Searched through in the browser: the indexer finds pools by an operator's whole address only. */
const SEARCH_SIZE = 200;

/** The order that answers the question: cheapest first, smallest first, most room first, newest first. */
export const DEFAULT_ORDER: Readonly<Record<PoolSort, "asc" | "desc">> = {
  updated: "desc",
  deployed: "desc",
  fee: "asc",
  minimum: "asc",
  remaining: "desc",
};

/** What the indexer is asked for; all filters are the server's but a part of a text. */
export function toPoolQuery(search: StakeSearch, account: string | undefined) {
  const { q, mine, sort = "updated", pages = [] } = search;
  const maxFeeBps = figureOf(search.fee, parseBps);
  const maxMinimum = figureOf(search.budget, parseAmount);
  const minRemaining = figureOf(search.room, parseAmount);
  const operator = q !== undefined && isAddress(q, { strict: false }) ? (q as Hex) : undefined;
  const cursor = pages.at(-1);
  return {
    state: "open",
    sort,
    order: search.order ?? DEFAULT_ORDER[sort],
    limit: q === undefined || operator !== undefined ? PAGE_SIZE : SEARCH_SIZE,
    ...(operator === undefined ? {} : { operator }),
    ...(mine === true && account !== undefined ? { reservedFor: account as Hex } : {}),
    ...(maxFeeBps === undefined ? {} : { maxFeeBps: Number(maxFeeBps) }),
    ...(maxMinimum === undefined ? {} : { maxMinimum: maxMinimum.toString() }),
    ...(minRemaining === undefined ? {} : { minRemaining: minRemaining.toString() }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function figureOf(text: string | undefined, parse: typeof parseBps | typeof parseAmount): bigint | undefined {
  if (text === undefined) return undefined;
  const parsed = parse === parseBps ? parseBps(text) : parseAmount(text);
  return parsed.ok ? parsed.amount : undefined;
}

/** Whether a pool is what a text may mean: its address, its operator's, its node's key, in any case. */
export function isMeant(pool: Pick<PoolSummary, "address" | "operator" | "ed25519">, q: string | undefined): boolean {
  if (q === undefined) return true;
  const part = q.trim().toLowerCase().replace(/^0x/, "");
  return [pool.address, pool.operator, pool.ed25519].some((value) => value.toLowerCase().slice(2).includes(part));
}

/** Whether anything is filtered: an empty list then has another reason. */
export function isFiltered({ q, fee, budget, room, mine }: StakeSearch): boolean {
  return [q, fee, budget, room, mine].some((value) => value !== undefined);
}

/** Filters as changed; the pages begin anew, since their cursors are of the order and filters before. */
export function changeSearch(search: StakeSearch, change: Partial<StakeSearch>): StakeSearch {
  const { pages: _, ...rest } = { ...search, ...change };
  return Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined && value !== ""),
  ) as StakeSearch;
}
