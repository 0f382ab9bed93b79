import type { TransactionProgress } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { hasFailed, isSettled, judgeUnknown, toSteps } from "./model.ts";

const PENDING: TransactionProgress = {
  hash: `0x${"11".repeat(32)}`,
  stage: "pending",
  mined: null,
  events: [],
  checkpoint: null,
  next: { waitingFor: "mining", message: "It waits to be mined.", estimateSec: 2 },
  provider: "ok",
  asOf: { l2Block: "9", height: 3 },
};
const MINED = { block: 10, time: 1_800_000_000, status: "success", revert: null } as const;
const EVENT = {
  logIndex: 0,
  contract: null,
  kind: "NewServiceNode",
  entersBlocks: true,
  height: 4,
  result: "applied",
  code: null,
  message: null,
  nodeId: 5,
} as const;

const at = (change: Partial<TransactionProgress>): TransactionProgress => ({ ...PENDING, ...change });
const states = (progress: TransactionProgress) => toSteps(progress).map(({ state }) => state);

test("each stage has one running step, the ones before it done", () => {
  expect(states(at({ stage: "unknown" }))).toEqual(["running", "waiting", "waiting", "waiting", "waiting"]);
  expect(states(PENDING)).toEqual(["done", "running", "waiting", "waiting", "waiting"]);
  expect(states(at({ stage: "seen", mined: MINED }))).toEqual(["done", "done", "done", "running", "waiting"]);
  const final = at({ stage: "final", mined: MINED, events: [EVENT], next: null });
  expect(states(final)).toEqual(["done", "done", "done", "done", "done"]);
  expect(toSteps(final)[1]?.at).toBe(1_800_000_000);
});

test("must-not-repeat 4.1: a registration the appchain rejects is shown as failed, also when it is final", () => {
  const rejected = { ...EVENT, result: "rejected", code: "ED25519_SIGNATURE_INVALID" } as const;
  const progress = at({ stage: "final", mined: MINED, events: [rejected], next: null });
  expect(states(progress)).toEqual(["done", "done", "done", "failed", "done"]);
});

test("after a revert nothing more comes", () => {
  const reverted = { ...MINED, status: "reverted" } as const;
  const progress = at({ stage: "mined", mined: reverted, next: null });
  expect(states(progress)).toEqual(["done", "failed", "skipped", "skipped", "skipped"]);
  expect(isSettled(progress)).toBe(true);
});

test("a claim enters no block of the appchain", () => {
  const claim = { ...EVENT, kind: "RewardsClaimed", entersBlocks: false, height: null, result: null } as const;
  const progress = at({ stage: "seen", mined: MINED, events: [claim] });
  expect(states(progress)).toEqual(["done", "done", "done", "skipped", "running"]);
  expect(isSettled(progress)).toBe(false);
});

test("an unknown transaction isn't settled, though nothing is waited for", () => {
  expect(isSettled(at({ stage: "unknown", next: null }))).toBe(false);
});

test("must-not-repeat 4.1: a revert and a refusal by the appchain are failures, nothing else is", () => {
  expect(hasFailed(at({ stage: "mined", mined: { ...MINED, status: "reverted" } }))).toBe(true);
  expect(hasFailed(at({ stage: "final", mined: MINED, events: [{ ...EVENT, result: "rejected" }] }))).toBe(true);
  expect(hasFailed(at({ stage: "final", mined: MINED, events: [EVENT] }))).toBe(false);
  expect(hasFailed(PENDING)).toBe(false);
});

test("a transaction nobody knows is young, then lost; replaced as soon as its nonce is used", () => {
  const facts = { sinceMs: 0, nowMs: 60_000, nonce: 4, minedCount: 4 };
  expect(judgeUnknown(facts)).toBeUndefined();
  expect(judgeUnknown({ ...facts, minedCount: 5 })).toBe("replaced");
  expect(judgeUnknown({ ...facts, nowMs: 121_000 })).toBe("lost");
  expect(judgeUnknown({ ...facts, nonce: null, minedCount: 5 })).toBeUndefined();
});
