import { blst } from "@session/bls/blst";
import { ChainState, type TransitionContext } from "@session/protocol";
import { asc } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { getTableConfig } from "drizzle-orm/pg-core";
import pino from "pino";
import type { Database } from "../../src/database/database.ts";
import { certificates, chainBlocks, chainStates, cursors } from "../../src/raw/schema.ts";
import { CHAIN_VIEW_TABLES } from "../../src/sources/appchain/chainViews.ts";
import { type ExecutedBlock, executeBlock, tipOf } from "../../src/sources/appchain/executeBlock.ts";
import type { TestChain } from "./testChain.ts";

export const silent = pino({ level: "silent" });

/** All blocks of a chain, executed once. */
export function executeAll(
  { builder, finals }: TestChain,
  context: TransitionContext = builder.context,
): ExecutedBlock[] {
  let tip = { state: ChainState.fromGenesis(builder.genesis), hash: builder.context.genesisHash };
  return finals.map((ssz) => {
    const result = executeBlock(tip, ssz, { ...context, bls: blst }, { isStored: true });
    if ("fault" in result) throw new Error(result.fault.reason);
    tip = tipOf(result.block);
    return result.block;
  });
}

/** Every row of the appchain's views and its cursor, by table. */
export async function allRows(database: Database): Promise<Record<string, unknown[]>> {
  const tables: readonly PgTable[] = [...CHAIN_VIEW_TABLES, cursors];
  const entries = [];
  for (const table of tables) {
    const { name, columns, primaryKeys } = getTableConfig(table);
    const keys = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
    entries.push([
      name,
      await database.queries
        .select()
        .from(table)
        .orderBy(...keys.map((key) => asc(key))),
    ] as const);
  }
  return Object.fromEntries(entries);
}

/** As if nothing had been read yet. */
export async function emptyChain(database: Database): Promise<void> {
  for (const table of [...CHAIN_VIEW_TABLES, chainBlocks, chainStates, certificates, cursors])
    await database.queries.delete(table);
}
