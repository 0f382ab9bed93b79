import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { SdkError } from "@session/sdk";
import type { Logger } from "pino";
import { ChainSourceError, type ChainSourceErrorDetail } from "./errors.ts";
import { NodePeer, type NodeReport } from "./nodePeer.ts";

export type NodePoolOptions = {
  readonly urls: readonly string[];
  /** Between two looks at a node's head. */
  readonly pollMs: number;
  /** For one answer. */
  readonly timeoutMs: number;
  /** First time a node is left alone after it lied; it doubles. */
  readonly lieAsideMs: number;
  /** The same after it didn't answer. */
  readonly failureAsideMs: number;
};

export type NodePoolModules = {
  readonly genesisHash: `0x${string}`;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Counts a fault of a node. */
  readonly onFault: (node: string, code: string) => void;
};

const MAX_LIE_ASIDE_MS = 3_600_000;
const MAX_FAILURE_ASIDE_MS = 30_000;

/** The nodes blocks are read from: looks at each one's head by itself, so that one that hangs holds up nobody. */
export class NodePool {
  readonly #options: NodePoolOptions;
  readonly #modules: NodePoolModules;
  readonly #peers: readonly NodePeer[];
  readonly #changes = new EventTarget();
  #answeredMs = Number.NEGATIVE_INFINITY;

  constructor(options: NodePoolOptions, modules: NodePoolModules) {
    this.#options = options;
    this.#modules = modules;
    this.#peers = options.urls.map((url) => new NodePeer(url, options.timeoutMs));
  }

  /** Until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const stopped = signal.aborted ? undefined : once(signal, "abort");
    // A node that hangs doesn't hold up the end.
    await Promise.race([Promise.all(this.#peers.map((peer) => this.#watch(peer, signal))), stopped]);
  }

  /** Newest height anyone who is believed says there is. */
  bestHead(): number | undefined {
    const heads = this.usable().flatMap(({ head }) => head ?? []);
    return heads.length === 0 ? undefined : Math.max(...heads);
  }

  /** Nodes that aren't put aside, the quickest and least busy first. */
  usable(): NodePeer[] {
    const nowMs = performance.now();
    const cost = ({ load, msPerBlock }: NodePeer) => (load + 1) * (msPerBlock + 0.01);
    return this.#peers.filter((peer) => peer.aside(nowMs) === undefined).sort((a, b) => cost(a) - cost(b));
  }

  choose(height: number): NodePeer | undefined {
    return this.usable().find(({ head }) => head !== undefined && head >= height);
  }

  /** Seconds since anyone who is believed answered. */
  ageSec(): number {
    return Math.max(0, (this.#modules.now() - this.#answeredMs) / 1_000);
  }

  reports(): NodeReport[] {
    const nowMs = performance.now();
    return this.#peers.map((peer) => peer.report(nowMs));
  }

  /** Why nobody is asked; undefined while there is somebody to ask. */
  halted(): { code: string; message: string } | undefined {
    const nowMs = performance.now();
    const asides = this.#peers.map((peer) => ({ url: peer.url, aside: peer.aside(nowMs) }));
    if (asides.some(({ aside }) => aside === undefined)) return undefined;
    const reasons = asides.map(({ url, aside }) => `${url}: ${aside?.message ?? ""}`).join(" ");
    if (asides.some(({ aside }) => aside?.isLie === false))
      return { code: "NODES_UNREACHABLE", message: `No node gives blocks. ${reasons}` };
    return {
      code: "NODES_LIE",
      message: `What every node gives fails verification: use other nodes, or a newer indexer if the rules have changed. ${reasons}`,
    };
  }

  /** It gave something false: it is left alone for long. */
  lied(peer: NodePeer, detail: ChainSourceErrorDetail, message: string): void {
    const error = new ChainSourceError(detail, message);
    this.#modules.logger.error({ node: peer.url, err: error }, "a node's data fails verification");
    this.#putAside(peer, { code: error.code, message, isLie: true }, this.#options.lieAsideMs, MAX_LIE_ASIDE_MS);
  }

  /** It didn't answer, or not what was asked: others are tried first for a while. */
  failed(peer: NodePeer, error: unknown): void {
    const isMalformed = error instanceof SdkError && error.code === "API_MALFORMED";
    const code = isMalformed ? "NODE_ANSWER_MALFORMED" : "NODE_UNREACHABLE";
    const message = error instanceof Error ? error.message : String(error);
    this.#modules.logger.warn({ node: peer.url, code, reason: message }, "a node gave no usable answer");
    this.#fail(peer, code, message);
  }

  /** It says it has a height and doesn't give it. */
  notServed(peer: NodePeer, height: number): void {
    peer.head = height - 1;
    this.#fail(peer, "NODE_HEAD_NOT_SERVED", `It says it has block ${height} and doesn't give it.`);
  }

  answered(peer: NodePeer): void {
    if (peer.aside(performance.now()) === undefined) this.#answeredMs = this.#modules.now();
  }

  /** Resolves when a head or who may be asked has changed, or after a poll's time. */
  async changed(signal: AbortSignal): Promise<void> {
    const timeout = AbortSignal.timeout(this.#options.pollMs);
    await once(this.#changes, "change", { signal: AbortSignal.any([signal, timeout]) }).catch(() => undefined);
    signal.throwIfAborted();
  }

  #fail(peer: NodePeer, code: string, message: string): void {
    this.#putAside(peer, { code, message, isLie: false }, this.#options.failureAsideMs, MAX_FAILURE_ASIDE_MS);
  }

  #putAside(
    peer: NodePeer,
    fault: { code: string; message: string; isLie: boolean },
    asideMs: number,
    maxMs: number,
  ): void {
    peer.putAside(fault, performance.now(), asideMs, maxMs);
    this.#modules.onFault(peer.url, fault.code);
    this.#changes.dispatchEvent(new Event("change"));
  }

  async #watch(peer: NodePeer, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (peer.aside(performance.now()) === undefined) await this.#look(peer, signal);
      await sleep(this.#options.pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #look(peer: NodePeer, signal: AbortSignal): Promise<void> {
    try {
      const { head, genesisHash } = await peer.client.getStatus();
      if (signal.aborted) return;
      if (genesisHash !== this.#modules.genesisHash) {
        const message = `It belongs to another network: its genesis hash is ${genesisHash}.`;
        this.lied(peer, { code: "NODE_OF_OTHER_NETWORK", node: peer.url, actual: genesisHash }, message);
        return;
      }
      const isNew = peer.head !== head.height;
      peer.head = head.height;
      this.answered(peer);
      if (isNew) this.#changes.dispatchEvent(new Event("change"));
    } catch (error) {
      if (!signal.aborted) this.failed(peer, error);
    }
  }
}
