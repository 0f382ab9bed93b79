import {
  BaseError,
  type Hex,
  type Log,
  type PublicClient,
  type Transaction,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import { decodeRevert, type RevertReason } from "./contractAbi.ts";

/** A transaction as the provider has it. */
export type L2Transaction =
  | { readonly state: "unknown" }
  | { readonly state: "pending" }
  | {
      readonly state: "mined";
      readonly block: bigint;
      readonly blockHash: Hex;
      readonly time: number;
      readonly status: "success" | "reverted";
      readonly revert: RevertReason | null;
      readonly logs: readonly Log<bigint, number, false>[];
    }
  /** The provider doesn't answer, or has enough to do. */
  | { readonly state: "down" };

export type L2TransactionsOptions = {
  /** How long an answer is good; short, as L2 may reorganise. */
  readonly cacheMs?: number;
  readonly timeoutMs?: number;
  /** Transactions asked for at once; more are told `down`. */
  readonly concurrency?: number;
  readonly maxCached?: number;
};
type Entry = { readonly at: number; readonly answer: Promise<L2Transaction> };

/** Asks the provider about transactions: each at most once at a time, few at once, never for long. */
export class L2Transactions {
  readonly #client: PublicClient;
  readonly #options: Required<L2TransactionsOptions>;
  readonly #cache = new Map<Hex, Entry>();
  readonly #reverts = new Map<string, RevertReason | null>();
  #running = 0;

  constructor(client: PublicClient, options: L2TransactionsOptions = {}) {
    this.#client = client;
    this.#options = { cacheMs: 1_500, timeoutMs: 4_000, concurrency: 16, maxCached: 1_000, ...options };
  }

  get(hash: Hex): Promise<L2Transaction> {
    const now = performance.now();
    const cached = this.#cache.get(hash);
    if (cached !== undefined && now - cached.at < this.#options.cacheMs) return cached.answer;
    if (this.#running >= this.#options.concurrency) return Promise.resolve({ state: "down" });
    const answer = this.#ask(hash);
    this.#cache.delete(hash);
    this.#cache.set(hash, { at: now, answer });
    evict(this.#cache, this.#options.maxCached);
    return answer;
  }

  /** Forgets what was asked: L2 has reorganised. */
  clear(): void {
    this.#cache.clear();
  }

  async #ask(hash: Hex): Promise<L2Transaction> {
    this.#running++;
    // The slot stays taken until the provider is done, so that a hanging one isn't asked ever more.
    const asked = this.#read(hash).finally(() => this.#running--);
    const { promise: timeout, cancel } = after(this.#options.timeoutMs);
    try {
      return await Promise.race([asked, timeout]);
    } catch {
      return { state: "down" };
    } finally {
      cancel();
    }
  }

  async #read(hash: Hex): Promise<L2Transaction> {
    const receipt = await unlessMissing(this.#client.getTransactionReceipt({ hash }));
    if (receipt !== undefined) return this.#describe(receipt);
    const transaction = await unlessMissing(this.#client.getTransaction({ hash }));
    return { state: transaction === undefined ? "unknown" : "pending" };
  }

  async #describe(receipt: TransactionReceipt): Promise<L2Transaction> {
    const { blockNumber: block, blockHash, status, logs } = receipt;
    const { timestamp } = await this.#client.getBlock({ blockHash });
    const revert = status === "reverted" ? await this.#revertOf(receipt) : null;
    return { state: "mined", block, blockHash, time: Number(timestamp), status, revert, logs };
  }

  async #revertOf(receipt: TransactionReceipt): Promise<RevertReason | null> {
    const key = `${receipt.transactionHash}:${receipt.blockHash}`;
    const known = this.#reverts.get(key);
    if (known !== undefined) return known;
    const reason = await this.#repeat(receipt);
    this.#reverts.set(key, reason);
    evict(this.#reverts, this.#options.maxCached);
    return reason;
  }

  /** A receipt doesn't tell why: the call is made again on the state before its block, then on the state after. */
  async #repeat({ transactionHash: hash, blockNumber, gasUsed }: TransactionReceipt): Promise<RevertReason | null> {
    const transaction = await this.#client.getTransaction({ hash });
    for (const at of [blockNumber - 1n, blockNumber]) {
      const data = await revertData(this.#client, transaction, at);
      if (data === undefined) continue;
      return decodeRevert(data) ?? { name: "Unknown", args: { data }, message: `It reverted with ${data}.` };
    }
    if (gasUsed < transaction.gas) return null;
    const message = `All of its gas, ${transaction.gas}, was used up.`;
    return { name: "OutOfGas", args: { gas: String(transaction.gas) }, message };
  }
}

/** What the transaction's call reverts with at a block; undefined if it doesn't, or the state isn't kept any more. */
async function revertData(client: PublicClient, transaction: Transaction, at: bigint): Promise<Hex | undefined> {
  const { from: account, to, input: data, value, gas } = transaction;
  try {
    await client.call({ account, to, data, value, gas, blockNumber: at });
    return undefined;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const found = error.walk((cause) => typeof (cause as { data?: unknown }).data === "string");
    return found === null ? undefined : (found as { data?: unknown } as { data: Hex }).data;
  }
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TransactionNotFoundError || error instanceof TransactionReceiptNotFoundError) return undefined;
    throw error;
  }
}

function after(timeoutMs: number): { readonly promise: Promise<L2Transaction>; readonly cancel: () => void } {
  const { promise, resolve } = Promise.withResolvers<L2Transaction>();
  const timer = setTimeout(resolve, timeoutMs, { state: "down" });
  return { promise, cancel: () => clearTimeout(timer) };
}

/** Drops the oldest entries of a map. */
function evict(map: Map<string, unknown>, maximum: number): void {
  for (const key of map.keys()) {
    if (map.size <= maximum) return;
    map.delete(key);
  }
}
