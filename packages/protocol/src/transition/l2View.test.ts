import { expect, test } from "vitest";
import { acceptingBls } from "../../test/acceptingBls.ts";
import { transitionCode } from "../../test/transitionCode.ts";
import { ChainBuilder, type NextBlock, SESH, testHash } from "../testing/chainBuilder.ts";
import type { L2Event } from "../types/l2Event.ts";

const event = (l2Number: number, logIndex: number): L2Event => ({
  ...{ l2Number, logIndex, txHash: testHash("same") },
  ...{ kind: "ServiceNodeExitRequest", data: { id: 99, initiator: new Uint8Array(20) } },
});
const codeOf = (content: NextBlock, preset: "devnet" | "mainnet" = "devnet") =>
  transitionCode(() => new ChainBuilder(acceptingBls, { nodes: 1, preset }).next(content));

test("must-not-repeat §5.7: a block may keep its parent's L2 view, whole and without events", () => {
  expect(codeOf({})).toBe("none");
  expect(codeOf({ l2Number: 99 })).toBe("L2_NUMBER_BACKWARDS");
  expect(codeOf({ l2Hash: testHash("x") })).toBe("L2_FIELDS_NOT_COPIED");
  expect(codeOf({ rewardRate: 1n })).toBe("L2_FIELDS_NOT_COPIED");
  expect(codeOf({ poolReleased: 1n })).toBe("L2_FIELDS_NOT_COPIED");
  expect(codeOf({ events: [event(100, 0)] })).toBe("L2_FIELDS_NOT_COPIED");
});

test("a new L2 block is on the step, whatever block the genesis had", () => {
  expect(codeOf({}, "mainnet")).toBe("none");
  expect(codeOf({ l2Number: 240 }, "mainnet")).toBe("none");
  expect(codeOf({ l2Number: 241 }, "mainnet")).toBe("L2_NUMBER_OFF_STEP");
  expect(codeOf({ l2Number: 101 })).toBe("none");
});

test("must-not-repeat §3.4: identical events count one by one, in log order, of the new L2 blocks only", () => {
  const { outcomes } = new ChainBuilder(acceptingBls, { nodes: 1 }).next({
    l2Number: 103,
    events: [event(101, 0), event(101, 1), event(103, 0)],
  });
  expect(outcomes.map(({ l2Number, logIndex }) => [l2Number, logIndex])).toEqual([
    [101, 0],
    [101, 1],
    [103, 0],
  ]);
  expect(codeOf({ l2Number: 103, events: [event(101, 1), event(101, 1)] })).toBe("L2_EVENT_ORDER");
  expect(codeOf({ l2Number: 103, events: [event(101, 1), event(101, 0)] })).toBe("L2_EVENT_ORDER");
  expect(codeOf({ l2Number: 103, events: [event(102, 0), event(101, 1)] })).toBe("L2_EVENT_ORDER");
  expect(codeOf({ l2Number: 103, events: [event(100, 5)] })).toBe("L2_EVENT_OUT_OF_RANGE");
  expect(codeOf({ l2Number: 103, events: [event(104, 0)] })).toBe("L2_EVENT_OUT_OF_RANGE");
});

const run = (from: number, count: number, l2Number = 101) =>
  Array.from({ length: count }, (_, index) => event(l2Number, from + index));

test("a step with more events than a block takes enters part by part, each event once, none left out", () => {
  const chain = new ChainBuilder(acceptingBls, { nodes: 1 });
  const positions: unknown[] = [];
  const seen: number[] = [];
  for (const content of [
    { events: run(0, 256) },
    { events: run(256, 256) },
    {},
    { l2Number: 101, events: run(512, 88) },
    { l2Number: 102, events: [event(102, 0)] },
  ]) {
    const { outcomes } = chain.next(content);
    seen.push(...outcomes.map(({ l2Number, logIndex }) => l2Number * 1_000 + logIndex));
    positions.push([chain.state.l2Number, chain.state.l2Position.l2Number, chain.state.l2Position.logIndex]);
  }
  const end = 2 ** 32 - 1;
  expect(positions).toEqual([
    [100, 101, 255],
    [100, 101, 511],
    [100, 101, 511],
    [101, 101, end],
    [102, 102, end],
  ]);
  expect(seen).toEqual([...Array.from({ length: 600 }, (_, index) => 101_000 + index), 102_000]);
});

test("a part is full, goes on where the one before ended, and ties the L2 block that ends it", () => {
  const after = (content: NextBlock) => {
    const chain = new ChainBuilder(acceptingBls, { nodes: 1 });
    chain.next({ events: run(0, 256) });
    return transitionCode(() => chain.next(content));
  };
  expect(after({ events: run(256, 255) })).toBe("L2_FIELDS_NOT_COPIED");
  expect(after({ events: run(255, 256) })).toBe("L2_EVENT_ORDER");
  expect(after({ events: run(256, 256), rewardRate: 1n })).toBe("L2_FIELDS_NOT_COPIED");
  expect(after({ events: run(0, 256, 100) })).toBe("L2_EVENT_OUT_OF_RANGE");
  expect(after({ l2Number: 101, events: run(255, 2) })).toBe("L2_EVENT_ORDER");
  expect(after({ l2Number: 101, events: run(256, 2) })).toBe("none");
  expect(after({ events: [...run(256, 250), ...run(0, 6, 102)] })).toBe("none");
  const chain = new ChainBuilder(acceptingBls, { nodes: 1 });
  chain.next({ events: run(0, 256, 103) });
  expect(transitionCode(() => chain.next({ l2Number: 102 }))).toBe("L2_NUMBER_BACKWARDS");
  expect(transitionCode(() => chain.next({ l2Number: 103 }))).toBe("none");
});

test("must-not-repeat §3.13: rates and pool figures beyond any token are refused before they overflow", () => {
  expect(codeOf({ l2Number: 101, rewardRate: 2n ** 80n, poolReleased: 2n ** 80n })).toBe("none");
  expect(codeOf({ l2Number: 101, rewardRate: 2n ** 80n + 1n })).toBe("L2_AMOUNT_OUT_OF_RANGE");
  expect(codeOf({ l2Number: 101, poolReleased: 2n ** 128n - 1n })).toBe("L2_AMOUNT_OUT_OF_RANGE");
});

test("a block pays what the pool has released since genesis and no more; later releases don't pay arrears", () => {
  const chain = new ChainBuilder(acceptingBls, { nodes: 3, poolReleased: 50n * SESH, rewardRate: 0n });
  const unit = 10n ** 9n;
  chain.next({ l2Number: 101, rewardRate: 120n * SESH, poolReleased: 55n * SESH });
  chain.next();
  expect(chain.state.due).toBe(4n * SESH * unit);
  chain.next();
  expect(chain.state.due).toBe(5n * SESH * unit);
  chain.skip(3);
  expect(chain.state.due).toBe(5n * SESH * unit);
  chain.next({ l2Number: 102, poolReleased: 155n * SESH });
  expect(chain.state.due).toBe(7n * SESH * unit);
  chain.next({ l2Number: 103, poolReleased: 10n * SESH });
  expect(chain.state.due).toBe(7n * SESH * unit);
});

test("block 1 takes the genesis rate raw when it keeps the genesis view of L2", () => {
  const chain = new ChainBuilder(acceptingBls, { nodes: 1, rewardRate: 36n * SESH });
  chain.next();
  expect(chain.state.smoothedRate).toBe(36n * SESH * 10n ** 9n);
  chain.next({ l2Number: 101, rewardRate: 72n * SESH });
  const before = 36n * SESH * 10n ** 9n;
  expect(chain.state.smoothedRate).toBe(before + (before * 2n) / (120n * 50_000n));
});
