import type { NodeSummary, PoolSummary, StoredRegistration, TransactionProgress } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import {
  areAllOk,
  checkRegistrationFacts,
  fieldsOf,
  findPool,
  isUnderWay,
  nextStep,
  previousStep,
  type RegisterFacts,
  stepOf,
  toPoolSetup,
  toStepStates,
} from "./model.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const KEY = `0x${"ab".repeat(32)}`;
const registration = {
  ...{ operator: OPERATOR, ed25519Pubkey: KEY, createdAt: 900, expiresAt: 2_000 },
} as StoredRegistration;
const GOOD: RegisterFacts = {
  ...{ registration, account: OPERATOR.toLowerCase(), areKeysProved: true, nodes: [], nowSec: 1_000 },
};
const failed = (change: Partial<RegisterFacts>) =>
  checkRegistrationFacts({ ...GOOD, ...change })
    .filter(({ state }) => state !== "ok")
    .map(({ id, state }) => `${id} ${state}`);

test("an operator in another letter case is the same operator", () => {
  expect(areAllOk(checkRegistrationFacts(GOOD))).toBe(true);
});

test("each thing that stops a registration is named; what isn't known isn't failed", () => {
  expect(failed({ account: undefined })).toEqual(["operator unknown"]);
  expect(failed({ account: `0x${"11".repeat(20)}` })).toEqual(["operator failed"]);
  expect(failed({ areKeysProved: undefined, nodes: undefined })).toEqual(["keys unknown", "notRegistered unknown"]);
  expect(failed({ areKeysProved: false })).toEqual(["keys failed"]);
  expect(failed({ nowSec: 2_000 })).toEqual(["notExpired failed"]);
});

test("a node that was reached long ago is not said to run, and may be registered", () => {
  const old = { registration: { ...registration, createdAt: -90_000 } };
  expect(failed(old)).toEqual(["reached unknown"]);
  expect(areAllOk(checkRegistrationFacts({ ...GOOD, ...old }))).toBe(true);
});

test("a key whose node has left may register again", () => {
  const node = { ed25519: `0x${"AB".repeat(32)}`, left: null } as NodeSummary;
  expect(failed({ nodes: [node] })).toEqual(["notRegistered failed"]);
  expect(failed({ nodes: [{ ...node, left: { how: "exited", at: 1, txHash: "0x" } }] })).toEqual([]);
});

test("alone there is no fee to set, on the way and back", () => {
  expect(nextStep("stake", "alone")).toBe("rewards");
  expect(nextStep("stake", "pool")).toBe("fee");
  expect(previousStep("rewards", "alone")).toBe("stake");
  expect(previousStep("node", "pool")).toBe("node");
  expect(toStepStates("rewards", "alone").map(({ state }) => state)).toEqual([
    ...["done", "done", "skipped", "running", "waiting"],
  ]);
  expect(fieldsOf("stake", "alone")).toEqual([]);
  expect(fieldsOf("stake", "pool")).toEqual(["ownStake", "reserved"]);
});

test("each field is asked for by the step that is opened when it is wrong", () => {
  for (const step of ["stake", "fee", "rewards"] as const)
    for (const field of fieldsOf(step, "pool")) expect(stepOf(field)).toBe(step);
});

test("making a pool goes on where the chain says it stands", () => {
  expect(toPoolSetup(undefined)).toBe("deploy");
  expect(toPoolSetup({ state: "waitForOperatorContrib", contributions: [] })).toBe("contribute");
  expect(toPoolSetup({ state: "openForPublicContrib", contributions: [1] })).toBe("collect");
  expect(toPoolSetup({ state: "finalized", contributions: [] })).toBe("collect");
});

test("the newest pool of the key counts, unless its node is registered", () => {
  const pool = (state: string, deployedAt: number, ed25519 = KEY) => ({ state, deployedAt, ed25519 }) as PoolSummary;
  const other = pool("open", 9, `0x${"cd".repeat(32)}`);
  expect(
    findPool([pool("waiting", 1), pool("open", 2), other, pool("finalized", 3)], KEY.toUpperCase().replace("X", "x")),
  ).toMatchObject({
    deployedAt: 2,
  });
  expect(findPool([other, pool("finalized", 3)], KEY)).toBeUndefined();
});

test("a transaction is under way until what it did is seen; one that failed, or is nowhere to be found, isn't", () => {
  const progress = (stage: string, mined: unknown) => ({ stage, mined }) as TransactionProgress;
  expect(isUnderWay(undefined)).toBe(false);
  expect(isUnderWay(progress("pending", null))).toBe(true);
  expect(isUnderWay(progress("mined", { status: "success" }))).toBe(true);
  expect(isUnderWay(progress("seen", { status: "success" }))).toBe(false);
  expect(isUnderWay(progress("mined", { status: "reverted" }))).toBe(false);
  expect(isUnderWay(progress("unknown", null))).toBe(false);
});
