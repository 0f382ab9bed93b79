import { tokenVestingNoStakingAbi, tokenVestingStakingAbi } from "@session/contracts";
import {
  BaseError,
  bytesToHex,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  erc20Abi,
  type Hex,
  zeroAddress,
} from "viem";
import type { IndexerModules } from "../modules.ts";

/** A vesting contract as L2 tells it; amounts in base units, times in unix seconds, addresses in lower case. */
export type Vesting = {
  readonly address: Hex;
  readonly kind: "staking" | "linear";
  readonly beneficiary: Hex;
  readonly holder: Hex;
  readonly revoker: Hex | null;
  readonly isTransferable: boolean;
  readonly revokedAt: number | null;
  readonly cliff: number | null;
  readonly end: number;
  readonly balance: bigint;
  readonly released: bigint;
  readonly releasable: bigint;
};

type Modules = Pick<IndexerModules, "network" | "contracts" | "l2Client" | "notices" | "now" | "signal">;
/** What never changes of a contract. */
type Fixed = Pick<Vesting, "address" | "kind" | "revoker" | "isTransferable" | "cliff" | "end">;

const MAX_AGE_MS = 60_000;
/** Rest after a failure. */
const RETRY_MS = 5_000;
const CONTRACTS_AT_ONCE = 8;

/**
 * The network's vesting contracts, read from L2: no event tells their balances. Read again when a notice names one of them,
 * and at times, for what only time changes.
 */
export class Vestings {
  readonly #modules: Modules;
  readonly #addresses: readonly Hex[];
  readonly #fixed = new Map<Hex, Fixed>();
  #known: { readonly vestings: readonly Vesting[]; readonly readAt: number } | undefined;
  #isStale = false;
  #failedAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<readonly Vesting[]> | undefined;

  constructor(modules: Modules) {
    this.#modules = modules;
    this.#addresses = [...new Set(modules.contracts.vestings.map((address) => address.toLowerCase() as Hex))];
    const topics = this.#addresses.map((address) => `address:${address}`);
    const unsubscribe = modules.notices.subscribe((notice) => {
      if (notice.rolledBackTo !== undefined || topics.some((topic) => notice.topics.has(topic))) this.#isStale = true;
    });
    modules.signal.addEventListener("abort", unsubscribe, { once: true });
  }

  /** All of them; undefined as long as L2 has never told. */
  async list(): Promise<readonly Vesting[] | undefined> {
    if (this.#addresses.length === 0) return [];
    const { now } = this.#modules;
    const isFresh = this.#known !== undefined && !this.#isStale && now() - this.#known.readAt <= MAX_AGE_MS;
    if (isFresh || now() - this.#failedAt < RETRY_MS) return this.#known?.vestings;
    this.#pending ??= this.#read().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending.catch(() => this.#known?.vestings);
  }

  async #read(): Promise<readonly Vesting[]> {
    this.#isStale = false;
    try {
      const blockNumber = await this.#modules.l2Client.getBlockNumber({ cacheTime: 0 });
      const vestings: Vesting[] = [];
      for (let first = 0; first < this.#addresses.length; first += CONTRACTS_AT_ONCE) {
        const some = this.#addresses.slice(first, first + CONTRACTS_AT_ONCE);
        vestings.push(...(await Promise.all(some.map((address) => this.#readOne(address, blockNumber)))));
      }
      this.#known = { vestings, readAt: this.#modules.now() };
      return vestings;
    } catch (error) {
      this.#isStale = true;
      this.#failedAt = this.#modules.now();
      throw error;
    }
  }

  async #readOne(address: Hex, blockNumber: bigint): Promise<Vesting> {
    const { l2Client, network } = this.#modules;
    const fixed = this.#fixed.get(address) ?? (await this.#readFixed(address));
    this.#fixed.set(address, fixed);
    const call = { address, abi: tokenVestingStakingAbi, blockNumber } as const;
    const token = bytesToHex(network.genesis.contracts.sesh);
    const [beneficiary, holder, revokedAt, released, releasable, balance] = await Promise.all([
      l2Client.readContract({ ...call, functionName: "beneficiary" }),
      l2Client.readContract({ ...call, functionName: "holder" }),
      l2Client.readContract({ ...call, functionName: "revokedAt" }),
      l2Client.readContract({ ...call, functionName: "released" }),
      l2Client.readContract({ ...call, functionName: "releasable" }),
      l2Client.readContract({
        ...{ address: token, abi: erc20Abi, functionName: "balanceOf", args: [address], blockNumber },
      }),
    ]);
    return {
      ...fixed,
      ...{ beneficiary: lower(beneficiary), holder: lower(holder), released, releasable, balance },
      revokedAt: revokedAt === 0n ? null : Number(revokedAt),
    };
  }

  async #readFixed(address: Hex): Promise<Fixed> {
    const { l2Client } = this.#modules;
    const call = { address, abi: tokenVestingStakingAbi } as const;
    const [revoker, isTransferable, end, cliff] = await Promise.all([
      l2Client.readContract({ ...call, functionName: "revoker" }),
      l2Client.readContract({ ...call, functionName: "transferable" }),
      l2Client.readContract({ ...call, functionName: "end" }),
      this.#readCliff(address),
    ]);
    return {
      ...{ address, isTransferable, end: Number(end), cliff: cliff === undefined ? null : Number(cliff) },
      kind: cliff === undefined ? "staking" : "linear",
      revoker: revoker === zeroAddress ? null : lower(revoker),
    };
  }

  /** Only the linear kind has a cliff; asking the other reverts, which isn't a fault. */
  async #readCliff(address: Hex): Promise<bigint | undefined> {
    const { l2Client } = this.#modules;
    try {
      return await l2Client.readContract({ address, abi: tokenVestingNoStakingAbi, functionName: "cliff" });
    } catch (error) {
      if (error instanceof BaseError && error.walk(isRefusal) !== null) return undefined;
      throw error;
    }
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ContractFunctionRevertedError || error instanceof ContractFunctionZeroDataError;

const lower = (address: Hex): Hex => address.toLowerCase() as Hex;

/** What a vesting holds that hasn't vested, with what it has staked elsewhere; base units. */
export function unvestedOf(vesting: Vesting, staked: bigint, timeSec: number): bigint {
  const { kind, balance, released, cliff, end, revokedAt } = vesting;
  const isOver = revokedAt !== null || timeSec >= end;
  if (kind === "staking") return isOver ? 0n : balance + staked;
  if (isOver) return 0n;
  const total = balance + released;
  const start = cliff ?? end;
  if (timeSec <= start) return balance;
  // As the contract: what has vested is rounded down. Released never exceeds it.
  const vested = (total * BigInt(timeSec - start)) / BigInt(end - start);
  return total - vested;
}
