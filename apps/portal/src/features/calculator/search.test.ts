import { expect, test } from "vitest";
import { calculatorSearch } from "./search.ts";

test("amounts written by hand arrive as numbers and are taken, in full where they are text", () => {
  expect(calculatorSearch.parse({ kind: "pool", amount: 6250, fee: 2.5 })).toEqual({
    kind: "pool",
    amount: "6250",
    fee: "2.5",
  });
  expect(calculatorSearch.parse({ amount: "123456789012.123456789" }).amount).toBe("123456789012.123456789");
});

test("what is no amount is left out, and nothing else with it", () => {
  expect(calculatorSearch.parse({ kind: "mine", amount: "1e9", fee: -1 })).toEqual({});
  expect(calculatorSearch.parse({ amount: 1e21, fee: "5" }).fee).toBe("5");
});
