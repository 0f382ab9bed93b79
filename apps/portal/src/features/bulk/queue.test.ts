import { expect, test } from "vitest";
import type { PlannedStep } from "./model.ts";
import {
  afterReload,
  type BulkQueue,
  countItems,
  goOn,
  type ItemOutcome,
  isFinished,
  nextStep,
  retryFailed,
  sentStep,
  startQueue,
  stop,
  toDeclined,
  toDone,
  toFailed,
  toSent,
  toSigning,
} from "./queue.ts";

const HASH = `0x${"11".repeat(32)}` as const;
const FAULT = { what: "No", next: "Try again", code: "X" };
const outcome = (status: ItemOutcome["status"]): ItemOutcome => ({
  ...{ status, amount: "1", lockedUntil: 0 },
  fault: status === "refused" ? FAULT : null,
});
const exits = (...ids: number[]): PlannedStep => ({
  via: null,
  items: ids.map((nodeId) => ({ type: "exit", nodeId }) as const),
});
const queue = startQueue("exit", [exits(1, 2), exits(3), exits(4)], 7);
const states = ({ steps }: BulkQueue) => steps.map(({ state }) => state);

test("the next transaction only after the one before", () => {
  expect(nextStep(queue)?.id).toBe("1");
  const signing = toSigning(queue, "1");
  expect(nextStep(signing)).toBeUndefined();
  const sent = toSent(signing, "1", HASH);
  expect(nextStep(sent)).toBeUndefined();
  const done = toDone(sent, "1", [outcome("done"), outcome("done")]);
  expect(nextStep(done)?.id).toBe("2");
  expect(countItems(done)).toEqual({ done: 2, failed: 0, left: 2 });
});

test("an error in one doesn't lose the others", () => {
  const failed = toFailed(toSigning(queue, "1"), "1", FAULT);
  expect(nextStep(failed)?.id).toBe("2");
  const rest = toDone(toDone(failed, "2", [outcome("refused")]), "3", [outcome("already")]);
  expect(isFinished(rest)).toBe(true);
  expect(states(rest)).toEqual(["failed", "done", "done"]);
  expect(countItems(rest)).toEqual({ done: 1, failed: 3, left: 0 });
});

test("a refusal in the wallet stops: the wallet asks again when its owner goes on", () => {
  const declined = toDeclined(toSigning(queue, "1"), "1");
  expect(nextStep(declined)).toBeUndefined();
  expect(nextStep(goOn(declined))?.id).toBe("1");
});

test("stop lets what is sent be mined, and starts nothing new", () => {
  const stopped = stop(toSent(toSigning(queue, "1"), "1", HASH));
  const mined = toDone(stopped, "1", [outcome("done"), outcome("done")]);
  expect(nextStep(mined)).toBeUndefined();
  expect(nextStep(goOn(mined))?.id).toBe("2");
});

test("after a reload what was sent is followed, what was being signed waits, and nothing is asked by itself", () => {
  const found = afterReload(toSent(toSigning(queue, "1"), "1", HASH));
  expect(sentStep(found)).toMatchObject({ id: "1", hash: HASH });
  expect(nextStep(toDone(found, "1", [outcome("done"), outcome("done")]))).toBeUndefined();
  const unsure = afterReload(toSigning(queue, "1"));
  expect(states(unsure)).toEqual(["waiting", "waiting", "waiting"]);
  expect(sentStep(unsure)).toBeUndefined();
  expect(nextStep(unsure)).toBeUndefined();
  const over = toFailed(toFailed(toFailed(queue, "1", FAULT), "2", FAULT), "3", FAULT);
  expect(afterReload(over).isStopped).toBe(false);
});

test("a retry takes failed steps and refused items, and nothing that is done", () => {
  const mixed = toDone(toFailed(toDone(queue, "1", [outcome("done"), outcome("refused")]), "2", FAULT), "3", [
    outcome("already"),
  ]);
  const again = retryFailed(mixed);
  expect(
    again?.steps.map(({ id, state, items }) => [id, state, items.map((item) => "nodeId" in item && item.nodeId)]),
  ).toEqual([
    ["1", "done", [1]],
    ["3", "done", [4]],
    ["4", "waiting", [2]],
    ["5", "waiting", [3]],
  ]);
  expect(again === undefined ? undefined : countItems(again)).toEqual({ done: 2, failed: 0, left: 2 });
  expect(retryFailed(toDone(queue, "1", [outcome("done"), outcome("done")]))).toBeUndefined();
});
