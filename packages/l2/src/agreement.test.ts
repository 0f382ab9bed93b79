import { expect, test } from "vitest";
import { majority } from "./agreement.ts";

test("more than half: one alone, both of two, two of three, three of four", () => {
  const of = (...items: string[]) => majority(items, (item) => item)?.length;
  expect([of("a"), of("a", "a"), of("a", "b"), of("a", "b", "a"), of("a", "b", "c")]).toEqual([
    1,
    2,
    undefined,
    2,
    undefined,
  ]);
  expect([of("a", "a", "b", "b"), of("a", "b", "b", "b"), of()]).toEqual([undefined, 3, undefined]);
});
