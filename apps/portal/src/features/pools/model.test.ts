import type { Pool, PoolContribution } from "@session/sdk";
import * as fc from "fast-check";
import { getAddress } from "viem";
import { expect, test } from "vitest";
import { toContractArgs, toPlaces, toPoolActions, toRefunds } from "./model.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const THIRD = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const of = (staker: `0x${string}`, amount: bigint): PoolContribution => ({
  ...{ staker, beneficiary: staker, amount, contributedAt: 1 },
});
const EMPTY = {
  ...{ state: "waitForOperatorContrib", operator: OPERATOR, manualFinalize: false, contributions: [], reserved: [] },
  ...{ openSlots: 9, account: undefined },
} as unknown as Pool;
const inside = (contribution: PoolContribution, withdrawableFrom: number): Pool["account"] => ({
  ...{ contribution, withdrawableFrom, minimumContribution: 1n, maximumContribution: 2n },
});
const OPEN: Pool = { ...EMPTY, state: "openForPublicContrib", contributions: [of(OPERATOR, 5n)] };
const can = (pool: Pool, who: string | undefined, signer = who) =>
  Object.entries(toPoolActions(pool, who, signer))
    .filter(([, value]) => value !== false && value !== undefined && value !== null)
    .map(([name, value]) => (value === true ? name : `${name} ${value}`));

test("the operator of an empty pool changes everything; there is nothing to cancel", () => {
  expect(can(EMPTY, OPERATOR.toLowerCase())).toEqual(["isOperator", "edit free"]);
  expect(can(EMPTY, OTHER)).toEqual([]);
  expect(can(EMPTY, undefined)).toEqual([]);
});

test("terms are the operator's to change until somebody else is inside", () => {
  const own = { ...OPEN, account: inside(of(OPERATOR, 5n), 86_401) };
  expect(can(own, OPERATOR)).toContain("edit restart");
  expect(can(own, OPERATOR)).not.toContain("canWithdraw");
  const joined = { ...own, contributions: [of(OPERATOR, 5n), of(OTHER, 1n)] };
  expect(can(joined, OPERATOR)).toEqual([
    ...["isOperator", "isInside", "withdrawableFrom 86401", "canChangeBeneficiary", "canCancel"],
  ]);
});

test("a contributor takes its own back, with the time from which", () => {
  const pool = { ...OPEN, contributions: [of(OPERATOR, 5n), of(OTHER, 1n)], account: inside(of(OTHER, 1n), 86_401) };
  expect(can(pool, OTHER)).toEqual(["isInside", "canWithdraw", "withdrawableFrom 86401", "canChangeBeneficiary"]);
});

test("a full pool is everybody's to start, unless its operator does it by hand", () => {
  const full: Pool = { ...OPEN, state: "waitForFinalized" };
  expect(can(full, OTHER)).toEqual(["canStart"]);
  expect(can({ ...full, manualFinalize: true }, OTHER)).toEqual(["waitsForOperator"]);
  expect(can({ ...full, manualFinalize: true }, OPERATOR)).toContain("canStart");
  // A vesting contract acts, its wallet signs.
  expect(can(full, THIRD, OTHER)).toEqual(["canStart"]);
  expect(can(full, undefined)).toEqual([]);
});

test("after the registration nothing is left to do here", () => {
  const over: Pool = { ...OPEN, state: "finalized", account: inside(of(OPERATOR, 5n), 1) };
  expect(can(over, OPERATOR)).toEqual(["isOperator", "isInside", "withdrawableFrom 1"]);
});

test("property: what is returned is what was brought, to the last base unit", async () => {
  const address = fc
    .integer({ min: 1, max: 12 })
    .map((value) => getAddress(`0x${value.toString(16).padStart(40, "0")}`));
  const list = fc.uniqueArray(fc.record({ staker: address, amount: fc.bigInt({ min: 1n, max: 10n ** 15n }) }), {
    selector: ({ staker }) => staker,
    maxLength: 10,
  });
  await fc.assert(
    fc.property(list, address, (brought, account) => {
      const contributions = brought.map(({ staker, amount }) => of(staker, amount));
      const { mine, toOthers, total, others } = toRefunds(contributions, account.toLowerCase());
      expect(mine + toOthers).toBe(total);
      expect(mine).toBe(contributions.find(({ staker }) => staker === account)?.amount ?? 0n);
      expect(others).toHaveLength(contributions.length - (mine > 0n ? 1 : 0));
    }),
  );
});

test("places: taken, kept and open make up the node", () => {
  const reserved = [
    { contributor: OTHER, amount: 3n },
    { contributor: THIRD, amount: 4n },
  ] as Pool["reserved"];
  const pool: Pool = { ...OPEN, reserved, contributions: [of(OPERATOR, 5n), of(OTHER, 3n)], openSlots: 2 };
  expect(toPlaces(pool).map(({ kind }) => kind)).toEqual(["contribution", "contribution", "reserved", "open"]);
  expect(toPlaces(pool)[1]).toMatchObject({ reserved: 3n });
  expect(toPlaces(pool)[2]).toMatchObject({ contributor: THIRD, amount: 4n });
  expect(toPlaces(pool)[3]).toEqual({ kind: "open", places: 2 });
  expect(toPlaces({ ...pool, state: "finalized" }).map(({ kind }) => kind)).not.toContain("open");
});

test("an error's figures are figures again, to the last digit; addresses stay", () => {
  expect(toContractArgs(["9007199254740993", OTHER, "0x12", ""])).toEqual([9_007_199_254_740_993n, OTHER, "0x12", ""]);
});
