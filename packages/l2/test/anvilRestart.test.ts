import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAnvil } from "@session/testing";
import { expect, onTestFinished, test } from "vitest";
import { createProvider } from "../src/index.ts";
import { AnvilChain } from "./anvilChain.ts";
import { Consumer } from "./consumer.ts";
import { topicOf } from "./fakeChain.ts";
import { recordingLogger, startFollower, testOptions } from "./setup.ts";

test("an Anvil killed and restarted from an older dump is waited for; other blocks within the lag are followed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "l2-anvil-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const statePath = join(folder, "state.json");
  const options = { noMining: true, chainId: 31339, statePath, preserveHistoricalStates: true };
  const first = await startAnvil(options);
  const old = await AnvilChain.deploy(first);
  const startBlock = await old.head();
  for (let i = 1; i <= 4; i++) await old.mine([topicOf(i)]);
  await first.stop();

  const second = await startAnvil(options);
  const chain = AnvilChain.attach(second, old.address);
  for (let i = 5; i <= 8; i++) await chain.mine([topicOf(i)]);
  const logger = recordingLogger();
  const follower = startFollower(testOptions(chain.address, { chainId: 31339n, startBlock, safeLag: { blocks: 5 } }), {
    providers: [createProvider({ url: second.url })],
    logger,
  });
  const consumer = new Consumer(startBlock);
  await consumer.follow(follower, () => consumer.hasBoth(startBlock + 8n, startBlock + 3n));
  // The dump of the first Anvil ends at block 4, above what is final.
  await second.kill();

  const third = await startAnvil({ ...options, port: second.port });
  onTestFinished(() => third.kill());
  const restored = AnvilChain.attach(third, old.address);
  expect(await restored.head()).toBe(startBlock + 4n);
  for (let i = 15; i <= 19; i++) await restored.mine([topicOf(i)]);
  await consumer.follow(follower, (event) => event.type === "block" && event.step.block.number === startBlock + 9n);
  expect(consumer.events.filter(({ type }) => type === "reorg")).toEqual([
    { type: "reorg", ancestor: startBlock + 4n },
  ]);
  expect(consumer.topics().map(({ topic }) => Number(topic))).toEqual([1, 2, 3, 4, 15, 16, 17, 18, 19]);
  expect(consumer.topics()).toEqual(await restored.topics());
  expect(logger.codes).toContain("PROVIDER_DOWN");
});
