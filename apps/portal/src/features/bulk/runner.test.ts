import { SdkError } from "@session/sdk";
import type { Hex } from "viem";
import { beforeEach, expect, test } from "vitest";
import { explain } from "../../errors/explain.ts";
import type { PlannedStep } from "./model.ts";
import type { BulkStep, ItemOutcome } from "./queue.ts";
import { type BulkActs, BulkRunner, type TabLock } from "./runner.ts";
import { parseQueue, queueStore } from "./store.ts";

const ACCOUNT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const hashOf = (id: string) => `0x${id.padStart(64, "0")}` as Hex;
const exits = (...ids: number[]): PlannedStep => ({
  via: null,
  items: ids.map((nodeId) => ({ type: "exit", nodeId }) as const),
});
const DONE: ItemOutcome = { status: "done", amount: "25", lockedUntil: 0, fault: null };

/** A wallet whose answers the test gives. */
class Wallet implements BulkActs {
  readonly log: string[] = [];
  readonly explain = (error: unknown) => explain(error);
  readonly open = new Map<string, { resolve: () => void; reject: (error: unknown) => void }>();
  send = (step: BulkStep, onSent: (hash: Hex) => void) => {
    this.log.push(`send ${step.id}`);
    return this.#wait(step, () => onSent(hashOf(step.id)));
  };
  follow = (step: BulkStep, hash: Hex) => {
    this.log.push(`follow ${hash.slice(-1)}`);
    return this.#wait(step, () => undefined);
  };
  #wait(step: BulkStep, begin: () => void): Promise<readonly ItemOutcome[]> {
    begin();
    return new Promise((resolve, reject) => {
      this.open.set(step.id, { resolve: () => resolve(step.items.map(() => DONE)), reject });
    });
  }
}

const states = (runner: BulkRunner) => runner.read().queue?.steps.map(({ state }) => state);
const store = () => queueStore(31337, ACCOUNT);
const free: TabLock = async (run) => {
  await run();
  return true;
};
const openRunner = (lock = free) => new BulkRunner(store(), lock);
beforeEach(() => localStorage.clear());

test("one transaction after the other, each kept as soon as it is sent", async () => {
  const wallet = new Wallet();
  const runner = openRunner();
  runner.use(wallet);
  runner.start("exit", [exits(1, 2), exits(3)], 1);
  expect(wallet.log).toEqual(["send 1"]);
  expect(store().read()?.steps[0]).toMatchObject({ state: "sent", hash: hashOf("1") });
  wallet.open.get("1")?.resolve();
  await expect.poll(() => wallet.log).toEqual(["send 1", "send 2"]);
  expect(states(runner)).toEqual(["done", "sent"]);
  wallet.open.get("2")?.resolve();
  await expect.poll(() => states(runner)).toEqual(["done", "done"]);
});

test("a reload in between: what was sent is followed and not sent again; the rest waits until its owner goes on", async () => {
  const before = openRunner();
  before.use(new Wallet());
  before.start("exit", [exits(1), exits(2)], 1);
  // The page goes, with the transaction on its way.
  const wallet = new Wallet();
  const runner = openRunner();
  runner.use(wallet);
  expect(wallet.log).toEqual(["follow 1"]);
  wallet.open.get("1")?.resolve();
  await expect.poll(() => states(runner)).toEqual(["done", "waiting"]);
  expect(wallet.log).toEqual(["follow 1"]);
  runner.goOn();
  expect(wallet.log).toEqual(["follow 1", "send 2"]);
});

test("an error in one doesn't lose the others, and is retried alone", async () => {
  const wallet = new Wallet();
  const runner = openRunner();
  runner.use(wallet);
  runner.start("exit", [exits(1), exits(2)], 1);
  const paused = { code: "CONTRACT_REVERTED", name: "EnforcedPause", args: [1n], action: "multicall" } as const;
  wallet.open.get("1")?.reject(new SdkError(paused, "paused"));
  await expect.poll(() => states(runner)).toEqual(["failed", "sent"]);
  expect(runner.read().queue?.steps[0]?.fault?.code).toBe("EnforcedPause");
  wallet.open.get("2")?.resolve();
  await expect.poll(() => states(runner)).toEqual(["failed", "done"]);
  runner.retry();
  expect(wallet.log).toEqual(["send 1", "send 2", "send 3"]);
  expect(runner.read().queue?.steps.map(({ id }) => id)).toEqual(["2", "3"]);
});

test("a no in the wallet stops the queue, and fails nothing", async () => {
  const wallet = new Wallet();
  const runner = openRunner();
  runner.use(wallet);
  runner.start("exit", [exits(1), exits(2)], 1);
  wallet.open.get("1")?.reject({ code: 4001, message: "User rejected" });
  await expect.poll(() => states(runner)).toEqual(["waiting", "waiting"]);
  expect(runner.read().queue?.isStopped).toBe(true);
  expect(wallet.log).toEqual(["send 1"]);
});

test("two tabs: one works, the other looks on and hears of it, and takes over once the first is gone", async () => {
  const first = new Wallet();
  const working = openRunner();
  working.use(first);
  working.start("exit", [exits(1), exits(2)], 1);
  const wallet = new Wallet();
  let isFirstOpen = true;
  const looking = openRunner((run) => (isFirstOpen ? Promise.resolve(false) : free(run)));
  looking.use(wallet);
  await expect.poll(() => looking.read().isElsewhere).toBe(true);
  first.open.get("1")?.resolve();
  await expect.poll(() => states(working)).toEqual(["done", "sent"]);
  // What another tab writes is heard of as an event of the storage.
  globalThis.dispatchEvent(new StorageEvent("storage", { key: `session.bulk.31337.${ACCOUNT.toLowerCase()}` }));
  expect(states(looking)).toEqual(["done", "sent"]);
  looking.goOn();
  await expect.poll(() => looking.read().isElsewhere).toBe(true);
  expect(wallet.log).toEqual([]);
  isFirstOpen = false;
  looking.goOn();
  await expect.poll(() => wallet.log).toEqual(["follow 2"]);
  expect(looking.read().isElsewhere).toBe(false);
});

test("what somebody else left in the storage is no queue", () => {
  localStorage.setItem(`session.bulk.31337.${ACCOUNT.toLowerCase()}`, '{"kind":"exit","steps":[{"hash":"<b>"}]}');
  expect(openRunner().read().queue).toBeUndefined();
  expect(parseQueue("x")).toBeUndefined();
});
