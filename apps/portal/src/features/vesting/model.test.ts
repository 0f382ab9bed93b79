import type { StakesResponse } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import {
  abilitiesOf,
  nextVestingAt,
  revokedFor,
  stakesOf,
  stateOf,
  type Vesting,
  vestedOf,
  whyNoRelease,
} from "./model.ts";

const ME = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const REVOKER = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const VESTING = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
const vesting = (change: Partial<Vesting> = {}) =>
  ({
    ...{ address: VESTING, kind: "staking", beneficiary: ME, holder: ME, revoker: REVOKER, revokedAt: null },
    ...{ cliff: null, end: 1_000, balance: "70", staked: "25", released: "5", releasable: "0", unvested: "95" },
    ...change,
  }) as Vesting;
const linear = (change: Partial<Vesting> = {}) => vesting({ kind: "linear", cliff: 500, ...change });

test("where a schedule stands, at its very borders", () => {
  expect([999, 1_000].map((now) => stateOf(vesting(), now))).toEqual(["waiting", "over"]);
  expect([499, 500, 999, 1_000].map((now) => stateOf(linear(), now))).toEqual([
    "waiting",
    "vesting",
    "vesting",
    "over",
  ]);
  expect(stateOf(vesting({ revokedAt: 10 }), 2_000)).toBe("revoked");
});

test("what comes next: the cliff, then the end, then nothing", () => {
  expect([0, 500, 1_000].map((now) => nextVestingAt(linear(), now))).toEqual([500, 1_000, undefined]);
  expect(nextVestingAt(vesting(), 0)).toBe(1_000);
  expect(nextVestingAt(vesting({ revokedAt: 1 }), 0)).toBeUndefined();
});

test("only the holder is paid, and only what has vested", () => {
  expect(whyNoRelease(vesting({ releasable: "1" }), ME, 0)).toBeUndefined();
  expect(whyNoRelease(vesting(), ME, 0)).toBe("notYet");
  expect(whyNoRelease(vesting({ releasable: "1", holder: REVOKER }), ME, 0)).toBe("notHolder");
  expect(whyNoRelease(vesting(), ME, 1_000)).toBe("nothing");
  expect(vestedOf(vesting({ releasable: "7" }))).toBe(12n);
});

test("a linear one that has just paid vests on: it isn't said to wait for its end", () => {
  expect(whyNoRelease(linear(), ME, 499)).toBe("notYet");
  expect(whyNoRelease(linear(), ME, 700)).toBe("vestsOn");
  expect(whyNoRelease(linear({ revokedAt: 600 }), ME, 700)).toBe("nothing");
});

test("a linear one only releases, a revoked one only brings back, and only for its holder", () => {
  expect(abilitiesOf(vesting(), ME)).toEqual(["register", "join", "exit", "withdraw", "release"]);
  expect(abilitiesOf(linear(), ME)).toEqual(["release"]);
  const revoked = vesting({ revokedAt: 5, holder: REVOKER });
  expect(abilitiesOf(revoked, REVOKER)).toEqual(["exit", "withdraw", "release"]);
  expect(abilitiesOf(revoked, ME)).toEqual([]);
  expect([revokedFor(revoked, REVOKER), revokedFor(revoked, ME)]).toEqual(["revoker", "formerBeneficiary"]);
  expect(revokedFor(linear({ revokedAt: 5 }), ME)).toBe("beneficiary");
});

test("its stakes are its own, without what was paid out, registered or never brought", () => {
  const node = (id: number, account: string, state: string) => ({ node: { id, state }, account, stake: "25" });
  const pool = (account: string, state: string, contribution: string) => ({ pool: { state }, account, contribution });
  const all = {
    nodes: [node(1, VESTING.toLowerCase(), "active"), node(2, VESTING, "exited"), node(3, ME, "active")],
    pools: [pool(VESTING, "open", "9"), pool(VESTING, "finalized", "9"), pool(VESTING, "open", "0")],
  } as unknown as StakesResponse;
  expect(stakesOf(all, vesting()).map(({ kind, amount }) => [kind, amount])).toEqual([
    ["node", 25n],
    ["pool", 9n],
  ]);
});
