import { expect, test } from "vitest";
import { findFaults, isReadyToSign, type Needs, type PreflightFacts } from "./preflight.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const FINE: PreflightFacts = {
  account: ACCOUNT,
  isWrongChain: false,
  sesh: 100n,
  wei: 50n,
  isRpcAway: false,
  pausedUntil: null,
  disabled: [],
  nowSec: 1_000,
};
const codes = (needs: Needs, facts: Partial<PreflightFacts> = {}) =>
  findFaults(needs, { ...FINE, ...facts }).map(({ code }) => code);
const isReady = (needs: Needs, facts: Partial<PreflightFacts> = {}) => isReadyToSign(needs, { ...FINE, ...facts });

test("nothing is in the way of who has what it takes", () => {
  const needs: Needs = { sesh: 100n, costWei: 50n, pausable: "rewards", feature: "claim" };
  expect(codes(needs)).toEqual([]);
  expect(isReady(needs)).toBe(true);
});

test("must-not-repeat 4.4: on another chain nothing can be sent", () => {
  expect(codes({}, { isWrongChain: true })).toEqual(["WRONG_CHAIN"]);
  expect(isReady({}, { isWrongChain: true })).toBe(false);
});

test("without a wallet nothing is said of balances", () => {
  const facts = { account: undefined, sesh: undefined, wei: undefined };
  expect(codes({ sesh: 1n }, facts)).toEqual(["NOT_CONNECTED"]);
});

test("too little SESH says how much is needed and held", () => {
  expect(findFaults({ sesh: 101n }, FINE)).toEqual([{ code: "SESH_MISSING", needed: 101n, held: 100n }]);
});

test("ETH: none at all, less than the fee, and enough while the fee is unknown", () => {
  expect(codes({}, { wei: 0n })).toEqual(["ETH_NONE"]);
  expect(codes({ costWei: 51n })).toEqual(["ETH_MISSING"]);
  expect(codes({}, { wei: 1n })).toEqual([]);
  expect(codes({ eth: false }, { wei: 0n })).toEqual([]);
});

test("a pause stops what it stops, until it is over; a pool still takes contributions", () => {
  expect(findFaults({ pausable: "rewards" }, { ...FINE, pausedUntil: 1_001 })).toEqual([
    { code: "PAUSED", until: 1_001 },
  ]);
  expect(codes({ pausable: "rewards" }, { pausedUntil: 1_000 })).toEqual([]);
  expect(codes({}, { pausedUntil: 1_001 })).toEqual([]);
  expect(codes({ pausable: ACCOUNT }, { pausedUntil: 1_001 })).toEqual(["POOL_PAUSED"]);
  expect(isReady({ pausable: ACCOUNT }, { pausedUntil: 1_001 })).toBe(true);
  expect(isReady({ pausable: "rewards" }, { pausedUntil: 1_001 })).toBe(false);
});

test("the site's kill switch", () => {
  expect(codes({ feature: "exit" }, { disabled: ["exit"] })).toEqual(["SWITCHED_OFF"]);
  expect(codes({ feature: "claim" }, { disabled: ["exit"] })).toEqual([]);
});

test("what isn't known yet isn't there", () => {
  expect(isReady({}, { wei: undefined })).toBe(false);
  expect(isReady({ sesh: 1n }, { sesh: undefined })).toBe(false);
  expect(codes({ sesh: 1n }, { sesh: undefined, wei: undefined })).toEqual([]);
  expect(codes({}, { wei: undefined, isRpcAway: true })).toEqual(["RPC_AWAY"]);
});
