import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Anvil, devAccounts, seededRandom, startAnvil } from "@session/testing";
import type { Hex } from "viem";
import { DISPATCHER_CODE, EMITTER_CODE, toCallData } from "./emitters.ts";
import type { LooseLog } from "./encodeEvents.ts";
import { type BenchContracts, History } from "./history.ts";

export const BENCH_CHAIN_ID = 31_337;
export const BENCH_CONTRACTS: BenchContracts = {
  serviceNodeRewards: "0x00000000000000000000000000000000000000c1",
  rewardRatePool: "0x00000000000000000000000000000000000000c2",
  factory: "0x00000000000000000000000000000000000000c3",
};
const DISPATCHER: Hex = "0x00000000000000000000000000000000000000d1";

export type ChainPlan = { readonly seed: number; readonly events: number };

/** What a generated chain holds. Events are in blocks 1 to `lastEventBlock`; 30 empty ones follow. */
export type ChainFacts = ChainPlan & {
  readonly contracts: BenchContracts;
  readonly lastEventBlock: number;
  readonly head: number;
  readonly transactions: number;
  readonly pools: number;
};

const EVENTS_PER_TRANSACTION = 10;
const EVENTS_PER_BLOCK = 100;
/** Ponder calls blocks final that are 30 behind the head, and its history ends there. */
const EMPTY_BLOCKS = 30;
const GENESIS_TIME = 1_700_000_000;
const BLOCK_SEC = 1_200;
const BATCH = 500;
/** Until the state is written, at the most. */
const DUMP_MS = 300_000;
const ANVIL_ARGS = [
  "--gas-limit",
  "1000000000000",
  "--gas-price",
  "0",
  "--block-base-fee-per-gas",
  "0",
  "--no-request-size-limit",
];

const folder = join(import.meta.dirname, "..", ".cache", "chains");

/** Starts an Anvil with the chain of this plan: from the dump of an earlier run of the same generator, or generated now. */
export async function startBenchChain(
  plan: ChainPlan,
  log: (line: string) => void,
): Promise<{ anvil: Anvil; facts: ChainFacts }> {
  const name = join(folder, `${plan.seed}-${plan.events}-${generatorHash()}`);
  if (!existsSync(`${name}.facts.json`)) {
    log(`generating a chain of ${plan.events} events (seed ${plan.seed}); it is kept in bench/.cache`);
    await generate(plan, name);
  }
  const facts = JSON.parse(readFileSync(`${name}.facts.json`, "utf8")) as ChainFacts;
  const args = [...ANVIL_ARGS, "--load-state", `${name}.state.json`];
  return { anvil: await startAnvil({ noMining: true, readyTimeoutMs: 180_000, args }), facts };
}

function generatorHash(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(import.meta.dirname).sort())
    hash.update(readFileSync(join(import.meta.dirname, file)));
  return hash.digest("hex").slice(0, 12);
}

async function generate(plan: ChainPlan, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const random = seededRandom(plan.seed, () => undefined);
  const history = new History(random, BENCH_CONTRACTS);
  const blocks = makeBlocks(history, plan.events);
  const state = `${name}.${process.pid}.json`;
  const anvil = await startAnvil({
    noMining: true,
    statePath: state,
    genesisTimestampSec: GENESIS_TIME,
    args: ANVIL_ARGS,
  });
  await anvil.request("anvil_setBlockTimestampInterval", [BLOCK_SEC]);
  const codes = [...Object.values(BENCH_CONTRACTS), ...history.pools].map((address) => [address, EMITTER_CODE]);
  await inBatches(anvil, "anvil_setCode", [...codes, [DISPATCHER, DISPATCHER_CODE]]);
  let nonce = 0;
  for (const block of blocks) {
    const calls = block.map((logs) => [
      { ...TRANSACTION, nonce: `0x${(nonce++).toString(16)}`, data: toCallData(logs) },
    ]);
    await inBatches(anvil, "eth_sendTransaction", calls);
    await anvil.request("evm_mine");
  }
  for (let empty = 0; empty < EMPTY_BLOCKS; empty++) await anvil.request("evm_mine");
  const found = await countLogs(anvil, blocks.length);
  const events = blocks.flat(2).length;
  if (found !== events) throw new Error(`the chain has ${found} logs, not ${events}`);
  // Killed while it writes, it would leave half of its state.
  await anvil.stop(DUMP_MS);
  renameSync(state, `${name}.state.json`);
  const facts: ChainFacts = {
    ...{
      ...plan,
      events,
      contracts: BENCH_CONTRACTS,
      lastEventBlock: blocks.length,
      head: blocks.length + EMPTY_BLOCKS,
    },
    ...{ transactions: nonce, pools: history.pools.length },
  };
  writeFileSync(`${name}.facts.json`, JSON.stringify(facts));
}

const TRANSACTION = { from: devAccounts[0].address, to: DISPATCHER, gas: "0x5f5e100", gasPrice: "0x0" } as const;

/** Blocks of transactions of logs. */
function makeBlocks(history: History, events: number): LooseLog[][][] {
  const blocks: LooseLog[][][] = [];
  let made = 0;
  while (made < events) {
    const block: LooseLog[][] = [];
    let inBlock = 0;
    while (inBlock < EVENTS_PER_BLOCK) {
      const transaction: LooseLog[] = [];
      while (transaction.length < EVENTS_PER_TRANSACTION) transaction.push(...history.act());
      block.push(transaction);
      inBlock += transaction.length;
    }
    blocks.push(block);
    made += inBlock;
  }
  return blocks;
}

async function inBatches(anvil: Anvil, method: string, calls: readonly (readonly unknown[])[]): Promise<void> {
  for (let from = 0; from < calls.length; from += BATCH) {
    const body = calls.slice(from, from + BATCH).map((params, id) => ({ jsonrpc: "2.0", id, method, params }));
    const headers = { "content-type": "application/json" };
    const response = await fetch(anvil.url, { method: "POST", headers, body: JSON.stringify(body) });
    const answers = (await response.json()) as { error?: { message: string } }[];
    const refused = answers.find(({ error }) => error !== undefined)?.error;
    if (refused !== undefined) throw new Error(`${method}: ${refused.message}`);
  }
}

async function countLogs(anvil: Anvil, blocks: number): Promise<number> {
  let count = 0;
  for (let from = 1; from <= blocks; from += 100) {
    const to = Math.min(blocks, from + 99);
    const range = { fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` };
    count += (await anvil.request<unknown[]>("eth_getLogs", [range])).length;
  }
  return count;
}
