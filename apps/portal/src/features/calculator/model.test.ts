import { expect, test } from "vitest";
import { type Calculation, type RewardFigures, stakeLimits, toEarnings, withOneMore } from "./model.ts";

const SESH = 1_000_000_000n;
// 2,000 nodes of 25,000 SESH; a day pays 19,452 SESH to all of them.
const figures: RewardFigures = { perDay: 19_452n * SESH, payableNodes: 2_000, requirement: 25_000n * SESH };
const node: Calculation = { kind: "node", stake: 25_000n * SESH, feeBps: 0n };

test("a node of one's own earns a node's share, and the API's APR", () => {
  expect(toEarnings(figures, node)).toEqual({
    perDay: 9_726_000_000n,
    perMonth: 295_832_500_000n,
    perYear: 3_549_990_000_000n,
    aprBps: 1_419n,
  });
});

test("the example of the protocol: 1,000 with 10 % and 50/25/25 is 550, 225, 225", () => {
  const earned: RewardFigures = { perDay: 1_000n, payableNodes: 1, requirement: 100n };
  const operator = toEarnings(earned, { kind: "pool", stake: 50n, feeBps: 1_000n });
  const other = toEarnings(earned, { kind: "stake", stake: 25n, feeBps: 1_000n });
  expect([operator?.perDay, other?.perDay]).toEqual([550n, 225n]);
});

test("operator and stakers together get what the node earned", () => {
  const stake = 6_250n * SESH;
  const operator = toEarnings(figures, { kind: "pool", stake, feeBps: 500n });
  const others = toEarnings(figures, { kind: "stake", stake: 18_750n * SESH, feeBps: 500n });
  const all = toEarnings(figures, node);
  expect((operator?.perDay ?? 0n) + (others?.perDay ?? 0n)).toBe(all?.perDay);
});

test("a year isn't 365 times a rounded day", () => {
  const tiny = toEarnings({ perDay: 1n, payableNodes: 2, requirement: 1n }, { kind: "stake", stake: 1n, feeBps: 0n });
  expect([tiny?.perDay, tiny?.perYear]).toEqual([0n, 182n]);
});

test("one node more makes every share smaller", () => {
  const [now, then] = [toEarnings(figures, node), toEarnings(withOneMore(figures), node)];
  expect(then?.perYear).toBe((3_549_990_000_000n * 2_000n) / 2_001n);
  expect((now?.perYear ?? 0n) > (then?.perYear ?? 0n)).toBe(true);
});

test("nothing staked and nobody paid earn nothing that could be told", () => {
  expect(toEarnings({ ...figures, payableNodes: 0 }, node)).toBeUndefined();
  expect(toEarnings(figures, { ...node, stake: 0n })).toBeUndefined();
});

test("limits are those of the network", () => {
  const staking = { requirement: "25000", operatorMinimum: "6250" } as Parameters<typeof stakeLimits>[1];
  expect(stakeLimits("stake", staking)).toEqual({ min: 1n, max: undefined });
  expect(stakeLimits("node", staking)).toEqual({ min: 25_000n, max: 25_000n });
  expect(stakeLimits("pool", staking)).toEqual({ min: 6_250n, max: 25_000n });
});
