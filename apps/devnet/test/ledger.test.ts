import fc from "fast-check";
import { expect, test } from "vitest";
import { LEDGER_UNITS_PER_BASE_UNIT, type NodeTerms, RewardLedger } from "../src/journey/ledger.ts";
import { toEarningChange } from "../src/journey/readLedger.ts";

const solo = (id: number, beneficiary: string): NodeTerms => ({
  id,
  feeBps: 0n,
  contributors: [{ beneficiary, amount: 100n }],
});
const A = solo(1, "0xa");
const B = solo(2, "0xb");
const POOL: NodeTerms = {
  id: 3,
  feeBps: 1_000n,
  contributors: [
    { beneficiary: "0xc", amount: 30n },
    { beneficiary: "0xd", amount: 70n },
  ],
};
const terms = new Map([A, B, POOL].map((node) => [node.id, node]));
const newLedger = (seeded: readonly number[]) =>
  new RewardLedger({ blockIntervalSec: 2n, genesisReleased: 1_000n, seeded, terms });
/** 60 base units per 120 s: one base unit per block of 2 s. */
const header = (height: number, changes = {}) => ({ height, rewardRate: 60n, poolReleased: 10n ** 12n, ...changes });
const UNIT = LEDGER_UNITS_PER_BASE_UNIT;

test("a block's reward is shared equally, the remainder carried", () => {
  const ledger = newLedger([1, 2, 3]);
  ledger.apply(header(1), []);
  expect(ledger.lifetimeOf("0xA")).toBe(UNIT / 3n);
  expect(ledger.accounting()).toEqual({ paid: (UNIT / 3n) * 3n, carry: 1n, due: UNIT });
});

test("the fee comes first, to the operator; the rest by stake", () => {
  const ledger = newLedger([3]);
  ledger.apply(header(1), []);
  const rest = (UNIT * 9n) / 10n;
  expect(ledger.lifetimeOf("0xc")).toBe(UNIT / 10n + (rest * 30n) / 100n);
  expect(ledger.lifetimeOf("0xd")).toBe((rest * 70n) / 100n);
});

test("1,000 with a fee of 10 % and stakes of 50, 25 and 25 are 550, 225 and 225", () => {
  const shared: NodeTerms = {
    id: 4,
    feeBps: 1_000n,
    contributors: [
      { beneficiary: "0x1", amount: 50n },
      { beneficiary: "0x2", amount: 25n },
      { beneficiary: "0x3", amount: 25n },
    ],
  };
  const options = { blockIntervalSec: 2n, genesisReleased: 0n, seeded: [4], terms: new Map([[4, shared]]) };
  const ledger = new RewardLedger(options);
  // 60,000 base units per 120 s: 1,000 per block of 2 s.
  ledger.apply(header(1, { rewardRate: 60_000n }), []);
  const amounts = ["0x1", "0x2", "0x3"].map((address) => ledger.lifetimeOf(address) / UNIT);
  expect(amounts).toEqual([550n, 225n, 225n]);
  ledger.apply(header(2, { rewardRate: 60_000n }), [{ node: 4, type: "stopsAfterReward" }]);
  expect(ledger.lifetimeOf("0x1")).toBe(1_100n * UNIT);
  expect(ledger.accounting()).toEqual({ paid: 2_000n * UNIT, carry: 0n, due: 2_000n * UNIT });
});

test("what doesn't divide by the stakes of a pool is carried when it is settled, not lost", () => {
  const uneven: NodeTerms = {
    id: 5,
    feeBps: 500n,
    contributors: [
      { beneficiary: "0x1", amount: 3n },
      { beneficiary: "0x2", amount: 2n },
      { beneficiary: "0x3", amount: 2n },
    ],
  };
  const options = { blockIntervalSec: 2n, genesisReleased: 0n, seeded: [5], terms: new Map([[5, uneven]]) };
  const ledger = new RewardLedger(options);
  ledger.apply(header(1), [{ node: 5, type: "stopsAfterReward" }]);
  // By hand: 10^9, of which 5 % are 50,000,000; the rest in sevenths is 407,142,857 and twice 271,428,571, 1 is left.
  const amounts = ["0x1", "0x2", "0x3"].map((address) => ledger.lifetimeOf(address));
  expect(amounts).toEqual([457_142_857n, 271_428_571n, 271_428_571n]);
  expect(ledger.accounting()).toEqual({ paid: UNIT - 1n, carry: 1n, due: UNIT });
});

test("a node earns from the block it becomes payable in, and not in the block its time is up", () => {
  const ledger = newLedger([1]);
  ledger.apply(header(1), []);
  ledger.apply(header(2), [{ node: 2, type: "begins" }]);
  expect(ledger.lifetimeOf("0xb")).toBe(UNIT / 2n);
  ledger.apply(header(3), [{ node: 2, type: "stops" }]);
  expect(ledger.lifetimeOf("0xb")).toBe(UNIT / 2n);
  expect(ledger.lifetimeOf("0xa")).toBe(UNIT + UNIT / 2n + UNIT);
});

test("an exit on L2 is settled after the block's reward", () => {
  const ledger = newLedger([1, 2]);
  ledger.apply(header(1), [{ node: 2, type: "stopsAfterReward" }]);
  ledger.apply(header(2), []);
  expect(ledger.lifetimeOf("0xb")).toBe(UNIT / 2n);
  expect(ledger.lifetimeOf("0xa")).toBe(UNIT / 2n + UNIT);
});

test("the pool's released funds are the limit; nobody payable: nothing is due", () => {
  const ledger = newLedger([1]);
  ledger.apply(header(1, { poolReleased: 1_000n }), []);
  expect(ledger.lifetimeOf("0xa")).toBe(0n);
  ledger.apply(header(2, { poolReleased: 1_001n }), []);
  ledger.apply(header(3, { poolReleased: 1_001n }), [{ node: 1, type: "stops" }]);
  expect(ledger.accounting()).toEqual({ paid: UNIT, carry: 0n, due: UNIT });
});

test("the rate is taken raw in block 1, then moves by a step, at least one unit, never past the target", () => {
  const lifetimeAfter = (rates: readonly bigint[]) => {
    const ledger = newLedger([1]);
    for (const [i, rewardRate] of rates.entries()) ledger.apply(header(i + 1, { rewardRate }), []);
    return ledger.lifetimeOf("0xa");
  };
  const rateAfter = (rates: readonly bigint[]) => lifetimeAfter(rates) - lifetimeAfter(rates.slice(0, -1));
  const rate = 3_000_000n;
  expect(rateAfter([rate])).toBe((rate * UNIT * 2n) / 120n);
  expect(rateAfter([rate, rate + 10n])).toBe(((rate * UNIT + (rate * UNIT * 2n) / (120n * 50_000n)) * 2n) / 120n);
  expect(rateAfter([rate, 0n])).toBe(((rate * UNIT - (rate * UNIT * 2n) / (120n * 25_000n)) * 2n) / 120n);
  expect(rateAfter([rate, rate])).toBe((rate * UNIT * 2n) / 120n);
});

test("nothing is lost or made: what was paid and carried is what was due", () => {
  const change = fc.record({
    node: fc.constantFrom(1, 2, 3),
    type: fc.constantFrom("begins" as const, "stops" as const, "stopsAfterReward" as const),
  });
  const block = fc.record({
    rewardRate: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    changes: fc.array(change, { maxLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 40 }), (blocks) => {
      const ledger = newLedger([1]);
      const earning = new Set([1]);
      blocks.forEach(({ rewardRate, changes }, i) => {
        const real = changes.filter(({ node, type }) => earning.has(node) !== (type === "begins"));
        for (const { node, type } of real) type === "begins" ? earning.add(node) : earning.delete(node);
        ledger.apply(header(i + 1, { rewardRate, poolReleased: 10n ** 14n }), real);
      });
      const { paid, carry, due } = ledger.accounting();
      expect(paid + carry).toBe(due);
    }),
  );
});

test("a block out of order is refused", () => {
  expect(() => newLedger([1]).apply(header(2), [])).toThrow(RangeError);
});

test("which entries of a history touch earning", () => {
  const type = (name: string, detail = {}) => toEarningChange({ type: name, detail });
  expect(type("node-payable")).toBe("begins");
  expect(type("node-removed")).toBe("stops");
  expect(type("node-forgotten")).toBe("stopsAfterReward");
  expect(type("deferred", { change: "forget" })).toBe("stopsAfterReward");
  expect(type("deferred", { change: "remove" })).toBeUndefined();
  expect(type("node-active")).toBeUndefined();
});
