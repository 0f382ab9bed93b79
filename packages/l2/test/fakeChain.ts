import { createHash } from "node:crypto";
import type { Hex, RpcAnswer, RpcCall } from "../src/index.ts";
import type { TestChain } from "./testChain.ts";

export type FakeLog = {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: Hex;
  blockHash: Hex;
  logIndex: Hex;
  transactionHash: Hex;
  blockTimestamp?: Hex;
};

type LogsFilter = { fromBlock: Hex; toBlock: Hex; address?: Hex[]; topics?: [Hex[]] };
type FakeBlock = { number: Hex; hash: Hex; parentHash: Hex; timestamp: Hex; logs: FakeLog[] };

const hashOf = (text: string): Hex => `0x${createHash("sha256").update(text).digest("hex")}`;
const toQuantity = (value: number): Hex => `0x${value.toString(16)}`;
const toWord = (value: number): Hex => `0x${value.toString(16).padStart(64, "0")}`;

export const topicOf = (value: number): Hex => toWord(value);

/** How many blocks share one timestamp, as on Arbitrum, where four come in a second. */
const BLOCKS_PER_SECOND = 4;

/** An event to be emitted. */
export type Emission = { readonly from: Hex; readonly topics: readonly Hex[] };

/** A chain in memory: deterministic, hash-linked, answering what the follower asks. */
export class FakeChain implements TestChain {
  readonly address: Hex = "0x00000000000000000000000000000000000000aa";
  readonly chainId: number;
  readonly genesisSec: number;
  readonly blocksPerSec: number;
  /** Logs tell the time of their block, as those of newer nodes do. */
  tellsTimes = false;
  #blocks: FakeBlock[] = [];
  #branch = 0;

  constructor({ chainId = 1337, genesisSec = 1_700_000_000, blocksPerSec = BLOCKS_PER_SECOND } = {}) {
    this.chainId = chainId;
    this.genesisSec = genesisSec;
    this.blocksPerSec = blocksPerSec;
    this.#append([]);
  }

  get length(): number {
    return this.#blocks.length;
  }

  async head(): Promise<bigint> {
    return BigInt(this.#blocks.length - 1);
  }

  async mine(topics: readonly Hex[] = []): Promise<void> {
    this.#append(topics.map((topic) => ({ from: this.address, topics: [topic] })));
  }

  /** One block with these events, of any contracts. */
  emit(emissions: readonly Emission[]): void {
    this.#append(emissions);
  }

  mineMany(count: number): void {
    for (let i = 0; i < count; i++) this.#append([]);
  }

  /** The events of the replaced blocks come again, one block later, as they would from a mempool. */
  async reorg(depth: number): Promise<void> {
    const dropped = this.#blocks.splice(this.#blocks.length - depth);
    this.#branch++;
    let waiting: Emission[] = [];
    for (const block of dropped) {
      this.#append(waiting);
      waiting = block.logs.map(({ address, topics }) => ({ from: address, topics }));
    }
  }

  /** Cuts the newest blocks off, as an Anvil restarted from an older dump. */
  truncate(depth: number): void {
    this.#blocks.splice(this.#blocks.length - depth);
    this.#branch++;
  }

  async topics(): Promise<{ block: bigint; topic: Hex }[]> {
    return this.#blocks.flatMap(({ number, logs }) =>
      logs.map(({ topics }) => ({ block: BigInt(number), topic: topics[0] ?? "0x" })),
    );
  }

  logsOf(from: number, to: number): FakeLog[] {
    return this.#blocks.slice(from, to + 1).flatMap(({ logs }) => logs);
  }

  /** A copy that goes its own way from here on: a provider that lags, or lies. */
  fork(): FakeChain {
    const copy = new FakeChain({ chainId: this.chainId, genesisSec: this.genesisSec, blocksPerSec: this.blocksPerSec });
    copy.#blocks = [...this.#blocks];
    copy.tellsTimes = this.tellsTimes;
    copy.#branch = this.#branch + 1_000;
    return copy;
  }

  hashAt(number: number): Hex {
    return this.#blocks[number]?.hash ?? "0x";
  }

  /** Answers one call as seen with the given head (a node that lags sees only so much). */
  answer({ method, params }: RpcCall, head = this.#blocks.length - 1): RpcAnswer {
    switch (method) {
      case "eth_chainId":
        return { ok: true, result: toQuantity(this.chainId) };
      case "eth_getBlockByNumber": {
        const number = params[0] === "latest" ? head : Number(params[0]);
        const block = number <= head ? this.#blocks[number] : undefined;
        return { ok: true, result: block === undefined ? null : { ...block, logs: undefined } };
      }
      case "eth_getLogs": {
        const { fromBlock, toBlock, address, topics } = params[0] as LogsFilter;
        const to = Math.min(Number(toBlock), head);
        const logs = this.logsOf(Number(fromBlock), to).filter(
          (log) => (address?.includes(log.address) ?? true) && (topics?.[0].includes(log.topics[0] ?? "0x") ?? true),
        );
        return { ok: true, result: logs };
      }
      case "eth_call":
        return { ok: true, result: toWord(Number(params[1])) };
      default:
        return { ok: false, rpcCode: -32601, message: `no method ${method}` };
    }
  }

  #append(emissions: readonly Emission[]): void {
    const number = this.#blocks.length;
    const parentHash = this.#blocks.at(-1)?.hash ?? toWord(0);
    const hash = hashOf(
      `${parentHash}/${number}/${this.#branch}/${emissions.map(({ from, topics }) => [from, ...topics]).join()}`,
    );
    const timestamp = toQuantity(this.genesisSec + Math.floor(number / this.blocksPerSec));
    const logs = emissions.map(
      ({ from, topics }, index): FakeLog => ({
        address: from,
        topics: [...topics],
        data: toWord(0),
        blockNumber: toQuantity(number),
        blockHash: hash,
        logIndex: toQuantity(index),
        transactionHash: hashOf(`${hash}/${index}`),
        ...(this.tellsTimes ? { blockTimestamp: timestamp } : {}),
      }),
    );
    this.#blocks.push({ number: toQuantity(number), hash, parentHash, timestamp, logs });
  }
}
