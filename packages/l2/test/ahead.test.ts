import { expect, test } from "vitest";
import { MemoryStore, type StoreChange } from "../src/index.ts";
import type { RpcCall } from "../src/provider.ts";
import { World } from "./world.ts";

/** A store whose writes end when they are told to. */
class HeldStore extends MemoryStore {
  /** Of the writes of ranges that wait: each lets its own end, or fails it. */
  readonly held: { readonly go: () => void; readonly fail: (error: Error) => void }[] = [];
  isHolding = true;

  override async write(change: StoreChange): Promise<void> {
    if (this.isHolding && change.steps !== undefined)
      await new Promise<void>((resolve, reject) => this.held.push({ go: resolve, fail: reject }));
    return super.write(change);
  }
}

const isForLogs = (calls: readonly RpcCall[]) => calls.some(({ method }) => method === "eth_getLogs");

async function startWorld(): Promise<{ world: World; store: HeldStore; logRequests: () => number }> {
  const world = new World({ step: 1n, maxRange: 2n });
  for (let block = 0; block < 8; block++) await world.mine([`0x${"0".repeat(63)}${block}`]);
  const store = new HeldStore();
  world.store = store;
  const logRequests = () => world.providers[0]?.requests.filter(isForLogs).length ?? 0;
  world.start();
  await world.untilTrue(() => store.held.length === 1);
  return { world, store, logRequests };
}

test("the next range is asked for while one is being stored, and no further one", async () => {
  const { world, store, logRequests } = await startWorld();
  await world.untilTrue(() => logRequests() === 2);
  for (let i = 0; i < 50; i++) await Promise.resolve();
  expect(logRequests()).toBe(2);
  expect(world.position).toBe(world.options.startBlock);
  store.isHolding = false;
  store.held[0]?.go();
  await world.until(8n);
  expect(world.consumer.steps.map(({ block }) => block.number)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
  expect(world.consumer.steps.flatMap(({ logs }) => logs)).toHaveLength(8);
  await world.stop();
});

test("what was asked ahead is forgotten when a range can't be stored", async () => {
  const { world, store, logRequests } = await startWorld();
  await world.untilTrue(() => logRequests() === 2);
  store.held[0]?.fail(new Error("disk full"));
  await expect(world.untilTrue(() => world.position > world.options.startBlock)).rejects.toThrow("disk full");
  expect((await store.stepsAfter(0n, 10)).length).toBe(0);
  await world.stop();
});

test("closed while a range is stored and the next one is asked for: both end, and a later start goes on", async () => {
  const { world, store, logRequests } = await startWorld();
  const [provider] = world.providers;
  if (provider === undefined) throw new Error("no provider");
  await world.untilTrue(() => logRequests() === 2);
  const closed = world.stop();
  store.isHolding = false;
  store.held[0]?.go();
  await closed;
  world.failure = undefined;
  world.start();
  await world.until(8n);
  expect(world.consumer.steps.map(({ block }) => block.number)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
  await world.stop();
});
