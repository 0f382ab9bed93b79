import type { StakesResponse } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { actableVestings, type OwnVesting, toKnown, whoActs } from "./actingModel.ts";

const SIGNER = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const OTHER = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const VESTING = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";

const vesting = (change: Partial<OwnVesting> = {}) =>
  ({
    address: VESTING,
    kind: "staking",
    holder: SIGNER,
    beneficiary: SIGNER,
    revokedAt: null,
    ...change,
  }) as OwnVesting;
const known = (...vestings: OwnVesting[]): Pick<StakesResponse, "vestings" | "areVestingsKnown"> => ({
  vestings,
  areVestingsKnown: true,
});

test("without a wallet nobody acts, without a choice the wallet does", () => {
  expect(whoActs(undefined, VESTING, known(vesting()))).toMatchObject({ account: undefined, vesting: null });
  expect(whoActs(SIGNER, undefined, undefined)).toMatchObject({ account: SIGNER, vesting: null });
  expect(whoActs(SIGNER, SIGNER.toLowerCase() as `0x${string}`, undefined)).toMatchObject({ account: SIGNER });
});

test("a chosen vesting contract acts, in any case of its letters", () => {
  const chosen = VESTING.toLowerCase() as `0x${string}`;
  expect(whoActs(SIGNER, chosen, known(vesting()))).toMatchObject({ account: VESTING, vesting: { address: VESTING } });
});

test("while nobody knows whether the chosen one is the wallet's, nobody acts, not the wallet in its place", () => {
  const unsure = { account: undefined, vesting: null, pending: VESTING, lost: undefined };
  expect(whoActs(SIGNER, VESTING, undefined)).toEqual(unsure);
  expect(whoActs(SIGNER, VESTING, { vestings: [], areVestingsKnown: false })).toEqual(unsure);
});

test("without the indexer a contract that isn't named isn't taken for gone; one that is acts on", () => {
  expect(whoActs(SIGNER, VESTING, toKnown(known(), true))).toMatchObject({ account: undefined, pending: VESTING });
  expect(whoActs(SIGNER, VESTING, toKnown(known(vesting()), true))).toMatchObject({ account: VESTING });
  expect(whoActs(SIGNER, VESTING, toKnown(known(), false))).toMatchObject({ account: SIGNER, lost: VESTING });
});

test("one that is gone is told, and the wallet acts", () => {
  const gone = { account: SIGNER, vesting: null, pending: undefined, lost: VESTING };
  expect(whoActs(SIGNER, VESTING, known())).toEqual(gone);
  expect(whoActs(SIGNER, VESTING, known(vesting({ holder: OTHER, revokedAt: 5 })))).toEqual(gone);
});

test("a revoked one is its revoker's; a linear one can't stake, so it doesn't act", () => {
  const revoked = vesting({ holder: SIGNER, beneficiary: OTHER, revokedAt: 5 });
  expect(actableVestings(SIGNER, [revoked, vesting({ kind: "linear" })])).toEqual([revoked]);
  expect(actableVestings(OTHER, [revoked])).toEqual([]);
});
