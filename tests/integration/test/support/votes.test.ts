import { expect, test } from "vitest";
import { findConflicts, parseRecord } from "./votes.ts";

const vote = { kind: "precommit", height: 7, round: 0, type: 2, value: "0xaa", node: 3 };

test("a conflict is two values for one slot; another round, type, height or node is another slot", () => {
  const fine = [vote, vote, { ...vote, round: 1, value: "0xbb" }, { ...vote, type: 1, value: "0xbb" }];
  const others = [
    { ...vote, height: 8, value: "0xbb" },
    { ...vote, node: 4, value: "0xbb" },
  ];
  expect(findConflicts([...fine, ...others])).toEqual([]);
  const other = { ...vote, value: "0xbb" };
  expect(findConflicts([...fine, other])).toEqual([[vote, other]]);
});

test("a record may end in half a line", () => {
  expect(parseRecord(`${JSON.stringify(vote)}\n{"kind":"pre`)).toEqual([vote]);
});
