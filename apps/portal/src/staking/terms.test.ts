import * as fc from "fast-check";
import { getAddress, type Hex } from "viem";
import { expect, test } from "vitest";
import {
  leftToReserve,
  mostOwnStake,
  readFee,
  readTerms,
  type TermsRules,
  type TermsText,
  termsSchema,
} from "./terms.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const A = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const B = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const RULES: TermsRules = {
  operator: OPERATOR,
  requirement: 25_000_000_000_000n,
  operatorMinimum: 6_250_000_000_000n,
  maxContributors: 10,
  maxFeeBps: 10_000,
  decimalSign: ".",
};
const GOOD: TermsText = { ownStake: "6250", fee: "5", reserved: [], start: "itself" };
const faults = (change: Partial<TermsText>, rules: Partial<TermsRules> = {}) => {
  const read = readTerms({ ...GOOD, ...change }, { ...RULES, ...rules });
  return "issues" in read ? read.issues.map(({ path, fault }) => `${path.join(".")} ${fault}`) : [];
};

const wei = fc.bigInt({ min: 0n, max: 40_000_000_000_000n });
const address = fc
  .bigInt({ min: 1n, max: 12n })
  .map((value) => getAddress(`0x${value.toString(16).padStart(40, "0")}`));
/** Base units as a decimal text with every digit. */
const write = (units: bigint) => {
  const digits = units.toString().padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
};

test("every fee of two decimals is exact, 0.29 % is 29 basis points", async () => {
  expect(readFee("0.29", RULES)).toBe(29);
  expect(readFee("0,29 %", { ...RULES, decimalSign: "," })).toBe(29);
  await fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (bps) => {
      const text = `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, "0")}`;
      expect(readFee(text, RULES)).toBe(bps);
    }),
  );
});

test("a fee that isn't exact, or is too high, is refused and never rounded", () => {
  expect(readFee("0.295", RULES)).toBe("AMOUNT_TOO_PRECISE");
  expect(readFee("100.01", RULES)).toBe("FEE_TOO_HIGH");
  expect(readFee("5.01", { ...RULES, maxFeeBps: 500 })).toBe("FEE_TOO_HIGH");
  expect(readFee("-1", RULES)).toBe("AMOUNT_SIGNED");
  expect(readFee("", RULES)).toBe("AMOUNT_EMPTY");
  expect(readFee("1e1", RULES)).toBe("AMOUNT_NOT_A_NUMBER");
});

test("reservations: twice, for oneself, a wrong checksum, nothing and too much are refused where they stand", () => {
  const row = (contributor: string, amount = "10") => ({ contributor, amount });
  expect(faults({ reserved: [row(A), row(A.toLowerCase())] })).toEqual(["reserved.1.contributor RESERVATION_REPEATED"]);
  expect(faults({ reserved: [row(OPERATOR.toLowerCase())] })).toEqual(["reserved.0.contributor RESERVATION_OWN"]);
  expect(faults({ reserved: [row(A.replace("F", "f"))] })).toEqual(["reserved.0.contributor ADDRESS_CHECKSUM"]);
  expect(faults({ reserved: [row(`0x${"00".repeat(20)}`)] })).toEqual(["reserved.0.contributor ADDRESS_ZERO"]);
  expect(faults({ reserved: [row("0x12")] })).toEqual(["reserved.0.contributor ADDRESS_INVALID"]);
  expect(faults({ reserved: [row(A, "0")] })).toEqual(["reserved.0.amount RESERVATION_NOTHING"]);
  expect(faults({ reserved: [row(A, "10000"), row(B, "8750.000000001")] })).toEqual(["reserved RESERVATIONS_TOO_HIGH"]);
  expect(faults({ reserved: [row(A, "10000"), row(B, "8750")] })).toEqual([]);
});

test("places: one is the operator's own", () => {
  const rows = Array.from({ length: 10 }, (_, index) => ({
    contributor: `0x${(index + 1).toString(16).padStart(40, "0")}`,
    amount: "1",
  }));
  expect(faults({ reserved: rows.slice(1) })).toEqual([]);
  expect(faults({ reserved: rows })).toEqual(["reserved RESERVATIONS_TOO_MANY"]);
});

test("the operator's own stake: at least its quarter, at most what reservations leave", () => {
  expect(faults({ ownStake: "6249.999999999" })).toEqual(["ownStake AMOUNT_BELOW_MIN"]);
  const reserved = [{ contributor: A, amount: "15000" }];
  expect(mostOwnStake(reserved, RULES)).toBe(10_000_000_000_000n);
  expect(faults({ ownStake: "10000", reserved })).toEqual([]);
  expect(faults({ ownStake: "10000.000000001", reserved })).toEqual(["ownStake AMOUNT_ABOVE_MAX"]);
  expect(leftToReserve({ ...GOOD, ownStake: "7000", reserved }, RULES)).toBe(3_000_000_000_000n);
  expect(leftToReserve({ ...GOOD, ownStake: "", reserved }, RULES)).toBe(3_750_000_000_000n);
});

/** docs/contracts/pools.md and ContributionRules.checkReserved, said again in other words. */
function isTakenByContract(reserved: readonly { contributor: Hex; amount: bigint }[], ownStake: bigint): boolean {
  const names = new Set(reserved.map(({ contributor }) => contributor.toLowerCase()));
  const sum = reserved.reduce((total, { amount }) => total + amount, 0n);
  return (
    reserved.every(({ amount }) => amount > 0n) &&
    names.size === reserved.length &&
    reserved.length + 1 <= RULES.maxContributors &&
    ownStake >= RULES.operatorMinimum &&
    ownStake + sum <= RULES.requirement
  );
}

test("property: the form takes exactly what the contract takes, to the last base unit", async () => {
  const rows = fc.array(fc.record({ contributor: address, amount: fc.oneof(wei, fc.bigInt({ min: 0n, max: 3n })) }), {
    maxLength: 11,
  });
  await fc.assert(
    fc.property(rows, wei, (reserved, ownStake) => {
      const text = {
        ...GOOD,
        ownStake: write(ownStake),
        reserved: reserved.map(({ contributor, amount }) => ({ contributor, amount: write(amount) })),
      };
      const read = readTerms(text, RULES);
      expect("terms" in read).toBe(isTakenByContract(reserved, ownStake));
      if ("terms" in read) expect(read.terms).toMatchObject({ ownStake, reserved });
    }),
    { numRuns: 500 },
  );
});

test("the form's schema says the same, with codes at their fields", () => {
  const schema = termsSchema(RULES);
  expect(schema.parse({ ...GOOD, reserved: [], start: "byHand" })).toEqual({
    ...{ ownStake: 6_250_000_000_000n, feeBps: 500, reserved: [], manualFinalize: true },
  });
  const bad = schema.safeParse({ ...GOOD, fee: "x", reserved: [{ contributor: "", amount: "1" }] });
  expect(bad.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`)).toEqual([
    "fee AMOUNT_NOT_A_NUMBER",
    "reserved.0.contributor ADDRESS_EMPTY",
  ]);
});
