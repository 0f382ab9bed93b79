import { expect, test } from "vitest";
import { changeSearch, isFiltered, isMeant, toPoolQuery } from "./query.ts";
import { type StakeSearch, stakeSearch } from "./search.ts";

const A = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const NONE: StakeSearch = stakeSearch.parse({});

test("what is asked of the indexer: amounts in base units, fees in basis points, exactly", () => {
  const search = stakeSearch.parse({ fee: 0.29, budget: "781.25", room: 1, sort: "fee", pages: ["a", "b"] });
  expect(toPoolQuery(search, undefined)).toEqual({
    ...{ state: "open", sort: "fee", order: "asc", limit: 20, cursor: "b" },
    ...{ maxFeeBps: 29, maxMinimum: "781250000000", minRemaining: "1000000000" },
  });
});

test("places kept are asked for only for somebody", () => {
  const search = stakeSearch.parse({ mine: true });
  expect(toPoolQuery(search, undefined)).not.toHaveProperty("reservedFor");
  expect(toPoolQuery(search, A)).toMatchObject({ reservedFor: A, sort: "updated", order: "desc" });
  expect(toPoolQuery(NONE, A)).not.toHaveProperty("reservedFor");
});

test("a whole address is the indexer's to find, a part of one is looked for here", () => {
  expect(toPoolQuery({ q: A.toLowerCase() }, undefined)).toMatchObject({ operator: A.toLowerCase(), limit: 20 });
  expect(toPoolQuery({ q: "93B906" }, undefined)).toMatchObject({ limit: 200 });
  const pool = { address: `0x${"11".repeat(20)}`, operator: A, ed25519: `0x${"cd".repeat(32)}` } as const;
  expect(isMeant(pool, "93B906")).toBe(true);
  expect(isMeant(pool, "0xCDcd")).toBe(true);
  expect(isMeant(pool, "0x22")).toBe(false);
  expect(isMeant(pool, undefined)).toBe(true);
});

test("an address somebody has played with opens the list all the same", () => {
  const search = stakeSearch.parse({ fee: "x", budget: -1, mine: "yes", sort: "best", pages: "a", q: "" });
  expect(toPoolQuery(search, A)).toEqual({ state: "open", sort: "updated", order: "desc", limit: 20 });
  expect(isFiltered(search)).toBe(false);
});

test("another filter begins at the first page, and what is empty leaves the address", () => {
  const search: StakeSearch = { fee: "5", q: "ab", pages: ["a"] };
  expect(changeSearch(search, { fee: "3" })).toEqual({ fee: "3", q: "ab" });
  expect(changeSearch(search, { q: undefined, fee: "" as string })).toEqual({});
});
