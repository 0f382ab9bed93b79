import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import {
  ClassicLevelStore,
  createFollowerMetrics,
  Follower,
  type FollowerModules,
  type FollowerOptions,
  type Hex,
  type Logger,
  MemoryStore,
  silentLogger,
  systemClock,
} from "../src/index.ts";
import type { StoreBackend } from "./storeConformance.ts";

export const READ_DATA: Hex = "0x";

/** Options for a fast test: step 1, three blocks of lag, a read that gives the block number. */
export function testOptions(address: Hex, options: Partial<FollowerOptions> = {}): FollowerOptions {
  return {
    chainId: 1337n,
    addresses: [address],
    startBlock: 0n,
    step: 1n,
    safeLag: { blocks: 3 },
    pollIntervalMs: 5,
    reads: [{ to: address, data: READ_DATA }],
    ...options,
  };
}

export type TestModules = Partial<FollowerModules> & Pick<FollowerModules, "providers">;

export function testModules(modules: TestModules): FollowerModules {
  return {
    store: new MemoryStore(),
    logger: silentLogger,
    metrics: createFollowerMetrics(new Registry()),
    clock: systemClock,
    signal: new AbortController().signal,
    ...modules,
  };
}

/** A follower that is closed at the end of the test. */
export function startFollower(options: FollowerOptions, modules: TestModules): Follower {
  const follower = new Follower(options, testModules(modules));
  onTestFinished(() => follower.close());
  return follower;
}

export const storeBackends: readonly StoreBackend[] = [
  {
    name: "memory",
    create: async () => {
      const store = new MemoryStore();
      return { store, reopen: async () => store };
    },
  },
  {
    name: "classic-level",
    create: async () => {
      const folder = await mkdtemp(join(tmpdir(), "l2-store-"));
      let store = await ClassicLevelStore.open(folder);
      onTestFinished(async () => {
        await store.close();
        await rm(folder, { recursive: true });
      });
      return {
        store,
        reopen: async () => {
          await store.close();
          store = await ClassicLevelStore.open(folder);
          return store;
        },
      };
    },
  },
];

/** A logger that keeps the codes of what is logged. */
export function recordingLogger(): Logger & { readonly codes: string[] } {
  const codes: string[] = [];
  const note = (fields: object): void => {
    if ("code" in fields) codes.push(String(fields.code));
  };
  return { codes, debug: note, info: note, warn: note, error: note };
}
