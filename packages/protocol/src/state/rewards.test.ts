import fc from "fast-check";
import { expect, test } from "vitest";
import { testAddress } from "../testing/nodeKeys.ts";
import { nextSmoothedRate, payReward, splitEarned } from "./rewards.ts";

const stake = (name: string, amount: bigint) => ({
  staker: testAddress(`${name} staker`),
  beneficiary: testAddress(name),
  amount,
});

test("1,000 earned, fee 10 %, stakes 50/25/25: 550, 225, 225", () => {
  const contributors = [stake("operator", 50n), stake("b", 25n), stake("c", 25n)];
  const { shares, dust } = splitEarned({ feeBps: 1_000, deposit: 100n, contributors }, 1_000n);
  expect(shares.map(({ amount }) => amount)).toEqual([550n, 225n, 225n]);
  expect(dust).toBe(0n);
});

test("must-not-repeat §3.17: the fee goes to contributors[0]'s beneficiary, not its staker", () => {
  const contributors = [stake("operator", 1n), stake("b", 3n)];
  const { shares } = splitEarned({ feeBps: 10_000, deposit: 4n, contributors }, 999n);
  expect(shares[0]).toEqual({ address: testAddress("operator"), amount: 999n });
  expect(shares[1]?.amount).toBe(0n);
});

test("parts and dust sum to what was earned, dust is under one unit for each contributor", () => {
  const stakes = fc.array(fc.bigInt(1n, 10n ** 20n), { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(stakes, fc.nat(10_000), fc.bigInt(0n, 10n ** 30n), (amounts, feeBps, earned) => {
      const contributors = amounts.map((amount, i) => stake(`${i}`, amount));
      const deposit = amounts.reduce((sum, amount) => sum + amount, 0n);
      const { shares, dust } = splitEarned({ feeBps, deposit, contributors }, earned);
      expect(shares.reduce((sum, { amount }) => sum + amount, dust)).toBe(earned);
      expect(dust).toBeGreaterThanOrEqual(0n);
      expect(dust).toBeLessThan(BigInt(amounts.length));
    }),
  );
});

test("must-not-repeat §3.12: a rate below 1/50,000 still rises, one unit a block", () => {
  expect(nextSmoothedRate(0n, 10n, 120)).toBe(1n);
  expect(nextSmoothedRate(49_999n, 60_000n, 120)).toBe(50_000n);
  expect(nextSmoothedRate(1n, 0n, 2)).toBe(0n);
  expect(nextSmoothedRate(0n, 0n, 2)).toBe(0n);
});

test("the smoothed rate rises by 1/50,000 and falls by 1/25,000 per 120 s, never past its target", () => {
  const rate = 10n ** 12n;
  expect(nextSmoothedRate(rate, 2n * rate, 120)).toBe(rate + rate / 50_000n);
  expect(nextSmoothedRate(rate, 0n, 120)).toBe(rate - rate / 25_000n);
  expect(nextSmoothedRate(rate, 2n * rate, 30)).toBe(rate + rate / 200_000n);
  expect(nextSmoothedRate(rate, 0n, 2)).toBe(rate - rate / 1_500_000n);
  expect(nextSmoothedRate(rate, rate + 5n, 120)).toBe(rate + 5n);
  expect(nextSmoothedRate(rate, rate - 5n, 120)).toBe(rate - 5n);
  expect(nextSmoothedRate(rate, rate, 120)).toBe(rate);
});

test("a block pays the index with the carry, at most what is funded, and nothing when nobody is payable", () => {
  const ledger = { index: 100n, carry: 2n, due: 50n };
  expect(payReward(ledger, 9n, 1_000n, 3)).toEqual({ index: 103n, carry: 2n, due: 59n });
  expect(payReward(ledger, 9n, 54n, 3)).toEqual({ index: 102n, carry: 0n, due: 54n });
  expect(payReward(ledger, 9n, 50n, 2)).toEqual({ index: 101n, carry: 0n, due: 50n });
  expect(payReward(ledger, 9n, -5n, 3)).toEqual({ index: 100n, carry: 2n, due: 50n });
  expect(payReward(ledger, 9n, 1_000n, 0)).toBe(ledger);
});
