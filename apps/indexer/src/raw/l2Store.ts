import {
  type BlockRef,
  type Child,
  type ChildKind,
  decodeJson,
  encodeJson,
  type FollowerState,
  type FollowerStore,
  type Hex,
  type L2Log,
  type StoreChange,
  type StoredStep,
} from "@session/l2";
import { and, asc, desc, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { Database, Queries, Writer } from "../database/database.ts";
import { l2Dropped, l2Logs, l2Position, l2Steps } from "./schema.ts";

// The one row of l2_position.
const POSITION_ID = 1;

/** Topic of a log that has none: the column is part of a key for finding logs by kind. */
const NO_TOPIC: Hex = "0x";

type StepRow = typeof l2Steps.$inferSelect;
type LogRow = typeof l2Logs.$inferInsert;

function toStep({ number, hash, parentHash, timestamp, reads }: StepRow): StoredStep {
  return { block: { number, hash, parentHash, timestamp }, reads };
}

/** A log as {@link LOG_FIELDS} reads it: bytes as hex, the two bigints as text. */
type LogText = {
  blockNumber: string;
  logIndex: number;
  blockHash: Hex;
  time: string;
  txHash: Hex;
  address: Hex;
  topic0: Hex;
  topic1: Hex | null;
  topic2: Hex | null;
  topic3: Hex | null;
  data: Hex;
};

// Hex is made by the database: through Drizzle's columns each log would cost some thirty microseconds more.
const hex = (column: string, name: string) => `'0x' || encode(${column}, 'hex') as "${name}"`;
const LOG_FIELDS = sql.raw(
  [
    'block_number as "blockNumber"',
    'log_index as "logIndex"',
    hex("block_hash", "blockHash"),
    "time",
    hex("tx_hash", "txHash"),
    hex("address", "address"),
    hex("topic0", "topic0"),
    hex("topic1", "topic1"),
    hex("topic2", "topic2"),
    hex("topic3", "topic3"),
    hex("data", "data"),
  ].join(", "),
);

function toLog(row: LogText): L2Log {
  const topics = [row.topic0, row.topic1, row.topic2, row.topic3].filter((topic) => topic !== null);
  return {
    address: row.address,
    topics: row.topic0 === NO_TOPIC ? [] : topics,
    data: row.data,
    blockNumber: BigInt(row.blockNumber),
    blockHash: row.blockHash,
    logIndex: row.logIndex,
    transactionHash: row.txHash,
    time: BigInt(row.time),
  };
}

async function rowsOf<Row>(queries: Queries, statement: SQL): Promise<readonly Row[]> {
  const result: unknown = await queries.execute(statement);
  // Both kinds of database are read through node-postgres.
  return (result as { readonly rows: readonly Row[] }).rows;
}

/** Logs → rows. A provider that doesn't tell a log's time gives it that of the next block known, its step's as a rule. */
function toLogRows({ logs = [], steps = [], state }: StoreChange): LogRow[] {
  let next = 0;
  return logs.map((log) => {
    while ((steps[next]?.block.number ?? log.blockNumber) < log.blockNumber) next++;
    const [topic0 = NO_TOPIC, topic1 = null, topic2 = null, topic3 = null] = log.topics;
    const time = log.time ?? (steps[next]?.block ?? state.cursor).timestamp;
    const { blockNumber, logIndex, blockHash, transactionHash, address, data } = log;
    return {
      blockNumber,
      logIndex,
      blockHash,
      time,
      txHash: transactionHash,
      address,
      topic0,
      topic1,
      topic2,
      topic3,
      data,
    };
  });
}

async function rollBack({ queries }: Writer, ancestor: BlockRef): Promise<void> {
  const dropped = queries
    .select({
      number: l2Steps.number,
      hash: l2Steps.hash,
      ancestorNumber: sql`${ancestor.number.toString()}::bigint`.as("ancestor_number"),
      ancestorHash: sql`${Buffer.from(ancestor.hash.slice(2), "hex")}::bytea`.as("ancestor_hash"),
    })
    .from(l2Steps)
    .where(gt(l2Steps.number, ancestor.number));
  const replaced = { ancestorNumber: sql`excluded.ancestor_number`, ancestorHash: sql`excluded.ancestor_hash` };
  await queries
    .insert(l2Dropped)
    .select(dropped)
    .onConflictDoUpdate({ target: [l2Dropped.number, l2Dropped.hash], set: replaced });
  await queries.delete(l2Steps).where(gt(l2Steps.number, ancestor.number));
  await queries.delete(l2Logs).where(gt(l2Logs.blockNumber, ancestor.number));
}

/**
 * What the follower knows of L2, in the raw tables; each of its changes is one transaction. The database belongs to the
 * caller, so `close` leaves it open.
 */
export class L2Store implements FollowerStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async state(): Promise<FollowerState | undefined> {
    const [row] = await this.#database.queries.select().from(l2Position).where(eq(l2Position.id, POSITION_ID));
    return row && decodeJson<FollowerState>(JSON.stringify(row.state));
  }

  async step(number: bigint): Promise<StoredStep | undefined> {
    const [row] = await this.#database.queries.select().from(l2Steps).where(eq(l2Steps.number, number));
    return row && toStep(row);
  }

  async stepsDown(from: bigint, limit: number): Promise<StoredStep[]> {
    const steps = this.#database.queries.select().from(l2Steps).where(lte(l2Steps.number, from));
    return (await steps.orderBy(desc(l2Steps.number)).limit(limit)).map(toStep);
  }

  async stepsAfter(number: bigint, limit: number): Promise<StoredStep[]> {
    const steps = this.#database.queries.select().from(l2Steps).where(gt(l2Steps.number, number));
    return (await steps.orderBy(asc(l2Steps.number)).limit(limit)).map(toStep);
  }

  async logs(fromExclusive: bigint, toInclusive: bigint, limit?: number): Promise<L2Log[]> {
    const rows = await rowsOf<LogText>(
      this.#database.queries,
      sql`select ${LOG_FIELDS} from ${l2Logs}
        where block_number > ${fromExclusive.toString()}::bigint and block_number <= ${toInclusive.toString()}::bigint
        order by block_number, log_index ${limit === undefined ? sql`` : sql`limit ${limit}`}`,
    );
    return rows.map(toLog);
  }

  /** From the logs themselves: the rollback of a log takes its child back too. */
  async children(kind: ChildKind): Promise<Child[]> {
    const topic = { 1: l2Logs.topic1, 2: l2Logs.topic2, 3: l2Logs.topic3 }[kind.childTopic];
    const rows = await this.#database.queries
      .select({ topic, blockNumber: l2Logs.blockNumber, logIndex: l2Logs.logIndex })
      .from(l2Logs)
      .where(and(eq(l2Logs.topic0, kind.created), eq(l2Logs.address, kind.factory)))
      .orderBy(asc(l2Logs.blockNumber), asc(l2Logs.logIndex));
    return rows.flatMap(({ topic: word, blockNumber, logIndex }) =>
      word === null ? [] : [{ ...kind, address: `0x${word.slice(26)}` as const, blockNumber, logIndex }],
    );
  }

  async ancestorOfDropped({ number, hash }: BlockRef): Promise<BlockRef | undefined> {
    const [row] = await this.#database.queries
      .select()
      .from(l2Dropped)
      .where(and(eq(l2Dropped.number, number), eq(l2Dropped.hash, hash)));
    return row && { number: row.ancestorNumber, hash: row.ancestorHash };
  }

  async write(change: StoreChange): Promise<void> {
    const { state, steps = [], rollbackTo } = change;
    const logs = toLogRows(change);
    this.#database.prepare("append", l2Logs, logs);
    await this.#database.transaction(async (writer) => {
      if (rollbackTo !== undefined) await rollBack(writer, rollbackTo);
      await writer.append(
        l2Steps,
        steps.map(({ block, reads }) => ({ ...block, reads })),
      );
      await writer.append(l2Logs, logs);
      await writer.upsert(l2Position, [{ id: POSITION_ID, state: JSON.parse(encodeJson(state)) }]);
    });
  }

  async close(): Promise<void> {}
}
