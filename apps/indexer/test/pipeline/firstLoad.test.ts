import { register } from "@session/sdk";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { areIndexesMissing, dropIndexes, makeIndexes } from "../../src/database/deferredIndexes.ts";
import { claims } from "../../src/views/claims/schema.ts";
import { stakedNodes } from "../../src/views/staking/schema.ts";
import { DATABASE_KINDS, makeTestPlace, openTestDatabase } from "../support/openTestDatabase.ts";
import { people, STAKE, startChain, type TestChain } from "./support/chain.ts";
import { expectAsContracts } from "./support/expectAsContracts.ts";
import { follow, networkOf } from "./support/followed.ts";

type Network = Awaited<ReturnType<typeof networkOf>>;
const { operator } = people;

async function indexesOf({ queries }: Pick<Database, "queries">): Promise<string[]> {
  const result = (await queries.execute(
    sql`select indexdef as "index" from pg_indexes where schemaname = current_schema() order by indexdef`,
  )) as unknown as { rows: { index: string }[] };
  return result.rows.map(({ index }) => index);
}

describe.each(DATABASE_KINDS)("indexes put off on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  test("are all there again as they were; keys stay", async () => {
    const before = await indexesOf(database);
    await dropIndexes(database, [stakedNodes, claims]);
    const during = await indexesOf(database);
    expect(before.length - during.length).toBeGreaterThan(5);
    expect(during.join("\n")).toMatch(/UNIQUE INDEX staked_nodes_pkey/);
    expect(during.join("\n")).not.toMatch(/staked_nodes_operator|claims_recipient/);
    expect(await areIndexesMissing(database)).toBe(true);
    await makeIndexes(database);
    expect(await indexesOf(database)).toEqual(before);
    expect(await areIndexesMissing(database)).toBe(false);
  });

  test("one that can't be made keeps none of the others from being made later", async () => {
    const before = await indexesOf(database);
    await dropIndexes(database, [stakedNodes]);
    await database.queries.execute(sql`alter table staked_nodes rename column operator to other`);
    await expect(makeIndexes(database)).rejects.toThrow(/operator/);
    await database.queries.execute(sql`alter table staked_nodes rename column other to operator`);
    await makeIndexes(database);
    expect(await indexesOf(database)).toEqual(before);
  });
});

describe.each(DATABASE_KINDS)("a first load on %s", (kind) => {
  let chain: TestChain;
  let network: Network;
  beforeAll(async () => {
    chain = await startChain(4);
    network = await networkOf(chain);
    const registration = chain.registration(31, operator);
    await register(chain.wallet(operator), { registration, sesh: chain.addresses.seshL2, stake: STAKE });
    await chain.anvil.request("anvil_mine", ["0x800"]);
  });
  afterAll(() => chain.anvil.stop());

  test("ends with all indexes and true views; killed in between, the next start ends it", async () => {
    const place = await makeTestPlace(kind);
    let database = await openDatabase(place.options);
    const whole = await indexesOf(database);
    const options = { network, startBlock: 0n };
    // Ends in the middle of the way: small ranges, and a stop at the first notice.
    let stopAtFirst: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      stopAtFirst = resolve;
    });
    const cut = await follow(chain, database, options, { maxLogs: 10, maxRange: 100n, onNotice: () => stopAtFirst() });
    await first;
    await cut.stop();
    expect((await indexesOf(database)).length).toBeLessThan(whole.length);
    expect(await areIndexesMissing(database)).toBe(true);
    await database.close();

    database = await openDatabase(place.options);
    const followed = await follow(chain, database, options);
    await followed.caughtUp();
    expect(await indexesOf(database)).toEqual(whole);
    await expectAsContracts(chain, database);
    // Going on after it, and back.
    await register(chain.wallet(operator), {
      ...{ registration: chain.registration(32, operator), sesh: chain.addresses.seshL2, stake: STAKE },
    });
    await followed.caughtUp();
    await expectAsContracts(chain, database);
    await chain.anvil.request("anvil_reorg", [3, []]);
    await followed.caughtUp();
    await expectAsContracts(chain, database);
    await followed.stop();
    await database.close();
    await place.remove();
  });

  test("a short chain has its indexes all the time", async () => {
    const database = await openTestDatabase(kind);
    const { number } = await chain.client.getBlock({ blockTag: "latest" });
    const followed = await follow(chain, database, { network, startBlock: number - 500n });
    expect(await areIndexesMissing(database)).toBe(false);
    await followed.caughtUp();
    await followed.stop();
    await database.close();
  });
});
