import { randomBytes } from "node:crypto";
import { NIL_VALUE, type Vote, VoteType } from "@session/protocol";
import { pino } from "pino";
import { Registry } from "prom-client";
import { vi } from "vitest";
import { SystemClock } from "../../src/clock.ts";
import { P2pNetwork, type P2pOptions } from "../../src/p2p/network.ts";

export const GENESIS_HASH = new Uint8Array(32).fill(7);

/** Whom the contract knows, for all nodes of a test. */
export class Members {
  readonly #keys = new Set<string>();

  add(key: Uint8Array): void {
    this.#keys.add(Buffer.from(key).toString("hex"));
  }

  remove(key: Uint8Array): void {
    this.#keys.delete(Buffer.from(key).toString("hex"));
  }

  isContractNode(key: Uint8Array): boolean {
    return this.#keys.has(Buffer.from(key).toString("hex"));
  }
}

export type TestNode = { readonly network: P2pNetwork; readonly seed: Uint8Array; readonly metrics: Registry };

/** Real networks on loopback, closed together. */
export class TestNet {
  readonly members = new Members();
  readonly #closers: (() => Promise<void>)[] = [];
  readonly #aborts: AbortController[] = [];

  async node(
    options: Partial<P2pOptions> & { member?: boolean } = {},
    prepare?: (network: P2pNetwork) => void,
  ): Promise<TestNode> {
    const { member = true, ...rest } = options;
    const seed = options.ed25519Seed ?? randomBytes(32);
    if (member) this.members.add(await publicKeyOf(seed));
    const abort = new AbortController();
    const metrics = new Registry();
    const network = await P2pNetwork.create(
      { host: "127.0.0.1", port: 0, bootstrap: [], genesisHash: GENESIS_HASH, local: true, ...rest, ed25519Seed: seed },
      {
        logger: pino({ level: process.env.P2P_LOG ?? "silent" }),
        metrics,
        clock: new SystemClock(),
        signal: abort.signal,
        membership: this.members,
      },
    );
    prepare?.(network);
    await network.start();
    this.#aborts.push(abort);
    this.#closers.push(() => network.close());
    return { network, seed, metrics };
  }

  onClose(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  async close(): Promise<void> {
    for (const abort of this.#aborts) abort.abort();
    await Promise.all(this.#closers.map((close) => close()));
  }
}

export async function publicKeyOf(seed: Uint8Array): Promise<Uint8Array> {
  const { generateKeyPairFromSeed } = await import("@libp2p/crypto/keys");
  return (await generateKeyPairFromSeed("Ed25519", seed)).publicKey.raw;
}

/** Limits for hangs: twelve nodes on a busy machine need half a minute, as dials that time out are put off. */
const DEADLINE_MS = 60_000;
vi.setConfig({ testTimeout: 3 * DEADLINE_MS });

/** Waits until a condition holds; fails with its name after the deadline. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`not within ${DEADLINE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function testVote(fields: Partial<Vote> = {}): Vote {
  return {
    height: 1,
    round: 0,
    type: VoteType.prevote,
    value: NIL_VALUE,
    node: 1,
    signature: randomBytes(96),
    ...fields,
  };
}

/** A counter's value; 0 if it never counted. */
export async function counted(metrics: Registry, name: string, labels: Record<string, string> = {}): Promise<number> {
  const metric = await metrics.getSingleMetric(name)?.get();
  const value = metric?.values.find((one) => Object.entries(labels).every(([key, text]) => one.labels[key] === text));
  return value?.value ?? 0;
}

/** Every node connected to every other and each in the vote mesh with at least min(6, n − 1) peers. */
export function isMeshed(nodes: readonly TestNode[]): boolean {
  const [first] = nodes;
  if (first === undefined) return true;
  const topic = first.network.topics.votes(0);
  const least = Math.min(6, nodes.length - 1);
  return nodes.every(({ network }) => network.meshPeers(topic).length >= least);
}
