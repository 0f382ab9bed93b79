import type { Network } from "@session/config";
import { rewardRatePoolAbi, serviceNodeRewardsAbi } from "@session/contracts";
import {
  type ClassicLevelStore,
  checkProviders,
  createFollowerMetrics,
  createProvider,
  Follower,
  type FollowerOptions,
  type Hex,
  L2Error,
  type L2Log,
  type L2Step,
} from "@session/l2";
import { presetOf } from "@session/protocol";
import type { Registry } from "prom-client";
import { encodeFunctionData } from "viem";
import { toAddress } from "../api/format.ts";
import { type L2Source, READS } from "../chain/l2View.ts";
import type { Clock, Logger } from "../consensus/ports.ts";
import { NodeError } from "../errors.ts";
import { openL2Store } from "../store/l2Store.ts";
import { checkContracts } from "./contractCheck.ts";

export type L2Options = {
  readonly network: Network;
  readonly urls: readonly string[];
  readonly dataDir: string;
  /** Milliseconds between polls; by the preset without it. */
  readonly pollMs: number | undefined;
};
export type L2Modules = {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The follower can't go on by itself (L2_REORG_BEYOND_SAFE): the node stops signing. */
  readonly onFatal: (error: unknown) => void;
  /** Logs that have come behind the safe lag: all since `start()` at first, then each once. */
  readonly onSafeLogs: (logs: readonly L2Log[]) => void;
};

/** Free tiers of providers allow about three calls a minute for a node that runs all month; devnet asks its own Anvil. */
const POLL_MS = { mainnet: 30_000, stagenet: 10_000, devnet: 400 } as const;
const MAX_CALLS_PER_MINUTE = { mainnet: 60, stagenet: 120, devnet: 6_000 } as const;

const SEEN_POLL_MS = 50;

/** The node's follower with its store: what the chain reads of L2. */
export class L2Follower implements L2Source {
  readonly #follower: Follower;
  readonly #store: ClassicLevelStore;
  readonly #modules: L2Modules;
  readonly #startBlock: number;
  #watching: Promise<void> | undefined;

  private constructor(follower: Follower, store: ClassicLevelStore, modules: L2Modules, startBlock: number) {
    this.#startBlock = startBlock;
    this.#follower = follower;
    this.#store = store;
    this.#modules = modules;
  }

  /**
   * @throws L2Error WRONG_CHAIN_ID, PROVIDER_DOWN, L2_REORG_BEYOND_SAFE (kept from an earlier run)
   * @throws NodeError CONTRACT_MISMATCH, GENESIS_MISMATCH
   */
  static async open(options: L2Options, modules: L2Modules): Promise<L2Follower> {
    const followerOptions = toFollowerOptions(options);
    const providers = options.urls.map((url) => createProvider({ url, timeoutMs: 5_000 }));
    const metrics = createFollowerMetrics(modules.registry);
    const shared = { ...modules, providers, metrics };
    await checkProviders(followerOptions, shared).catch((error: unknown) => {
      throw toStartError(error);
    });
    await checkContracts(options.network, options.urls);
    const store = await openL2Store(options.dataDir);
    const alarm = (await store.state())?.alarm;
    if (alarm !== undefined && alarm !== null) {
      await store.close();
      throw reorgError(alarm);
    }
    const follower = new Follower(followerOptions, { ...shared, store });
    await follower.open();
    return new L2Follower(follower, store, modules, options.network.genesis.l2.number);
  }

  /** Begins to follow. */
  start(): void {
    this.#watching ??= this.#watch();
  }

  /** Resolves once L2 has been seen, or after the time: a node that starts consensus blind would only miss its first turns. */
  async seen(timeoutMs: number): Promise<void> {
    const { clock, signal } = this.#modules;
    const deadlineMs = clock.now() + timeoutMs;
    while (this.newest() === undefined && clock.now() < deadlineMs && !signal.aborted)
      await new Promise<void>((resolve) => clock.setTimeout(resolve, SEEN_POLL_MS));
  }

  newest(): L2Step | undefined {
    return this.#follower.newest();
  }

  newestSafe(): L2Step | undefined {
    return this.#follower.safeHead();
  }

  stepAt(number: number): Promise<L2Step | undefined> {
    return this.#follower.stepAt(BigInt(number));
  }

  stepAfter(number: number): Promise<L2Step | undefined> {
    return this.#follower.stepAfter(BigInt(number));
  }

  /** Seconds L2 is behind the clock as far as this node knows; null before the first answer. */
  lagSec(): number | null {
    const lag = this.#follower.lagSec();
    return Number.isFinite(lag) ? lag : null;
  }

  /** The operator's way back after L2_REORG_BEYOND_SAFE. */
  async rewindTo(number: bigint, hash: Hex): Promise<void> {
    await this.#follower.rewindTo(number, hash);
  }

  async close(): Promise<void> {
    await this.#follower.close();
    await this.#watching;
    await this.#store.close();
  }

  async #watch(): Promise<void> {
    try {
      let delivered = BigInt(this.#startBlock);
      for await (const event of this.#follower.events()) {
        if (event.type === "reorg")
          this.#modules.logger.warn({ ancestor: event.ancestor.toString() }, "l2 reorg followed");
        if (event.type !== "finalize" || event.block.number <= delivered) continue;
        this.#modules.onSafeLogs(await this.#follower.logsBetween(delivered, event.block.number));
        delivered = event.block.number;
      }
    } catch (error) {
      if (this.#modules.signal.aborted) return;
      this.#modules.onFatal(
        error instanceof L2Error && error.detail.code === "L2_REORG_BEYOND_SAFE" ? reorgError(error.detail) : error,
      );
    }
  }
}

export function toFollowerOptions({ network, pollMs }: Pick<L2Options, "network" | "pollMs">): FollowerOptions {
  const { genesis } = network;
  const preset = presetOf(genesis.preset);
  const pool = toAddress(genesis.contracts.rewardRatePool);
  const rewards = toAddress(genesis.contracts.serviceNodeRewards);
  const reads = READS.map((name) =>
    name === "setVersion"
      ? { to: rewards, data: encodeFunctionData({ abi: serviceNodeRewardsAbi, functionName: name }) }
      : { to: pool, data: encodeFunctionData({ abi: rewardRatePoolAbi, functionName: name }) },
  );
  return {
    chainId: genesis.chainId,
    addresses: [rewards],
    startBlock: BigInt(genesis.l2.number),
    step: BigInt(preset.l2Step),
    safeLag: preset.l2SafeLag,
    pollIntervalMs: pollMs ?? POLL_MS[preset.name],
    maxCallsPerMinute: MAX_CALLS_PER_MINUTE[preset.name],
    reads,
  };
}

type ReorgDetail = Extract<L2Error["detail"], { code: "L2_REORG_BEYOND_SAFE" }>;

function reorgError(detail: ReorgDetail): L2Error {
  const { finalized, found } = detail;
  const message =
    `L2 block ${finalized.number} was final as ${finalized.hash}, the provider now has ${found.hash ?? "no such block"}. ` +
    "This node has stopped signing. Find out which chain is right; if the provider was wrong, name another with --l2. " +
    "Then go on from a block of the right chain: session-node rewind --to <number>:<hash>.";
  return new L2Error(detail, message);
}

function toStartError(error: unknown): unknown {
  if (!(error instanceof L2Error)) return error;
  const { detail } = error;
  if (detail.code === "WRONG_CHAIN_ID") {
    const message = `${detail.provider} serves chain ${detail.actual}, this network is on chain ${detail.expected}. Name a provider of chain ${detail.expected} with --l2.`;
    const fields = { provider: detail.provider, found: detail.actual.toString(), expected: detail.expected.toString() };
    return new NodeError({ code: "WRONG_CHAIN_ID", ...fields }, message, { cause: error });
  }
  return error;
}
