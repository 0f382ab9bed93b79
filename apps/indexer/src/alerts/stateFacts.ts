import { LEDGER_UNITS_PER_BASE_UNIT, type Preset } from "@session/protocol";
import { and, eq, inArray, isNull, max, sum } from "drizzle-orm";
import type { Hex } from "viem";
import type { Queries } from "../database/database.ts";
import { certificates } from "../raw/schema.ts";
import { claims } from "../views/claims/schema.ts";
import { chainNodes } from "../views/nodes/schema.ts";
import { rewardTotals } from "../views/rewards/schema.ts";
import { stakedNodes } from "../views/staking/schema.ts";
import { holdersOf } from "./chainFacts.ts";
import type { Fact, Watched } from "./fact.ts";

type ChainNode = typeof chainNodes.$inferSelect;
const DAY_SEC = 86_400;
const BATCH = 1_000;

/** What is so now, because time has passed: credit that runs out, windows that open and close. Times are block time. */
export async function nodeStateFacts(queries: Queries, preset: Preset, nowSec: number): Promise<Fact[]> {
  const rows = await queries
    .select({ node: chainNodes })
    .from(chainNodes)
    .leftJoin(stakedNodes, eq(stakedNodes.id, chainNodes.id))
    .where(and(inArray(chainNodes.status, ["joining", "decommissioned", "removed"]), isNull(stakedNodes.left)));
  const [signed] = await queries.select({ height: max(certificates.height) }).from(certificates);
  const certified = signed?.height ?? -1;
  return rows.flatMap(({ node }) =>
    node.status === "removed" ? leavingFacts(node, preset, nowSec, certified) : creditFacts(node, preset, nowSec),
  );
}

/** A joining or decommissioned node uses up its credit and is deregistered without any. */
function creditFacts(node: ChainNode, preset: Preset, nowSec: number): Fact[] {
  const creditSec = Math.max(0, node.creditSec - Math.max(0, nowSec - node.creditTime));
  if (creditSec >= preset.leastCreditSec) return [];
  return [stateFact("nodeCreditLow", node, nowSec, { status: node.status, creditSec })];
}

function leavingFacts(node: ChainNode, preset: Preset, nowSec: number, certified: number): Fact[] {
  const facts: Fact[] = [];
  const { exitGraceSec } = preset;
  const at = node.removedAt ?? node.statusTime;
  // protocol/claims.md#leaves: who was refused or missed may leave at any time, and is never liquidated.
  const mayBeLiquidated = node.removedReason === "voluntary" || node.removedReason === "deregistered";
  const liquidatableFrom = mayBeLiquidated ? at + exitGraceSec : null;
  const detail = { reason: node.removedReason, removedAt: at, liquidatableFrom };
  if (certified >= node.statusHeight) facts.push(stateFact("exitWindowOpen", node, nowSec, detail));
  if (liquidatableFrom === null) return facts;
  const leftSec = liquidatableFrom - nowSec;
  if (leftSec > 0 && leftSec <= exitGraceSec / 4) facts.push(stateFact("exitWindowClosing", node, nowSec, detail));
  if (leftSec <= exitGraceSec / 20) facts.push(stateFact("liquidationNear", node, nowSec, detail));
  return facts;
}

function stateFact(type: Fact["type"], node: ChainNode, time: number, detail: Fact["detail"]): Fact {
  const key = `${node.id}:${node.statusHeight}`;
  return { type, key, addresses: holdersOf(node), time, detail: { nodeId: node.id, ...detail } };
}

/** Rewards that can be claimed, told once a day (UTC) at most. */
export async function claimFacts(queries: Queries, watched: Watched, nowSec: number): Promise<Fact[]> {
  const all = [...watched];
  const facts: Fact[] = [];
  for (let from = 0; from < all.length; from += BATCH)
    facts.push(...(await claimFactsOf(queries, all.slice(from, from + BATCH), nowSec)));
  return facts;
}

async function claimFactsOf(queries: Queries, addresses: readonly Hex[], nowSec: number): Promise<Fact[]> {
  const [totals, paid] = await Promise.all([
    queries
      .select()
      .from(rewardTotals)
      .where(inArray(rewardTotals.address, [...addresses])),
    queries
      .select({ recipient: claims.recipient, claimed: sum(claims.amount) })
      .from(claims)
      .where(inArray(claims.recipient, [...addresses]))
      .groupBy(claims.recipient),
  ]);
  const claimedBy = new Map(paid.map(({ recipient, claimed }) => [recipient, BigInt(claimed ?? 0)]));
  const day = Math.floor(nowSec / DAY_SEC);
  return totals.flatMap(({ address, lifetime, height }): Fact[] => {
    const claimable = lifetime / LEDGER_UNITS_PER_BASE_UNIT - (claimedBy.get(address) ?? 0n);
    if (claimable <= 0n) return [];
    const detail = { claimable: claimable.toString(), height };
    return [{ type: "claimAvailable", key: String(day), addresses: [address], time: nowSec, detail }];
  });
}
