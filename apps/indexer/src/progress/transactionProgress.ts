import { presetOf } from "@session/protocol";
import type { TransactionEvent, TransactionProgress } from "@session/sdk/indexer-api";
import { bytesToHex, getAddress, type Hex } from "viem";
import type { IndexerModules } from "../modules.ts";
import { eventName, isChainEvent } from "./contractAbi.ts";
import type { L2Transaction, L2Transactions } from "./l2Transactions.ts";
import { nextOf } from "./next.ts";
import {
  certifiedFrom,
  type LogRow,
  logsOf,
  type OutcomeRow,
  outcomesOf,
  secondsPerL2Block,
} from "./progressQueries.ts";

export type ProgressModules = Pick<IndexerModules, "network" | "contracts" | "database" | "l2" | "chain" | "now"> & {
  readonly transactions: L2Transactions;
};
type Mined = Omit<Extract<L2Transaction, { state: "mined" }>, "state" | "logs" | "blockHash" | "time"> & {
  readonly time: number | null;
};
type Found = {
  readonly mined: Mined | undefined;
  readonly isPending: boolean;
  readonly events: readonly TransactionEvent[];
  /** The tables hold its events, or it has none. */
  readonly isInTables: boolean;
  readonly provider: TransactionProgress["provider"];
};

/** How far a transaction has come: from the tables, and from the provider for what isn't in them. */
export async function transactionProgress(modules: ProgressModules, hash: Hex): Promise<TransactionProgress> {
  const { network, database, l2, chain, now } = modules;
  const { queries } = database;
  // Outcomes first: an event that enters a block in between is then told a little late, not twice.
  const rows = await outcomesOf(queries, hash);
  const logs = await logsOf(queries, hash);
  const found = logs.length + rows.length > 0 ? fromTables(modules, logs, rows) : await fromProvider(modules, hash);
  const { mined, events, provider } = found;
  const heights = events.flatMap(({ height }) => (height === null ? [] : [height]));
  const checkpoint = heights.length === 0 ? null : await certifiedFrom(queries, Math.max(...heights));
  const stage = stageOf(found, { head: l2.head()?.number, final: l2.final(), isCertified: checkpoint !== null });
  const position = {
    ...{ stage, events: [...events], provider },
    mined: mined === undefined ? null : { ...mined, block: Number(mined.block) },
  };
  const preset = presetOf(network.genesis.preset);
  const secPerL2Block = stage === "final" ? 1 : await secondsPerL2Block(queries);
  const nowSec = Math.floor(now() / 1000);
  return {
    ...{ hash, ...position, checkpoint },
    next: nextOf(position, { preset, secPerL2Block, nowSec, headTime: chain.head()?.time }),
    asOf: { l2Block: (l2.head()?.number ?? 0n).toString(), height: Number(chain.head()?.number ?? 0n) },
  };
}

type View = { readonly head: bigint | undefined; readonly final: bigint; readonly isCertified: boolean };

function stageOf({ mined, isPending, isInTables, events }: Found, view: View): TransactionProgress["stage"] {
  if (mined === undefined) return isPending ? "pending" : "unknown";
  const entering = events.filter((event) => event.entersBlocks);
  if (entering.length > 0 && entering.every((event) => event.height !== null))
    return view.isCertified ? "final" : "inBlock";
  if (!isInTables || (view.head ?? -1n) < mined.block) return "mined";
  return entering.length === 0 && view.final >= mined.block ? "final" : "seen";
}

function fromTables(modules: ProgressModules, logs: readonly LogRow[], rows: readonly OutcomeRow[]): Found {
  const outcomes = new Map(rows.map((row) => [`${row.l2Number}:${row.logIndex}`, row]));
  const events = logs.map((log) => {
    const key = `${log.blockNumber}:${log.logIndex}`;
    const outcome = outcomes.get(key);
    outcomes.delete(key);
    return describe(modules, { ...log, topics: [log.topic0] }, outcome);
  });
  // What nodes have in a block is final, even where the indexer's own view of L2 isn't there yet.
  for (const outcome of outcomes.values()) events.push(describeOutcome(outcome));
  const block = logs[0]?.blockNumber ?? rows[0]?.l2Number ?? 0n;
  const time = logs[0] === undefined ? null : Number(logs[0].time);
  const mined = { block, time, status: "success", revert: null } as const;
  const sorted = events.sort((one, other) => one.logIndex - other.logIndex);
  return { mined, events: sorted, isPending: false, isInTables: logs.length > 0, provider: "notAsked" };
}

async function fromProvider(modules: ProgressModules, hash: Hex): Promise<Found> {
  const nothing = { mined: undefined, events: [], isInTables: false } as const;
  const transaction = await modules.transactions.get(hash);
  if (transaction.state === "down") return { ...nothing, isPending: false, provider: "down" };
  if (transaction.state !== "mined") return { ...nothing, isPending: transaction.state === "pending", provider: "ok" };
  const { block, time, status, revert, logs } = transaction;
  const own = logs.filter((log) => isOurs(modules, log.address));
  const events = own.map((log) => describe(modules, log, undefined));
  const mined = { block, time, status, revert };
  // Events the tables lack are to come, but for those of before the start, which never do.
  const isInTables = own.length === 0 || block <= BigInt(modules.network.genesis.l2.number);
  return { mined, events, isPending: false, isInTables, provider: "ok" };
}

/** Pools aren't listed here: their events are named once the indexer has read them. */
function isOurs({ network, contracts }: ProgressModules, address: Hex): boolean {
  const { serviceNodeRewards, rewardRatePool } = network.genesis.contracts;
  const known = [bytesToHex(serviceNodeRewards), bytesToHex(rewardRatePool), contracts.factory, ...contracts.vestings];
  return known.some((one) => one?.toLowerCase() === address.toLowerCase());
}

type SeenLog = {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly logIndex: number;
  readonly blockNumber: bigint;
};

function describe({ network }: ProgressModules, log: SeenLog, outcome: OutcomeRow | undefined): TransactionEvent {
  const [topic0 = "0x"] = log.topics;
  const { contracts, l2 } = network.genesis;
  const isRewards = log.address.toLowerCase() === bytesToHex(contracts.serviceNodeRewards);
  return {
    ...(outcome === undefined ? NO_OUTCOME : describeOutcome(outcome)),
    logIndex: log.logIndex,
    contract: getAddress(log.address),
    kind: eventName(topic0) ?? "Unknown",
    entersBlocks: isRewards && isChainEvent(topic0) && log.blockNumber > BigInt(l2.number),
  };
}

const NO_OUTCOME = { height: null, result: null, code: null, message: null, nodeId: null };

function describeOutcome(outcome: OutcomeRow): TransactionEvent {
  const { logIndex, kind, height, result, code, message, nodeId } = outcome;
  return { logIndex, contract: null, kind, entersBlocks: true, height, result, code, message, nodeId };
}
