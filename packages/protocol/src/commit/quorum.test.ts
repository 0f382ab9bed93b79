import { expect, test } from "vitest";
import { quorum } from "./quorum.ts";

test("must-not-repeat §1.16: for 1 to 12 nodes consensus and contract agree on how many may be absent", () => {
  for (let n = 1; n <= 12; n++) expect(n - quorum(n)).toBe(Math.floor((n - 1) / 3));
  expect([1, 2, 3, 4, 5, 6, 7, 10, 12, 2_000].map(quorum)).toEqual([1, 2, 3, 3, 4, 5, 5, 7, 9, 1_334]);
});
