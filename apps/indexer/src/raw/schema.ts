import { bigint, index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { hexBytes, int8, rawBytes, seconds } from "../database/columns.ts";

// The chains as seen. Everything under views/ follows from these tables alone and can be made again from them.

/** Steps of the L2 follower; `reads` are the results of its calls at that block. */
export const l2Steps = pgTable(
  "l2_steps",
  {
    number: int8("number").primaryKey(),
    hash: hexBytes("hash").notNull(),
    parentHash: hexBytes("parent_hash").notNull(),
    /** Unix seconds. */
    timestamp: int8("timestamp").notNull(),
    reads: jsonb("reads").$type<readonly `0x${string}`[]>().notNull(),
  },
  (table) => [index("l2_steps_time").using("brin", table.timestamp)],
);

/** Every contract event. */
export const l2Logs = pgTable(
  "l2_logs",
  {
    blockNumber: int8("block_number").notNull(),
    logIndex: integer("log_index").notNull(),
    blockHash: hexBytes("block_hash").notNull(),
    /** Unix seconds of its block. */
    time: int8("time").notNull(),
    txHash: hexBytes("tx_hash").notNull(),
    address: hexBytes("address").notNull(),
    topic0: hexBytes("topic0").notNull(),
    topic1: hexBytes("topic1"),
    topic2: hexBytes("topic2"),
    topic3: hexBytes("topic3"),
    data: hexBytes("data").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    index("l2_logs_tx").on(table.txHash),
    index("l2_logs_kind").on(table.topic0, table.blockNumber, table.logIndex),
    index("l2_logs_address").on(table.address, table.blockNumber, table.logIndex),
  ],
);

/** The follower's durable position (`FollowerState`), one row. */
export const l2Position = pgTable("l2_position", {
  id: smallint("id").primaryKey(),
  state: jsonb("state").notNull(),
});

/** Steps a reorganisation has dropped, with the block they went back to. */
export const l2Dropped = pgTable(
  "l2_dropped",
  {
    number: int8("number").notNull(),
    hash: hexBytes("hash").notNull(),
    ancestorNumber: int8("ancestor_number").notNull(),
    ancestorHash: hexBytes("ancestor_hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.number, table.hash] })],
);

/** Final appchain blocks with their commits, as SSZ, and what lists show of them. */
export const chainBlocks = pgTable(
  "chain_blocks",
  {
    height: integer("height").primaryKey(),
    hash: hexBytes("hash").notNull().unique(),
    /** Unix seconds of block time. */
    time: seconds("time").notNull(),
    proposer: integer("proposer").notNull(),
    round: integer("round").notNull(),
    l2Number: int8("l2_number").notNull(),
    l2Events: integer("l2_events").notNull(),
    isCheckpoint: smallint("is_checkpoint").notNull(),
    /** SSZ `FinalBlock`. */
    ssz: rawBytes("ssz").notNull(),
  },
  (table) => [index("chain_blocks_time").using("brin", table.time)],
);

/** States to go on from, the newest few. */
export const chainStates = pgTable("chain_states", {
  height: integer("height").primaryKey(),
  ssz: rawBytes("ssz").notNull(),
});

/** The best certificate heard of for each checkpoint; verified before it is stored. */
export const certificates = pgTable("certificates", {
  height: integer("height").primaryKey(),
  digest: hexBytes("digest").notNull(),
  /** 256 B, EIP-2537. */
  signature: hexBytes("signature").notNull(),
  nonSigners: hexBytes("non_signers").notNull(),
  setVersion: bigint("set_version", { mode: "bigint" }).notNull(),
  signed: integer("signed").array().notNull(),
  absent: integer("absent").array().notNull(),
});

/** Where each source's views stand: `l2` by block number, `chain` by height. Written in the views' own transaction. */
export const cursors = pgTable("cursors", {
  source: text("source").$type<"l2" | "chain">().primaryKey(),
  number: int8("number").notNull(),
  hash: hexBytes("hash").notNull(),
  /** Newest number that can't be rolled back any more. */
  finalNumber: int8("final_number").notNull(),
});

/** Rows of L2 views as they were before a step that isn't final yet. Emptied behind the finality. */
export const undo = pgTable(
  "undo",
  {
    /** L2 block number of the step whose change this takes back. */
    step: int8("step").notNull(),
    seq: integer("seq").notNull(),
    tableName: text("table_name").notNull(),
    /** Primary key of the row. */
    key: jsonb("key").notNull(),
    /** null: there was none. */
    row: jsonb("row"),
  },
  (table) => [primaryKey({ columns: [table.step, table.seq] })],
);
