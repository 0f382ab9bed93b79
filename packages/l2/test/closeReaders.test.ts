import { expect, test } from "vitest";
import { MemoryStore } from "../src/index.ts";
import { topicOf } from "./fakeChain.ts";
import { startWorld } from "./startWorld.ts";

/** Logs a follower keeps in memory: recentSteps.ts. */
const KEPT = 10_000;
const LOGS = 2_000;

/** A store that counts the logs read back from it. */
class CountingStore extends MemoryStore {
  readBack = 0;
  /** Looks for many steps at once, as those do who take batches. */
  looks = 0;

  override stepsAfter(number: bigint, limit: number) {
    if (limit > 1) this.looks++;
    return super.stepsAfter(number, limit);
  }

  override async logs(...range: Parameters<MemoryStore["logs"]>) {
    const found = await super.logs(...range);
    this.readBack += found.length;
    return found;
  }
}

test("a follower that is faster than its reader waits for it instead of making it read everything back", async () => {
  const world = startWorld({ maxRange: 1n, safeLag: { blocks: 50 } });
  const store = new CountingStore();
  world.store = store;
  for (let block = 0; block < 20; block++) await world.mine(Array.from({ length: LOGS }, (_, index) => topicOf(index)));
  const follower = world.start();
  let taken = 0;
  let mostAhead = 0n;
  for await (const event of follower.batches("start", { maxLogs: LOGS })) {
    if (event.type !== "steps") continue;
    const last = event.steps.at(-1)?.block.number ?? 0n;
    taken += event.steps.reduce((sum, { logs }) => sum + logs.length, 0);
    if (last === 20n) break;
    // As long as an apply takes; the follower would be at the chain's end long since.
    for (let turn = 0; turn < 2_000; turn++) await Promise.resolve();
    const ahead = ((await follower.head())?.number ?? 0n) - last;
    if (ahead > mostAhead) mostAhead = ahead;
  }
  expect(taken).toBe(20 * LOGS);
  expect(mostAhead).toBeGreaterThan(1n);
  expect(mostAhead).toBeLessThanOrEqual(BigInt(KEPT / LOGS));
  // Nothing but what the reader of single events, which starts from the store, takes for itself.
  expect(store.readBack).toBeLessThanOrEqual(20 * LOGS);
});

test("a reader who has everything waits for more without a look into the store, which the follower is to write to", async () => {
  const world = startWorld({ maxRange: 1n, safeLag: { blocks: 50 } });
  const store = new CountingStore();
  world.store = store;
  await world.mine([topicOf(1)]);
  const follower = world.start();
  await world.until(1n);
  const taken: bigint[] = [];
  for await (const event of follower.batches("start", { maxLogs: LOGS })) {
    if (event.type !== "steps") continue;
    taken.push(...event.steps.map(({ block }) => block.number));
    if (taken.length === 5) break;
    // Asks for more before there is more.
    setTimeout(() => void world.mine([topicOf(1)]).then(() => world.until(BigInt(taken.length + 1))), 5);
  }
  expect(taken).toEqual([1n, 2n, 3n, 4n, 5n]);
  expect(store.looks).toBe(0);
});
