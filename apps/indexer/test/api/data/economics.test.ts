import { bls12_381 } from "@noble/curves/bls12-381.js";
import { mainnet } from "@session/protocol";
import fc from "fast-check";
import { bytesToHex } from "viem";
import { describe, expect, it } from "vitest";
import { baseUnitsToSesh, ledgerToBaseUnits, ledgerToSesh, toBaseUnits } from "../../../src/economics/amounts.ts";
import { compressBls } from "../../../src/economics/compressBls.ts";
import { creditAt } from "../../../src/economics/credit.ts";
import { operatorLeast, type PoolBook, poolLimits } from "../../../src/economics/poolLimits.ts";
import { aprBps, penaltiesOf, rewardsPerDay } from "../../../src/economics/rates.ts";
import { unvestedOf, type Vesting } from "../../../src/economics/vestings.ts";

const SESH = 10n ** 9n;
const REQUIREMENT = 25_000n * SESH;
/** As the pool reckons its rate per 120 s: 15.1 % simple a year on what it holds. */
const rateOf = (pool: bigint) => (pool * 120n * 151n) / (1_000n * 365n * 86_400n);

describe("rates, against the published facts", () => {
  const pool = 63_177_550n * SESH;

  it("a day pays 0.151 × balance / 365", () => {
    const perDay = Number(rewardsPerDay(rateOf(pool))) / 1e9;
    expect(perDay).toBeCloseTo((0.151 * 63_177_550) / 365, 3);
  });

  it("APR = rate per 120 s × 720 × 365 × (1 − fee) / (payable nodes × requirement)", () => {
    const apr = (0.151 * 63_177_550) / (2_000 * 25_000);
    expect(aprBps({ rate: rateOf(pool), payable: 2_000, requirement: REQUIREMENT })).toBe(Math.floor(apr * 10_000));
    const withFee = aprBps({ rate: rateOf(pool), payable: 2_000, requirement: REQUIREMENT, feeBps: 1_000 });
    expect(withFee).toBe(Math.floor(apr * 0.9 * 10_000));
    expect(aprBps({ rate: 100n, payable: 0, requirement: REQUIREMENT })).toBeUndefined();
  });

  it("a liquidation takes 0.03 % for the liquidator and 0.17 % for the pool, never a unit more than its part", () => {
    const ratios = { liquidator: 3n, pool: 17n, recipient: 9_980n };
    expect(penaltiesOf(REQUIREMENT, ratios)).toEqual({ liquidator: 7_500_000_000n, pool: 42_500_000_000n });
    expect(penaltiesOf(10_001n, ratios)).toEqual({ liquidator: 3n, pool: 18n });
  });
});

describe("amounts", () => {
  it("are whole base units, rounded down, and decimals without loss", () => {
    expect(toBaseUnits(1_999_999_999n)).toBe(1n);
    expect(ledgerToBaseUnits(1_999_999_999n)).toBe("1.999999999");
    expect(ledgerToSesh(1n)).toBe("0.000000000000000001");
    expect(ledgerToSesh(1_500_000_000_000_000_000n)).toBe("1.5");
    expect(baseUnitsToSesh(240_000_000n * SESH)).toBe("240000000");
    expect(baseUnitsToSesh(0n)).toBe("0");
  });
});

describe("a compressed BLS key", () => {
  it("is what the curve's own library makes of it, for either sign of y", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 250n }), (secret) => {
        const point = bls12_381.G1.Point.BASE.multiply(secret);
        for (const one of [point, point.negate()])
          expect(compressBls(bytesToHex(one.toBytes(false)))).toBe(bytesToHex(one.toBytes(true)));
      }),
      { numRuns: 10 },
    );
  });
});

describe("credit", () => {
  const at = (status: "active" | "joining" | "decommissioned" | "removed" | "forgotten", sec: number) =>
    creditAt({ status, creditSec: 7_200, creditTime: 1_000 }, 1_000 + sec, mainnet);

  it("is earned by 48 minutes a day up to 48 hours, and used up by who is away", () => {
    expect(at("active", 86_400)).toBe(7_200 + 2_880);
    expect(at("active", 400 * 86_400)).toBe(48 * 3_600);
    expect(at("decommissioned", 200)).toBe(7_000);
    expect(at("joining", 9_000)).toBe(0);
    expect(at("removed", 5)).toBe(0);
    expect(at("forgotten", 5)).toBe(0);
    expect(at("active", -50)).toBe(7_200);
  });
});

describe("limits of contributions", () => {
  const book = (changes: Partial<PoolBook> = {}): PoolBook => ({
    ...{ operator: "op", requirement: REQUIREMENT, maxContributors: 10, reserved: [], contributions: [] },
    ...changes,
  });
  const inside = (staker: string, amount: bigint) => ({ staker, amount });

  it("an empty pool waits for its operator's quarter and keeps it", () => {
    expect(poolLimits(book(), "op")).toMatchObject({ minimum: REQUIREMENT / 4n, maximum: REQUIREMENT });
    expect(poolLimits(book())).toMatchObject({ openSlots: 9, outstanding: REQUIREMENT / 4n });
    expect(operatorLeast(10n)).toBe(3n);
  });

  it("a newcomer brings at least what is left by the open places, rounded up", () => {
    const contributions = [inside("op", REQUIREMENT / 4n)];
    expect(poolLimits(book({ contributions }))).toMatchObject({
      ...{ openSlots: 9, minimum: 2_083_333_333_334n, maximum: 18_750n * SESH, left: 18_750n * SESH },
    });
    expect(poolLimits(book({ contributions }), "op")).toMatchObject({ minimum: 1n, maximum: 18_750n * SESH });
  });

  it("reservations are kept, the reserved bring at least theirs", () => {
    const contributions = [inside("op", REQUIREMENT / 4n)];
    const reserved = [inside("a", 10_000n * SESH)];
    expect(poolLimits(book({ contributions, reserved }))).toMatchObject({ openSlots: 8, maximum: 8_750n * SESH });
    expect(poolLimits(book({ contributions, reserved }), "a")).toMatchObject({
      ...{ minimum: 10_000n * SESH, maximum: 18_750n * SESH, reservation: 10_000n * SESH },
    });
    const full = book({ contributions, reserved, maxContributors: 2 });
    expect(poolLimits(full)).toMatchObject({ openSlots: 0, minimum: 0n, maximum: 0n });
  });

  it("whoever keeps to the limits fills the pool exactly, with no more than its places", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }), (wishes) => {
        const contributions: { staker: string; amount: bigint }[] = [];
        for (const [index, wish] of wishes.entries()) {
          const staker = index === 0 ? "op" : `s${index}`;
          const { minimum, maximum } = poolLimits(book({ contributions }), staker);
          if (maximum === 0n) break;
          const amount = minimum + ((maximum - minimum) * BigInt(Math.floor(wish * 1_000))) / 1_000n;
          contributions.push({ staker, amount });
        }
        const sum = contributions.reduce((total, { amount }) => total + amount, 0n);
        expect(contributions.length).toBeLessThanOrEqual(10);
        expect(sum).toBe(REQUIREMENT);
      }),
    );
  });
});

describe("what hasn't vested", () => {
  const vesting = (changes: Partial<Vesting>): Vesting => ({
    ...{ address: "0x01", kind: "linear", beneficiary: "0x02", holder: "0x02", revoker: null, isTransferable: false },
    ...{ revokedAt: null, cliff: 1_000, end: 2_000, balance: 1_000n, released: 0n, releasable: 0n },
    ...changes,
  });

  it("falls from all at the cliff to nothing at the end, whatever was released (§4.10)", () => {
    const at = (time: number, changes: Partial<Vesting> = {}) => unvestedOf(vesting(changes), 0n, time);
    expect([at(999), at(1_000), at(1_250), at(2_000), at(3_000)]).toEqual([1_000n, 1_000n, 750n, 0n, 0n]);
    expect(at(1_250, { released: 250n, balance: 750n })).toBe(750n);
    expect(at(1_250, { revokedAt: 1_100, balance: 100n })).toBe(0n);
  });

  it("of a stakeable one is all it holds and has staked until its end", () => {
    const staking = vesting({ kind: "staking", cliff: null });
    expect(unvestedOf(staking, 500n, 1_999)).toBe(1_500n);
    expect(unvestedOf(staking, 500n, 2_000)).toBe(0n);
  });
});
