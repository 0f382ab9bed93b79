import { MAX_HITS, type SearchHit } from "@session/sdk/indexer-api";
import { and, between, eq, or, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { getAddress, type Hex } from "viem";
import type { Queries } from "../database/database.ts";
import { chainBlocks, l2Logs } from "../raw/schema.ts";
import { chainNodes } from "../views/nodes/schema.ts";
import { pools } from "../views/pools/schema.ts";
import { rewardTotals } from "../views/rewards/schema.ts";
import { stakedNodes } from "../views/staking/schema.ts";
import { eventSubjects } from "../views/subjects/schema.ts";

const HEIGHT_LIMIT = 2 ** 31;
/** Fewer digits would find half of everything. */
const LEAST_DIGITS = 4;
const DIGITS = { ed25519: 64, blsCompressed: 96, bls: 192, address: 40 } as const;

/** Finds by what people have at hand: a number, a hash, a key, an address, or how one begins. */
export class Search {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async find(text: string): Promise<SearchHit[]> {
    const isMarked = /^0x/i.test(text);
    const digits = text.replace(/^0x/i, "").toLowerCase();
    const byNumber = isMarked ? [] : await this.#byNumber(digits);
    if (!/^[0-9a-f]+$/.test(digits) || digits.length < LEAST_DIGITS) return byNumber;
    return [...byNumber, ...(await this.#byHex(digits))];
  }

  async #byNumber(digits: string): Promise<SearchHit[]> {
    const number = /^\d{1,10}$/.test(digits) ? Number(digits) : Number.NaN;
    if (!(number < HEIGHT_LIMIT)) return [];
    const { height, hash } = chainBlocks;
    const blocks = await this.#queries.select({ height, hash }).from(chainBlocks).where(eq(height, number));
    const nodes = await this.#nodes(eq(chainNodes.id, number), eq(stakedNodes.id, number));
    return [...nodes, ...blocks.map((block) => ({ type: "block" as const, ...block }))];
  }

  async #byHex(digits: string): Promise<SearchHit[]> {
    const value: Hex = `0x${digits}`;
    if (digits.length === DIGITS.address) return this.#byAddress(value);
    const exact = digits.length === DIGITS.ed25519 ? await this.#byHash(value) : [];
    return [...exact, ...(await this.#byBeginning(digits))];
  }

  async #byHash(value: Hex): Promise<SearchHit[]> {
    const { height, hash } = chainBlocks;
    const blocks = await this.#queries.select({ height, hash }).from(chainBlocks).where(eq(hash, value));
    const { txHash, blockNumber } = l2Logs;
    const logs = await this.#queries.select({ txHash, blockNumber }).from(l2Logs).where(eq(txHash, value)).limit(1);
    return [
      ...blocks.map((block) => ({ type: "block" as const, ...block })),
      ...logs.map((log) => ({
        type: "transaction" as const,
        txHash: log.txHash,
        blockNumber: log.blockNumber.toString(),
      })),
    ];
  }

  /** Every address is found, so that its page can be opened; whether anything is known of it is said. */
  async #byAddress(value: Hex): Promise<SearchHit[]> {
    const address = getAddress(value);
    const { nodeId } = pools;
    const [pool] = await this.#queries.select({ nodeId }).from(pools).where(eq(pools.address, value));
    if (pool !== undefined) return [{ type: "pool", address, nodeId: pool.nodeId }];
    const about = await this.#queries
      .select({ of: eventSubjects.subject })
      .from(eventSubjects)
      .where(and(eq(eventSubjects.subject, value), eq(eventSubjects.kind, "address")))
      .limit(1);
    const earned = await this.#queries
      .select({ of: rewardTotals.address })
      .from(rewardTotals)
      .where(eq(rewardTotals.address, value));
    const nodes = await this.#nodes(eq(chainNodes.operator, value), eq(stakedNodes.operator, value));
    return [{ type: "address", address, isKnown: about.length + earned.length + nodes.length > 0 }, ...nodes];
  }

  #byBeginning(digits: string): Promise<SearchHit[]> {
    const beginsWith = (column: AnyPgColumn, length: number): SQL | undefined => {
      if (digits.length > length) return undefined;
      return between(column, `0x${digits.padEnd(length, "0")}`, `0x${digits.padEnd(length, "f")}`);
    };
    return this.#nodes(
      or(
        beginsWith(chainNodes.ed25519, DIGITS.ed25519),
        beginsWith(chainNodes.bls, DIGITS.blsCompressed),
        beginsWith(chainNodes.operator, DIGITS.address),
      ),
      or(
        beginsWith(stakedNodes.ed25519, DIGITS.ed25519),
        beginsWith(stakedNodes.bls, DIGITS.bls),
        beginsWith(stakedNodes.operator, DIGITS.address),
      ),
    );
  }

  /** Nodes of appchain and contract, newest first: a node is on the contract before the appchain knows it. */
  async #nodes(onChain: SQL | undefined, onContract: SQL | undefined): Promise<SearchHit[]> {
    const found = new Map<number, SearchHit>();
    for (const [table, where] of [[chainNodes, onChain] as const, [stakedNodes, onContract] as const]) {
      if (where === undefined) continue;
      const { id, ed25519, operator } = table;
      const rows = await this.#queries.select({ id, ed25519, operator }).from(table).where(where).limit(MAX_HITS);
      for (const row of rows) found.set(row.id, { type: "node", ...row, operator: getAddress(row.operator) });
    }
    const nodes = [...found].sort(([a], [b]) => b - a).map(([, hit]) => hit);
    return nodes.slice(0, MAX_HITS);
  }
}
