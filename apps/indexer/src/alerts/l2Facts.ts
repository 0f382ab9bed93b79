import { serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import { getAddress, type Hex, parseEventLogs } from "viem";
import type { Queries } from "../database/database.ts";
import { selectorOf } from "../progress/contractAbi.ts";
import { l2Logs } from "../raw/schema.ts";
import { poolContributions, pools } from "../views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../views/staking/schema.ts";
import type { Fact } from "./fact.ts";

const KINDS = ["ServiceNodeExitRequest", "ServiceNodeLiquidated", "Contributed", "Finalized"];
const TOPICS = KINDS.map(selectorOf);
const ABI = [...serviceNodeRewardsAbi, ...serviceNodeContributionAbi] as const;
const CHUNK = 5_000;

type Row = typeof l2Logs.$inferSelect;
export type L2Facts = { readonly facts: readonly Fact[] /** Looked through up to here. */; readonly to: bigint };

/** What final L2 blocks (`from`, `to`] did; `to` of the answer is lower when there was much. */
export async function l2Facts(queries: Queries, from: bigint, to: bigint, chunk = CHUNK): Promise<L2Facts> {
  const rows = await queries
    .select()
    .from(l2Logs)
    .where(and(inArray(l2Logs.topic0, TOPICS), gt(l2Logs.blockNumber, from), lte(l2Logs.blockNumber, to)))
    .orderBy(asc(l2Logs.blockNumber), asc(l2Logs.logIndex))
    .limit(chunk);
  const last = rows.length < chunk ? undefined : rows.at(-1);
  // The last block of a full chunk may go on in the next one.
  const reached = last === undefined ? to : last.blockNumber - 1n;
  // One block that is larger than a chunk.
  if (reached <= from && last !== undefined) return l2Facts(queries, from, to, chunk * 4);
  const facts: Fact[] = [];
  for (const row of rows) if (row.blockNumber <= reached) facts.push(...(await factsOf(queries, row)));
  return { facts, to: reached };
}

async function factsOf(queries: Queries, row: Row): Promise<Fact[]> {
  const [event] = parseEventLogs({ abi: ABI, logs: [toLog(row)] });
  if (event === undefined) return [];
  const common = { key: `${row.blockNumber}:${row.logIndex}`, time: Number(row.time) };
  switch (event.eventName) {
    case "ServiceNodeExitRequest": {
      const { id, contributor } = event.args;
      const addresses = await stakersOf(queries, id);
      addresses.delete(lower(contributor));
      return [{ ...common, type: "exitRequested", addresses, detail: { nodeId: id, requestedBy: contributor } }];
    }
    case "ServiceNodeLiquidated": {
      const { id, lockedUntil, liquidator } = event.args;
      const detail = { nodeId: id, liquidator, lockedUntil: Number(lockedUntil) };
      return [{ ...common, type: "liquidated", addresses: await stakersOf(queries, id), detail }];
    }
    case "Finalized": {
      const { nodeId } = event.args;
      const addresses = await stakersOf(queries, nodeId);
      return [{ ...common, type: "poolFinalized", addresses, detail: { pool: getAddress(event.address), nodeId } }];
    }
    case "Contributed":
      return contributionFacts(queries, event.address, event.args, common);
    default:
      return [];
  }
}

type Contribution = { readonly staker: Hex; readonly amount: bigint; readonly contributed: bigint };

async function contributionFacts(
  queries: Queries,
  address: Hex,
  { staker, amount, contributed }: Contribution,
  common: Pick<Fact, "key" | "time">,
): Promise<Fact[]> {
  const [pool] = await queries
    .select()
    .from(pools)
    .where(eq(pools.address, lower(address)));
  if (pool === undefined) return [];
  const facts: Fact[] = [];
  const shown = getAddress(address);
  const figures = { contributed: contributed.toString(), stakingRequirement: pool.stakingRequirement.toString() };
  if (pool.operator !== lower(staker)) {
    const detail = { pool: shown, staker, amount: amount.toString(), ...figures };
    facts.push({ ...common, type: "poolContribution", addresses: [pool.operator], detail });
  }
  if (contributed >= pool.stakingRequirement) {
    const inside = await queries.select().from(poolContributions).where(eq(poolContributions.pool, pool.address));
    const staked = pool.nodeId === null ? [] : await stakersOf(queries, pool.nodeId);
    const addresses = new Set([pool.operator, lower(staker), ...inside.map((one) => one.staker), ...staked]);
    facts.push({ ...common, type: "poolFilled", addresses, detail: { pool: shown, ...figures } });
  }
  return facts;
}

/** Stakers and beneficiaries of a node, its operator among them. */
async function stakersOf(queries: Queries, nodeId: number): Promise<Set<Hex>> {
  const [nodes, contributors] = await Promise.all([
    queries.select({ operator: stakedNodes.operator }).from(stakedNodes).where(eq(stakedNodes.id, nodeId)),
    queries.select().from(stakedContributors).where(eq(stakedContributors.nodeId, nodeId)),
  ]);
  return new Set([
    ...nodes.map(({ operator }) => operator),
    ...contributors.flatMap(({ staker, beneficiary }) => [staker, beneficiary]),
  ]);
}

const lower = (hex: Hex) => hex.toLowerCase() as Hex;

function toLog({ address, topic0, topic1, topic2, topic3, data, blockNumber, logIndex, blockHash, txHash }: Row) {
  const topics = [topic0, topic1, topic2, topic3].filter((topic) => topic !== null);
  return {
    ...{ address, data, topics: topics as [Hex, ...Hex[]], blockNumber, logIndex, blockHash },
    ...{ transactionHash: txHash, transactionIndex: 0, removed: false },
  };
}
