import { expect, test } from "vitest";
import { toCells } from "./signers.ts";

test("a cell for each member by ascending id, absent ones told apart", () => {
  expect(toCells({ signed: [300, 1, 7], absent: [5] })).toEqual({
    ids: [1, 5, 7, 300],
    cells: ["signed", "absent", "signed", "signed"],
  });
});

test("who stands in both lists counts as absent: a picture never shows more signatures than there are", () => {
  expect(toCells({ signed: [1, 2], absent: [2] }).cells).toEqual(["signed", "absent"]);
});
