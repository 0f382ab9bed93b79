import { createNodeClient, type NodeClient } from "@session/sdk";

/** What a node has done wrong, by code; kept for status and metrics. */
export type NodeReport = {
  readonly url: string;
  /** Newest height it says it has. */
  readonly head: number | undefined;
  readonly faults: Readonly<Record<string, number>>;
  /** Why it isn't asked now. */
  readonly aside: { readonly code: string; readonly message: string } | undefined;
};

type Aside = { readonly code: string; readonly message: string; readonly isLie: boolean; readonly untilMs: number };

/** One node's API, and what this program has come to think of it. */
export class NodePeer {
  readonly url: string;
  readonly client: NodeClient;
  head: number | undefined;
  /** Requests that run. */
  load = 0;
  /** Of late, per block; what is unknown is worth a try. */
  msPerBlock = 0;
  readonly #faults = new Map<string, number>();
  #aside: Aside | undefined;
  #lies = 0;
  #failures = 0;

  constructor(url: string, timeoutMs: number) {
    this.client = createNodeClient({ url, timeoutMs });
    this.url = this.client.url;
  }

  /** Not asked until then. Lies and failures each double the time. */
  putAside(fault: { code: string; message: string; isLie: boolean }, nowMs: number, asideMs: number, maxMs: number) {
    const times = fault.isLie ? this.#lies++ : this.#failures++;
    this.#faults.set(fault.code, (this.#faults.get(fault.code) ?? 0) + 1);
    const untilMs = nowMs + Math.min(maxMs, asideMs * 2 ** Math.min(times, 16));
    // A lie isn't forgotten over a failure.
    if (this.#aside?.isLie && !fault.isLie && this.#aside.untilMs > nowMs) return;
    this.#aside = { ...fault, untilMs };
  }

  /** A fault that doesn't keep it from being asked. */
  count(code: string): void {
    this.#faults.set(code, (this.#faults.get(code) ?? 0) + 1);
  }

  aside(nowMs: number): Aside | undefined {
    return this.#aside !== undefined && this.#aside.untilMs > nowMs ? this.#aside : undefined;
  }

  delivered(blocks: number, elapsedMs: number): void {
    this.#failures = 0;
    const perBlock = elapsedMs / Math.max(1, blocks);
    this.msPerBlock = this.msPerBlock === 0 ? perBlock : 0.7 * this.msPerBlock + 0.3 * perBlock;
  }

  report(nowMs: number): NodeReport {
    const aside = this.aside(nowMs);
    return {
      url: this.url,
      head: this.head,
      faults: Object.fromEntries(this.#faults),
      aside: aside === undefined ? undefined : { code: aside.code, message: aside.message },
    };
  }
}
