import { cursorPage, decodeCursor, implement, type TypedApp } from "@session/http";
import { type ContractEvent, eventRoutes as routes } from "@session/sdk/indexer-api";
import { and, desc, eq, exists, gte, inArray, lt, lte, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { getAddress, type Hex } from "viem";
import type { Queries } from "../../database/database.ts";
import type { IndexerModules } from "../../modules.ts";
import { l2Logs } from "../../raw/schema.ts";
import { outcomes } from "../../views/outcomes/schema.ts";
import { pools } from "../../views/pools/schema.ts";
import { eventSubjects } from "../../views/subjects/schema.ts";
import { firstBlockAt } from "../blockAtTime.ts";
import { ContractEvents, topicsOf } from "../contractEvents.ts";
import { BLOCK_NUMBER, INDEX } from "../cursors.ts";

type Modules = Pick<IndexerModules, "database" | "network" | "contracts" | "l2">;
type Query = Parameters<Parameters<typeof implement<typeof routes.listEvents>>[2]>[0]["query"];
type Joined = { readonly log: typeof l2Logs.$inferSelect; readonly outcome: typeof outcomes.$inferSelect | null };

const NEVER = sql`false`;

export function eventRoutes(app: TypedApp, modules: Modules): void {
  const { queries } = modules.database;
  const contracts = new ContractEvents(modules);

  implement(app, routes.listEvents, async ({ query }) => {
    const rows = await readRows(queries, contracts, query);
    const { items, next } = cursorPage(rows, query.limit, ({ log }) => [log.blockNumber, log.logIndex]);
    const final = modules.l2.final();
    return { items: items.map((row) => format(row, contracts, final)), next };
  });
}

/** A subject's events are walked by its own index, all others by the logs' primary key: both newest first. */
async function readRows(queries: Queries, contracts: ContractEvents, query: Query): Promise<Joined[]> {
  const [first, ...others] = subjectsOf(query);
  const place = first === undefined ? l2Logs : eventSubjects;
  const conditions = [...(await rangeOf(queries, query, place)), ...contentOf(queries, contracts, query)];
  for (const subject of others) conditions.push(isAbout(queries, subject));
  const columns = { log: l2Logs, outcome: outcomes };
  const isOutcome = and(eq(outcomes.l2Number, l2Logs.blockNumber), eq(outcomes.logIndex, l2Logs.logIndex));
  const order = [desc(place.blockNumber), desc(place.logIndex)];
  if (first === undefined)
    return queries
      .select(columns)
      .from(l2Logs)
      .leftJoin(outcomes, isOutcome)
      .where(and(...conditions))
      .orderBy(...order)
      .limit(query.limit + 1);
  return queries
    .select(columns)
    .from(eventSubjects)
    .innerJoin(l2Logs, isSameLog)
    .leftJoin(outcomes, isOutcome)
    .where(and(eq(eventSubjects.subject, first.subject), eq(eventSubjects.kind, first.kind), ...conditions))
    .orderBy(...order)
    .limit(query.limit + 1);
}

const isSameLog = and(eq(eventSubjects.blockNumber, l2Logs.blockNumber), eq(eventSubjects.logIndex, l2Logs.logIndex));

type Subject = { readonly kind: "node" | "address"; readonly subject: Hex };

function subjectsOf({ node, address, pool }: Query): Subject[] {
  const subjects: Subject[] = [];
  if (pool !== undefined) subjects.push({ kind: "address", subject: pool });
  if (node !== undefined) subjects.push({ kind: "node", subject: `0x${node.toString(16).padStart(6, "0")}` });
  if (address !== undefined) subjects.push({ kind: "address", subject: address });
  return subjects;
}

function isAbout(queries: Queries, { kind, subject }: Subject): SQL {
  const other = alias(eventSubjects, "other");
  return exists(
    queries
      .select({ one: sql`1` })
      .from(other)
      .where(
        and(
          eq(other.subject, subject),
          eq(other.kind, kind),
          eq(other.blockNumber, l2Logs.blockNumber),
          eq(other.logIndex, l2Logs.logIndex),
        ),
      ),
  );
}

function contentOf(queries: Queries, contracts: ContractEvents, { name, contract }: Query): SQL[] {
  const conditions: SQL[] = [];
  if (name !== undefined) conditions.push(oneOf(l2Logs.topic0, topicsOf(name)));
  if (contract === undefined) return conditions;
  const addresses = contracts.addressesOf(contract);
  const allPools = queries.select({ address: pools.address }).from(pools);
  conditions.push(addresses === undefined ? inArray(l2Logs.address, allPools) : oneOf(l2Logs.address, addresses));
  return conditions;
}

async function rangeOf(queries: Queries, query: Query, place: typeof l2Logs | typeof eventSubjects): Promise<SQL[]> {
  const { blockNumber, logIndex } = place;
  const conditions: SQL[] = [];
  const cursor = decodeCursor(query.cursor, [BLOCK_NUMBER, INDEX]);
  if (cursor !== undefined)
    conditions.push(sql`(${blockNumber}, ${logIndex}) < (${cursor[0]}::bigint, ${cursor[1]}::integer)`);
  if (query.fromBlock !== undefined) conditions.push(gte(blockNumber, BigInt(query.fromBlock)));
  if (query.toBlock !== undefined) conditions.push(lte(blockNumber, BigInt(query.toBlock)));
  if (query.fromTime !== undefined) {
    const first = await firstBlockAt(queries, BigInt(query.fromTime));
    conditions.push(first === undefined ? NEVER : gte(blockNumber, first));
  }
  if (query.toTime !== undefined) {
    const first = await firstBlockAt(queries, BigInt(query.toTime) + 1n);
    if (first !== undefined) conditions.push(lt(blockNumber, first));
  }
  return conditions;
}

function oneOf(column: typeof l2Logs.topic0 | typeof l2Logs.address, values: readonly Hex[]): SQL {
  return values.length === 0 ? NEVER : inArray(column, [...values]);
}

function format({ log, outcome }: Joined, contracts: ContractEvents, final: bigint): ContractEvent {
  const { address, data, blockNumber, logIndex, blockHash, time, txHash } = log;
  const topics = [log.topic0, log.topic1, log.topic2, log.topic3].filter((topic) => topic !== null);
  return {
    ...{ blockNumber: blockNumber.toString(), logIndex, blockHash, time: Number(time), txHash },
    address: getAddress(address),
    ...contracts.decode({ address, topics, data }),
    ...{ topics, data, outcome: formatOutcome(outcome) },
    isFinal: blockNumber <= final,
  };
}

function formatOutcome(outcome: Joined["outcome"]): ContractEvent["outcome"] {
  if (outcome === null) return null;
  const { height, result, code, message, nodeId } = outcome;
  return { height, result, code, message, nodeId };
}
