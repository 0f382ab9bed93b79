import fc from "fast-check";
import { expect, test } from "vitest";
import { penaltiesOf } from "../src/journey/penalties.ts";
import { splitStake } from "../src/journey/pool.ts";

const SESH = 10n ** 9n;

test("a stake in three: just above a quarter, a third, the rest", () => {
  expect(splitStake(25_000n * SESH)).toEqual({
    operator: 6_250_000_000_001n,
    reserved: 8_333_333_333_333n,
    public: 10_416_666_666_666n,
  });
  fc.assert(
    fc.property(fc.bigInt({ min: 100n, max: 10n ** 18n }), (requirement) => {
      const { operator, reserved, public: rest } = splitStake(requirement);
      expect(operator + reserved + rest).toBe(requirement);
      // The least an operator must bring; the rest is no less, so that it is enough for anybody's first contribution.
      expect(4n * operator).toBeGreaterThanOrEqual(requirement);
      expect(4n * rest).toBeGreaterThanOrEqual(requirement);
    }),
  );
});

test("a liquidation takes 0.03 % and 0.17 %, the pool's share rounded up", () => {
  expect(penaltiesOf(25_000n * SESH)).toEqual({ liquidator: 7_500_000_000n, pool: 42_500_000_000n });
  // 0.0003 and 0.0017 units of it; 2.9997 and 16.9983.
  expect(penaltiesOf(1n)).toEqual({ liquidator: 0n, pool: 1n });
  expect(penaltiesOf(9_999n)).toEqual({ liquidator: 2n, pool: 17n });
  expect(penaltiesOf(10_000n)).toEqual({ liquidator: 3n, pool: 17n });
  expect(penaltiesOf(10_001n)).toEqual({ liquidator: 3n, pool: 18n });
});
