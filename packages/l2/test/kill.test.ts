import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { seededRandom, spawnChild } from "@session/testing";
import { expect, onTestFinished, test } from "vitest";
import { decodeJson, encodeJson } from "../src/codec.ts";
import type { SourceEvent } from "../src/index.ts";
import type { ChildInput } from "./child/follow.ts";
import { Consumer } from "./consumer.ts";
import { FakeChain, topicOf } from "./fakeChain.ts";
import { startFakeServer } from "./fakeServer.ts";
import { testOptions } from "./setup.ts";

const CHILD = fileURLToPath(new URL("./child/follow.ts", import.meta.url));

test("kill -9 at any moment, while the chain grows and reorganises: no gap, no duplicate", async () => {
  const random = seededRandom();
  const folder = await mkdtemp(join(tmpdir(), "l2-kill-"));
  const chain = new FakeChain();
  // The chain moves with every request, so that each kill falls into another place.
  const server = await startFakeServer((call) => {
    if (random.chance(0.1) && chain.length < 400)
      void chain.mine(random.chance(0.5) ? [topicOf(random.int(0, 9))] : []);
    if (random.chance(0.01) && chain.length > 10) void chain.reorg(random.int(1, 5));
    return chain.answer(call);
  });
  onTestFinished(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const options = testOptions(chain.address, { step: 2n, maxRange: 4n, safeLag: { blocks: 30 }, pollIntervalMs: 1 });
  const consumer = new Consumer(0n);

  for (let round = 0; round < 12; round++) {
    const input: ChildInput = { folder, url: server.url, options, from: consumer.position };
    const child = await spawnChild(process.execPath, [CHILD, encodeJson(input)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const isLast = round === 11;
    const enough = consumer.events.length + random.int(1, 25);
    consumer.resume();
    // Lines written before the kill are still read: the consumer has processed what it printed.
    for await (const line of createInterface({ input: child.process.stdout ?? process.stdin })) {
      const event = tryDecode(line);
      if (event === undefined) break;
      consumer.apply(event);
      const isAtHead = consumer.steps.at(-1)?.block.hash === chain.hashAt(chain.length - 1 - ((chain.length - 1) % 2));
      if (isLast ? isAtHead && chain.length >= 400 : consumer.events.length >= enough) await child.kill();
    }
    await child.exited;
  }
  const newest = consumer.steps.at(-1)?.block.number ?? 0n;
  // The chain may have been reorganised once more after the last event.
  const common =
    consumer.steps.filter(({ block }) => chain.hashAt(Number(block.number)) === block.hash).at(-1)?.block.number ?? 0n;
  expect(newest).toBeGreaterThanOrEqual(390n);
  expect(common).toBeGreaterThanOrEqual(newest - 6n);
  expect(consumer.topics().filter(({ block }) => block <= common)).toEqual(
    (await chain.topics()).filter(({ block }) => block <= common),
  );
  expect(BigInt(consumer.steps.length)).toBe(newest / 2n);
}, 300_000);

/** Undefined for the line the kill has cut off. */
function tryDecode(line: string): SourceEvent | undefined {
  try {
    return decodeJson<SourceEvent>(line);
  } catch {
    return undefined;
  }
}
