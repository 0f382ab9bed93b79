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
