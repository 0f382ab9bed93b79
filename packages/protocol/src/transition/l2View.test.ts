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
