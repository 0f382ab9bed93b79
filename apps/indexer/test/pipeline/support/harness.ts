import { silentLogger } from "@session/l2";
import { asc } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { Registry } from "prom-client";
import type { Database } from "../../../src/database/database.ts";
import { ContractBook } from "../../../src/pipeline/contractBook.ts";
import { L2Views, type L2ViewsModules, type StepSource } from "../../../src/pipeline/l2Views.ts";
import { createViewMetrics } from "../../../src/pipeline/metrics.ts";
import { type Notice, Notices } from "../../../src/pipeline/notices.ts";
import { appendTables, keyedTables } from "../../../src/pipeline/tables.ts";
import { contracts } from "./logs.ts";
import type { Segment } from "./randomLife.ts";

/** Every table that follows from L2. */
export const viewTables: readonly PgTable[] = [
  ...Object.values(keyedTables).map(({ table }) => table as PgTable),
  ...Object.values(appendTables),
];

/** All rows of all views, by table and primary key; by all columns where there is none. */
export async function dumpViews(database: Database): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const table of viewTables) dump[getTableConfig(table).name] = await dumpTable(database, table);
  return dump;
}

export async function dumpTable(database: Database, table: PgTable): Promise<unknown[]> {
  const { columns, primaryKeys } = getTableConfig(table);
  const single = columns.filter(({ primary }) => primary);
  const key = primaryKeys[0]?.columns ?? (single.length > 0 ? single : columns);
  return database.queries
    .select()
    .from(table)
    .orderBy(...key.map((column) => asc(column)));
}

export type TestViews = { readonly modules: L2ViewsModules; readonly notices: Notice[]; readonly registry: Registry };

export function testModules(database: Database, book = new ContractBook(contracts)): TestViews {
  const registry = new Registry();
  const heard: Notice[] = [];
  const notices = new Notices((error) => {
    throw error;
  });
  notices.subscribe((notice) => heard.push(notice));
  const modules = { database, book, notices, logger: silentLogger, metrics: createViewMetrics(registry) };
  return { modules, notices: heard, registry };
}

/** Sum of a counter over its labels. */
export async function counted(registry: Registry, name: string): Promise<number> {
  const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** A source that tells what a segment of a life holds; a reconnecting one doesn't begin again. */
export function scripted({ batches }: Segment): StepSource {
  let final = batches[0]?.final;
  return {
    finalNumber: () => final,
    async *batches() {
      for (const told of batches) {
        final = told.final;
        yield told.batch;
      }
    },
  };
}

/** Follows the segments, each with views that know only the database. */
export async function followAll({ modules }: TestViews, segments: readonly Segment[]): Promise<void> {
  for (const segment of segments) {
    const views = new L2Views({}, modules);
    await views.open();
    await views.follow(scripted(segment));
  }
}
