import type { PeerId } from "@libp2p/interface";
import type { Multiaddr } from "@multiformats/multiaddr";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import type { P2pLogger, PeerName } from "./ports.ts";

export type DialerOptions = {
  readonly self: PeerName;
  /** Dials no more peers on its own once this many are connected. */
  readonly enoughPeers: number;
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /**
   * Of two nodes that know each other only the one with the lower id dials at once; the other gives it this long, so that
   * one connection is made and not two. Long enough for a handshake on a busy machine.
   */
  readonly yieldMs: number;
};

export const DEFAULT_DIALER = { enoughPeers: 64, firstRetryMs: 100, maxRetryMs: 10_000, yieldMs: 1_000 } as const;

export type DialerModules = {
  readonly clock: Clock;
  readonly metrics: P2pMetrics;
  readonly logger: P2pLogger;
  dial(addresses: Multiaddr[]): Promise<unknown>;
  isConnected(name: PeerName): boolean;
  isBanned(name: PeerName): boolean;
  connectedCount(): number;
};

type Target = {
  readonly name: PeerName;
  readonly addresses: Map<string, Multiaddr>;
  failures: number;
  timer: unknown;
  dialing: boolean;
};

/** Addresses remembered per peer: the newest ones. */
const MAX_ADDRESSES = 8;
const MAX_TARGETS = 16_384;

/** Keeps trying to reach known peers: all at once at the start, then each with its own growing pause. */
export class Dialer {
  readonly #options: DialerOptions;
  readonly #modules: DialerModules;
  readonly #targets = new Map<PeerName, Target>();
  #running = false;

  constructor(options: DialerOptions, modules: DialerModules) {
    this.#options = options;
    this.#modules = modules;
  }

  start(): void {
    this.#running = true;
    for (const target of this.#targets.values()) this.#schedule(target, this.#firstDelayMs(target.name));
  }

  stop(): void {
    this.#running = false;
    for (const target of this.#targets.values()) this.#modules.clock.clearTimeout(target.timer);
  }

  /** Adds an address of a peer; a new one is tried at once. */
  add(id: PeerId | PeerName, address: Multiaddr): void {
    const name = id.toString();
    if (name === this.#options.self) return;
    let target = this.#targets.get(name);
    if (target === undefined) {
      if (this.#targets.size >= MAX_TARGETS) return;
      target = { name, addresses: new Map(), failures: 0, timer: undefined, dialing: false };
      this.#targets.set(name, target);
    }
    const text = address.toString();
    if (target.addresses.has(text)) return;
    target.addresses.set(text, address);
    const oldest = target.addresses.keys().next();
    if (target.addresses.size > MAX_ADDRESSES && !oldest.done) target.addresses.delete(oldest.value);
    target.failures = 0;
    this.#schedule(target, this.#firstDelayMs(name));
  }

  /** The last connection to a peer is gone. */
  disconnected(name: PeerName): void {
    const target = this.#targets.get(name);
    if (target === undefined) return;
    target.failures = 0;
    this.#schedule(target, this.#options.firstRetryMs + this.#firstDelayMs(name));
  }

  #firstDelayMs(name: PeerName): number {
    return this.#options.self < name ? 0 : this.#options.yieldMs;
  }

  #schedule(target: Target, delayMs: number): void {
    if (!this.#running) return;
    this.#modules.clock.clearTimeout(target.timer);
    target.timer = this.#modules.clock.setTimeout(() => void this.#attempt(target), delayMs);
  }

  async #attempt(target: Target): Promise<void> {
    const { metrics, logger } = this.#modules;
    if (!this.#running || target.dialing || this.#modules.isConnected(target.name)) return;
    if (this.#modules.isBanned(target.name) || this.#modules.connectedCount() >= this.#options.enoughPeers) {
      this.#schedule(target, this.#options.maxRetryMs);
      return;
    }
    target.dialing = true;
    try {
      await this.#modules.dial([...target.addresses.values()].reverse());
      target.failures = 0;
      metrics.dials.inc({ result: "connected" });
    } catch (error) {
      target.failures += 1;
      metrics.dials.inc({ result: "failed" });
      logger.debug({ peer: target.name, failures: target.failures, err: error }, "p2p: dial failed");
    } finally {
      target.dialing = false;
    }
    if (!this.#modules.isConnected(target.name)) this.#schedule(target, this.#retryDelayMs(target.failures));
  }

  #retryDelayMs(failures: number): number {
    return Math.min(this.#options.maxRetryMs, this.#options.firstRetryMs * 2 ** Math.min(failures, 16));
  }
}
