import { expect, test } from "vitest";
import { calculatorSearch } from "../features/calculator/search.ts";
import { stakeSearch } from "../features/pools/search.ts";
import { rewardsSearch } from "../features/rewards/search.ts";
import { parseSearch, stringifySearch } from "./searchText.ts";

test("what people type and share stands plainly in the address and comes back as it was", () => {
  const calculation = calculatorSearch.parse({ kind: "pool", amount: "123456789012.123456789", fee: "2.50" });
  expect(stringifySearch(calculation)).toBe("?kind=pool&amount=123456789012.123456789&fee=2.50");
  expect(calculatorSearch.parse(parseSearch(stringifySearch(calculation)))).toEqual(calculation);
  const rewards = rewardsSearch.parse({ from: "2026-01-01", node: 7 });
  expect(stringifySearch(rewards)).toBe("?from=2026-01-01&node=7");
  expect(rewardsSearch.parse(parseSearch("?from=2026-01-01&node=7"))).toEqual(rewards);
});

test("a part of a key is text, whatever number it looks like", () => {
  for (const q of ["1e53", "007", "0x10", "true", "null", "[", "[1]", '"a"', "a b&c=d"]) {
    const search = stakeSearch.parse({ q });
    expect(stakeSearch.parse(parseSearch(stringifySearch(search))), q).toEqual({ q });
  }
  expect(stakeSearch.parse(parseSearch("?q=1e53")).q).toBe("1e53");
});

test("switches and cursors come back, too", () => {
  const search = stakeSearch.parse({ mine: true, sort: "fee", pages: ["a,b", '"c"', ""] });
  expect(search).toMatchObject({ mine: true, pages: ["a,b", '"c"', ""] });
  expect(stakeSearch.parse(parseSearch(stringifySearch(search)))).toEqual(search);
});

test("addresses passed on before, with quotes, are read as they were meant", () => {
  expect(stakeSearch.parse(parseSearch("?fee=%225%22&q=%22007%22&mine=true"))).toEqual({
    fee: "5",
    q: "007",
    mine: true,
  });
  expect(stakeSearch.parse(parseSearch("?fee=%22&q=[&pages=[1]"))).toEqual({ q: "[" });
});
