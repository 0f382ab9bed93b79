import { getTableName } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { digestViews, VIEW_TABLES } from "../../src/replay/digest.ts";
import { claims } from "../../src/views/claims/schema.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";

type Claim = typeof claims.$inferInsert;
const claim = (logIndex: number, amount = 7n): Claim => ({
  ...{ blockNumber: 5n, logIndex, time: 100n, amount, lifetimeRewards: 9n },
  ...{ txHash: `0x${"11".repeat(32)}`, recipient: `0x${"22".repeat(20)}` },
});

// `check` and the fault tests rest on this: a digest that didn't see a difference would pass anything.
describe.each(["pglite", "postgres"] as const)("digests of views on %s", (kind) => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestDatabase(kind);
  });
  afterEach(() => database.close());

  async function digestOf(rows: readonly Claim[]): Promise<string> {
    await database.queries.delete(claims);
    for (const row of rows) await database.transaction((writer) => writer.append(claims, [row]));
    const found = (await digestViews(database)).find(({ table }) => table === getTableName(claims));
    return `${found?.rows} ${found?.digest}`;
  }

  it("are equal for equal rows in any order, and for nothing else", async () => {
    const both = await digestOf([claim(1), claim(2)]);
    expect(await digestOf([claim(2), claim(1)])).toBe(both);
    const others = [[claim(1)], [claim(1), claim(2, 8n)], [claim(1), claim(3)], [claim(1, 2n ** 62n), claim(2)], []];
    for (const rows of others) expect(await digestOf(rows)).not.toBe(both);
  });

  it("name every view, each once", async () => {
    const names = (await digestViews(database)).map(({ table }) => table);
    expect(names).toEqual(VIEW_TABLES.map(getTableName));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["staked_nodes", "pools", "event_subjects", "chain_nodes", "timeline"]),
    );
  });
});
