import type { NodeSummary, ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { areAllOk, checkRegistrationFacts, type RegisterFacts } from "./model.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const registration = {
  operator: OPERATOR,
  ed25519Pubkey: `0x${"ab".repeat(32)}`,
  expiresAt: 2_000,
} as StoredRegistration;
const params = { staking: { requirement: "1200" }, pause: { isPaused: false, until: null } } as ParamsResponse;
const GOOD: RegisterFacts = {
  registration,
  params,
  account: OPERATOR.toLowerCase(),
  seshBalance: 1_200n,
  ethBalance: 1n,
  nodes: [],
  nowSec: 1_000,
};
const failed = (change: Partial<RegisterFacts>) =>
  checkRegistrationFacts({ ...GOOD, ...change })
    .filter(({ state }) => state !== "ok")
    .map(({ id, state }) => `${id} ${state}`);

test("an operator in another letter case is the same operator", () => {
  expect(areAllOk(checkRegistrationFacts(GOOD))).toBe(true);
});

test("the requirement is the network's, and one base unit too little is too little", () => {
  expect(failed({ seshBalance: 1_199n })).toEqual(["sesh failed"]);
  const dearer = { ...params, staking: { ...params.staking, requirement: "1201" } };
  expect(failed({ params: dearer })).toEqual(["sesh failed"]);
});

test("each thing that stops a registration is named", () => {
  expect(failed({ account: undefined })).toEqual(["wallet failed", "operator unknown"]);
  expect(failed({ account: `0x${"11".repeat(20)}` })).toEqual(["operator failed"]);
  expect(failed({ nowSec: 2_000 })).toEqual(["notExpired failed"]);
  expect(failed({ ethBalance: 0n, seshBalance: undefined })).toEqual(["sesh unknown", "eth failed"]);
  expect(failed({ params: { ...params, pause: { isPaused: true, until: 9 } } })).toEqual(["notPaused failed"]);
});

test("a key whose node has left may register again", () => {
  const node = { ed25519: `0x${"AB".repeat(32)}`, left: null } as NodeSummary;
  expect(failed({ nodes: [node] })).toEqual(["notRegistered failed"]);
  expect(failed({ nodes: [{ ...node, left: { how: "exited", at: 1, txHash: "0x" } }] })).toEqual([]);
});
