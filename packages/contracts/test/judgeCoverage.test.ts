import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeCoverage } from "../scripts/judgeCoverage.ts";

const LCOV = [
  "SF:contracts/A.sol\nDA:1,4\nDA:2,0\nDA:9,0\nend_of_record",
  "SF:contracts/B.sol\nDA:1,1\nend_of_record\n",
].join("\n");
const outputOf = (lines: string, statements: string) =>
  `║ contracts/A.sol │ 50.00 │ 50.00 │ 2, 9 ║\n║ Total │ ${lines} │ ${statements} │ ║\n\n287 passing (287 nodejs)\n3 failing (3 nodejs)\n`;
const judge = (output: string, lcov = LCOV) => {
  const { ok, lines } = judgeCoverage(output, lcov, 98);
  return { ok, lines: lines.slice(0, -1), result: JSON.parse(lines.at(-1) ?? "") as Record<string, unknown> };
};

describe("coverage", () => {
  it("is enough at the least itself; what is missed is named all the same", () => {
    const { ok, lines, result } = judge(outputOf("98.00", "99.14"));
    assert.equal(ok, true);
    assert.deepEqual(lines, ["contracts/A.sol missed: 2 9"]);
    assert.deepEqual(result, {
      ...{ ok: true, lines: 98, statements: 99.14, least: 98, files: 2 },
      ...{ tests: { passed: 287, failedWhenInstrumented: 3 }, passed: 2, failed: 0 },
    });
  });

  it("fails below it, by lines and by statements, and says what is asked for", () => {
    for (const [lines, statements] of [
      ["97.99", "98.00"],
      ["98.00", "97.99"],
    ] as const) {
      const { ok, lines: said, result } = judge(outputOf(lines, statements));
      assert.deepEqual([ok, result.ok, result.passed, result.failed], [false, false, 1, 1]);
      const asked = `${Number(lines)} % of lines and ${Number(statements)} % of statements are covered, 98 % are asked for`;
      assert.deepEqual(said, ["contracts/A.sol missed: 2 9", asked]);
    }
    assert.equal(judge(outputOf("1.00", "2.00")).result.failed, 2);
  });

  it("fails without Hardhat's table, and without any file", () => {
    assert.deepEqual(judge("HHE900").result.failed, 2);
    assert.equal(judge(outputOf("100.00", "100.00"), "").ok, false);
  });
});
