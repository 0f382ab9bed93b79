import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { chainNodes } from "../../../src/views/nodes/schema.ts";
import { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { blsOf, chainRow, ed25519Of, REGISTERED, shareRow, stakedRow } from "./rows.ts";
import {
  addressOf,
  allPages,
  bytes32,
  checksummed,
  DEPOSIT,
  emptyTables,
  NOW,
  openDataApi,
  refusalOf,
} from "./support.ts";

const IDS = Array.from({ length: 37 }, (_, index) => index + 1);

/** Nodes whose sort values have many ties. */
async function fillNodes(database: Database, ids: readonly number[]): Promise<void> {
  await database.transaction(async (writer) => {
    await writer.append(
      stakedNodes,
      ids.map((id) =>
        stakedRow({
          ...{ id, feeBps: (id % 4) * 100, deposit: DEPOSIT + BigInt(id % 3) },
          registeredTime: BigInt(REGISTERED + (id % 5)),
        }),
      ),
    );
    await writer.append(
      chainNodes,
      ids.map((id) => chainRow({ id, creditSec: (id % 6) * 10, unlockAt: id % 7 === 0 ? NOW + (id % 2) : null })),
    );
    await writer.append(
      stakedContributors,
      ids.flatMap((id) => [
        shareRow(id, 0, id, DEPOSIT / 4n),
        { ...shareRow(id, 1, 500 + (id % 3), DEPOSIT - DEPOSIT / 4n), beneficiary: addressOf(900 + (id % 2)) },
      ]),
    );
  });
}

describe.each(DATABASE_KINDS)("lists of nodes on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyTables(database));

  const sorts = ["id", "registered", "deposit", "fee", "unlock", "credit"] as const;
  it.each(sorts)("sorted by %s, both ways: each node once, ties by id, whatever comes in between", async (sort) => {
    await fillNodes(database, IDS);
    const { client, advance } = await openDataApi(database);
    for (const order of ["asc", "desc"] as const) {
      const read = (cursor: string | undefined) =>
        client.listNodes({ sort, order, limit: 5, ...(cursor && { cursor }) });
      const whole = (await client.listNodes({ sort, order, limit: 200 })).items;
      const sign = order === "asc" ? 1 : -1;
      const value = (node: (typeof whole)[number]) =>
        ({
          id: node.id,
          registered: node.registeredAt,
          deposit: Number(BigInt(node.deposit) - DEPOSIT),
          fee: node.feeBps,
          unlock: node.unlockAt ?? sign * Number.MAX_SAFE_INTEGER,
          credit: node.creditSec ?? 0,
        })[sort];
      const expected = [...whole].sort((a, b) => sign * (value(a) - value(b) || a.id - b.id));
      expect(whole.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      // A node that registers in the middle of the reading shows up at its own place or not at all: no other moves.
      let added = order === "asc" ? 100 : 200;
      const seen = await allPages(read, async () => {
        added += 1;
        await fillNodes(database, [added]);
        advance();
      });
      const old = seen.map(({ id }) => id).filter((id) => id <= 37);
      expect(old).toEqual(expected.map(({ id }) => id).filter((id) => id <= 37));
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    }
  });

  it("filters by operator, staker, beneficiary and any of them, in any case", async () => {
    await fillNodes(database, IDS);
    const { client } = await openDataApi(database);
    const ids = async (filter: Parameters<typeof client.listNodes>[0]) =>
      (await client.listNodes({ limit: 200, ...filter })).items.map(({ id }) => id);
    expect(await ids({ operator: checksummed(7) })).toEqual([7]);
    expect(await ids({ staker: addressOf(501).toUpperCase().replace("0X", "0x") })).toEqual(
      IDS.filter((id) => id % 3 === 1),
    );
    expect(await ids({ beneficiary: addressOf(901) })).toEqual(IDS.filter((id) => id % 2 === 1));
    expect(await ids({ mine: addressOf(901), state: "unlocking" })).toEqual([7, 21, 35]);
    expect(await ids({ mine: addressOf(7) })).toEqual([7]);
    expect(await ids({ staker: addressOf(901) })).toEqual([]);
  });

  it("searches by the start of an id, of either key or of the operator's address; finds those that left, too", async () => {
    await fillNodes(database, [2, 20, 201, 3]);
    await database.transaction((writer) =>
      writer.append(stakedNodes, [stakedRow({ id: 2_004, left: "exited", leftTime: 1n, leftTx: bytes32(1) })]),
    );
    const { client } = await openDataApi(database);
    const ids = async (search: string) => (await client.listNodes({ search })).items.map(({ id }) => id);
    expect(await ids("2")).toEqual([2, 20, 201, 2_004]);
    expect(await ids("20")).toEqual([20, 201, 2_004]);
    expect(await ids(ed25519Of(201).slice(0, 12))).toEqual([201]);
    expect(await ids(ed25519Of(3).toUpperCase().replace("0X", "0x"))).toEqual([3]);
    expect(await ids(blsOf(20).slice(2, 14))).toEqual([20]);
    const { bls } = await client.getNode({ id: 3 });
    expect(await ids(bls.slice(0, 20))).toEqual([3]);
    expect(await ids(bls)).toEqual([3]);
    const otherSign = `0x${(Number.parseInt(bls.charAt(2), 16) ^ 2).toString(16)}${bls.slice(3)}`;
    expect(await ids(otherSign)).toEqual([]);
    expect(await ids(addressOf(20))).toEqual([20]);
    expect(await ids("ffffffff")).toEqual([]);
  });

  it("refuses what isn't a cursor of this list, a state, a sort, an address; unknown fields, too", async () => {
    await fillNodes(database, IDS);
    const { client, url } = await openDataApi(database);
    const { next } = await client.listNodes({ sort: "fee", limit: 5 });
    const refused = { status: 400, code: "INVALID_PARAMETER" };
    expect(await refusalOf(client.listNodes({ sort: "deposit", cursor: next ?? "" }))).toEqual(refused);
    expect(await refusalOf(client.listNodes({ sort: "fee", order: "desc", cursor: next ?? "" }))).toEqual(refused);
    const forged = ["fee-asc", "999999999999999999999", "1", "1"];
    const cursors = [
      "",
      "x",
      "%00",
      "[]",
      JSON.stringify(forged),
      JSON.stringify(["fee-asc", "1", "1", "99999999999"]),
    ];
    for (const text of cursors) {
      const cursor = Buffer.from(text).toString("base64url");
      expect(await refusalOf(client.listNodes({ sort: "fee", cursor })), text).toEqual(refused);
    }
    const largest = JSON.stringify(["fee-asc", "999999999999999999", "99999999", "9999999999"]);
    const { items } = await client.listNodes({ sort: "fee", cursor: Buffer.from(largest).toString("base64url") });
    expect(items).toEqual([]);
    for (const query of ["state=dead", "state=", "sort=age", "mine=0x12", "search=zz", "limit=0", "limit=1e3", "x=1"]) {
      const response = await fetch(`${url}/v1/nodes?${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.json()).toMatchObject({ code: "INVALID_PARAMETER" });
    }
  });
});
