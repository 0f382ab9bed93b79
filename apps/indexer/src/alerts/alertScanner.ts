import { presetOf } from "@session/protocol";
import type { IndexerModules } from "../modules.ts";
import { readPositions, saveFacts, watchedAddresses } from "./alertStore.ts";
import { chainFacts } from "./chainFacts.ts";
import { type Fact, isWatched, type Watched } from "./fact.ts";
import { l2Facts } from "./l2Facts.ts";
import { claimFacts, nodeStateFacts } from "./stateFacts.ts";

export type ScanModules = Pick<IndexerModules, "network" | "database" | "l2" | "chain" | "now">;

/** What the appchain's state says is news only while the indexer is at its head. */
const FRESH_BLOCKS = 10;
const FRESH_SEC = 120;

/**
 * Looks for facts since the last time and stores their alerts: each once, whatever happens in between. Only what is final is
 * looked at.
 *
 * @returns how many alerts are new
 */
export async function scanAlerts(modules: ScanModules): Promise<number> {
  const { database, l2, chain, now } = modules;
  const nowSec = Math.floor(now() / 1000);
  const { queries } = database;
  const [watched, before] = await Promise.all([watchedAddresses(queries, nowSec), readPositions(queries)]);
  const l2Head = l2.head()?.number;
  const final = l2Head === undefined ? undefined : smaller(l2Head, l2.final());
  let total = 0;
  // At the very first, what the sources have already is old, however long it takes to read it.
  let positions = { l2: before.l2 ?? l2.sourceHead(), chain: before.chain ?? chain.sourceHead() };
  for (;;) {
    const step = await findFacts(modules, watched, positions, final);
    total += await saveFacts(database, step.facts, watched, { positions: step.positions, nowSec });
    if (step.isDone) return total;
    positions = step.positions;
  }
}

type Reached = { readonly l2: bigint | undefined; readonly chain: bigint | undefined };

async function findFacts(modules: ScanModules, watched: Watched, from: Reached, final: bigint | undefined) {
  const { queries } = modules.database;
  const height = modules.chain.head()?.number;
  const facts: Fact[] = [];
  const positions = { l2: from.l2, chain: from.chain };
  let isDone = true;
  if (from.l2 !== undefined && final !== undefined && final > from.l2) {
    const found = watched.size === 0 ? { facts: [], to: final } : await l2Facts(queries, from.l2, final);
    facts.push(...found.facts);
    positions.l2 = found.to;
    isDone = found.to >= final;
  }
  if (from.chain !== undefined && height !== undefined && height > from.chain) {
    if (watched.size > 0) facts.push(...(await chainFacts(queries, from.chain, height)));
    positions.chain = height;
  }
  if (isDone) facts.push(...(await factsOfNow(modules, watched)));
  return { facts: facts.filter((fact) => isWatched(fact, watched)), positions, isDone };
}

async function factsOfNow({ network, database, chain, now }: ScanModules, watched: Watched): Promise<Fact[]> {
  const head = chain.head();
  const nowSec = Math.floor(now() / 1000);
  const preset = presetOf(network.genesis.preset);
  const isFresh = head !== undefined && nowSec - head.time <= FRESH_SEC + FRESH_BLOCKS * preset.blockIntervalSec;
  if (!isFresh || watched.size === 0) return [];
  const { queries } = database;
  return [...(await nodeStateFacts(queries, preset, head.time)), ...(await claimFacts(queries, watched, head.time))];
}

const smaller = (one: bigint, other: bigint) => (one < other ? one : other);
