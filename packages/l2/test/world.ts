import { VirtualClock } from "@session/testing";
import { Registry } from "prom-client";
import { createFollowerMetrics, Follower, type FollowerOptions, MemoryStore } from "../src/index.ts";
import { Consumer } from "./consumer.ts";
import { driveUntil } from "./drive.ts";
import { FakeChain } from "./fakeChain.ts";
import { FakeProvider } from "./fakeProvider.ts";
import { recordingLogger, testModules, testOptions } from "./setup.ts";

/** A fake chain, some providers, a follower and a consumer on a virtual clock. */
export class World {
  readonly clock: VirtualClock;
  readonly chain: FakeChain;
  readonly providers: FakeProvider[];
  readonly registry = new Registry();
  readonly logger = recordingLogger();
  readonly metrics = createFollowerMetrics(this.registry);
  readonly options: FollowerOptions;
  readonly consumer: Consumer;
  store = new MemoryStore();
  follower: Follower | undefined;
  failure: unknown;
  #consuming: Promise<void> = Promise.resolve();

  constructor({
    providers = 1,
    maxBatch = 100,
    ...options
  }: Partial<FollowerOptions> & { providers?: number; maxBatch?: number } = {}) {
    this.chain = new FakeChain();
    this.clock = new VirtualClock(this.chain.genesisSec * 1_000);
    this.providers = Array.from({ length: providers }, (_, i) => new FakeProvider(`p${i}`, this.chain, maxBatch));
    this.options = testOptions(this.chain.address, { pollIntervalMs: 1_000, ...options });
    this.consumer = new Consumer(this.options.startBlock);
  }

  /** Time goes on with the chain: the clock stands at the time of the newest block. */
  async mine(topics: readonly `0x${string}`[] = []): Promise<void> {
    await this.chain.mine(topics);
  }

  start(): Follower {
    const { store, clock, logger, metrics, providers } = this;
    const follower = new Follower(this.options, testModules({ providers, store, clock, logger, metrics }));
    this.follower = follower;
    this.#consuming = this.consumer
      .follow(follower, () => false)
      .catch((error: unknown) => {
        this.failure = error;
      });
    return follower;
  }

  async stop(): Promise<void> {
    await this.follower?.close();
    await this.#consuming;
    this.follower = undefined;
  }

  /** Waits until the consumer has this step. */
  async until(number: bigint): Promise<void> {
    await this.untilTrue(() => this.position >= number);
  }

  async untilTrue(isDone: () => boolean): Promise<void> {
    await driveUntil(this.clock, () => isDone() || this.failure !== undefined);
    if (this.failure !== undefined) throw this.failure;
  }

  get position(): bigint {
    return this.consumer.steps.at(-1)?.block.number ?? this.options.startBlock;
  }

  async metric(name: string): Promise<number | undefined> {
    const metric = await this.registry.getSingleMetric(`session_l2_${name}`)?.get();
    return metric?.values.reduce((sum, { value }) => sum + value, 0);
  }
}
