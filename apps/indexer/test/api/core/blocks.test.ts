import { checkpointDigest } from "@session/bls";
import { SdkError } from "@session/sdk";
import { bytesToHex, getAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { DATABASE_KINDS, openTestDatabase } from "../../support/openTestDatabase.ts";
import { fillHistory, type History } from "./history.ts";
import { openFilled, openTestApi } from "./support.ts";

const problem = (status: number, apiCode: string) =>
  expect.toSatisfy((error: unknown) => {
    if (!(error instanceof SdkError) || error.detail.code !== "API_PROBLEM") return false;
    return error.detail.status === status && error.detail.apiCode === apiCode;
  });

describe.each(DATABASE_KINDS)("blocks and checkpoints on %s", (kind) => {
  let database: Database;
  let history: History;
  beforeAll(async () => {
    ({ database, history } = await openFilled(kind, fillHistory));
  });
  afterAll(() => database.close());

  it("lists blocks newest first, page by page, stable while new ones come", async () => {
    const { client } = await (await openTestApi(database)).listen();
    const heights: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await client.listBlocks({ limit: 5, ...(cursor && { cursor }) });
      heights.push(...page.items.map(({ height }) => height));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(heights).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const { items } = await client.listBlocks({ limit: 1 });
    const built = history.builder.built[11];
    expect(items[0]).toEqual({
      ...{ height: 12, hash: bytesToHex(built?.hash ?? new Uint8Array()), time: built?.block.header.time },
      ...{ proposer: built?.block.header.proposer, round: 0, l2Number: 101, events: 0, checkpoint: false },
    });
    for (const cursor of ["x", "", "WyJhIl0", "WyI5OTk5OTk5OTk5OTkiXQ", "W10"])
      await expect(client.listBlocks({ cursor })).rejects.toEqual(problem(400, "INVALID_PARAMETER"));
  });

  it("finds a block by height, hash in any case, and latest", async () => {
    const { client } = await (await openTestApi(database)).listen();
    const block = await client.getBlock({ id: 3 });
    expect(await client.getBlock({ id: block.hash })).toEqual(block);
    expect(await client.getBlock({ id: `0x${block.hash.slice(2).toUpperCase()}` })).toEqual(block);
    expect((await client.getBlock({ id: "latest" })).height).toBe(12);
    for (const id of [0, 13, `0x${"ab".repeat(32)}`])
      await expect(client.getBlock({ id })).rejects.toEqual(problem(404, "NOT_FOUND"));
    for (const id of ["first", "0x12", "1e1", "99999999999"])
      await expect(client.getBlock({ id: id as never })).rejects.toEqual(problem(400, "INVALID_PARAMETER"));
  });

  it("tells who signed by the validators of that height", async () => {
    const { client } = await (await openTestApi(database)).listen();
    expect((await client.getBlock({ id: 2 })).commit).toMatchObject({ signed: [1, 2, 3, 4], absent: [] });
    expect((await client.getBlock({ id: 3 })).commit).toMatchObject({ absent: [3] });
    // Node 256 said in block 2 that it is ready: a validator as soon as the state after a block has it active.
    for (const { block } of history.builder.built) {
      const { height } = block.header;
      const expected = history.builder.state.validatorsAt(height)?.map(({ id }) => id);
      if (expected === undefined) continue;
      const { signed, absent } = (await client.getBlock({ id: height })).commit;
      expect(
        [...signed, ...absent].sort((a, b) => a - b),
        `block ${height}`,
      ).toEqual(expected);
    }
    expect((await client.getBlock({ id: 12 })).commit.signed).toContain(256);
  });

  it("shows what a block carried and changed", async () => {
    const { client } = await (await openTestApi(database)).listen();
    const first = await client.getBlock({ id: 1 });
    expect(first.l2Events.map(({ logIndex, result, code, nodeId }) => [logIndex, result, code, nodeId])).toEqual([
      [0, "applied", null, 256],
      [1, "rejected", "ED25519_SIGNATURE_INVALID", 257],
      [2, "applied", null, 4],
      [3, "rejected", "EXIT_ALREADY_REQUESTED", 4],
    ]);
    expect(first.changes.map(({ type, nodeId }) => [type, nodeId])).toContainEqual(["node-joining", 256]);
    expect(first).toMatchObject({ rewardRate: "1000000000000", poolReleased: "1000000000000000", evidence: [] });
    expect((await client.getBlock({ id: 2 })).ready).toEqual([256]);
  });

  it("lets what is final be kept, and the newest be asked for again", async () => {
    const { app } = await openTestApi(database);
    const cacheOf = async (url: string) => (await app.inject(url)).headers["cache-control"];
    expect(await cacheOf("/v1/blocks/3")).toMatch(/max-age=3600, immutable/);
    expect(await cacheOf("/v1/blocks/latest")).toBe("no-cache");
    expect(await cacheOf("/v1/blocks/99")).toBe("no-store");
    const first = await app.inject("/v1/blocks");
    const again = await app.inject({ url: "/v1/blocks", headers: { "if-none-match": String(first.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
  });

  it("lists checkpoints with signatures and what L2 made of them", async () => {
    const { client } = await (await openTestApi(database)).listen();
    const { items, next } = await client.listCheckpoints();
    expect(next).toBeNull();
    expect(items.map(({ height, signatures }) => [height, signatures])).toEqual([
      [10, null],
      [5, { signed: 3, absent: 1 }],
    ]);
    const header = history.builder.built[4]?.block.header;
    expect(items[1]).toMatchObject({
      ...{ time: header?.time, claimsRoot: bytesToHex(header?.claimsRoot ?? new Uint8Array()) },
      l2: { blockNumber: "104", signers: 3, nodes: 4, revoked: false, txHash: `0x${"cc".repeat(32)}` },
    });
    const first = await client.listCheckpoints({ limit: 1 });
    expect(first.items.map(({ height }) => height)).toEqual([10]);
    const second = await client.listCheckpoints({ limit: 1, cursor: String(first.next) });
    expect([second.items.map(({ height }) => height), second.next]).toEqual([[5], null]);
  });

  it("gives the digest nodes sign, who signed it and who was absent", async () => {
    const { client } = await (await openTestApi(database)).listen();
    const checkpoint = await client.getCheckpoint({ height: 5 });
    const { chainId, contracts } = history.builder.genesis;
    const digest = checkpointDigest({ ...checkpoint, height: 5n, time: BigInt(checkpoint.time) } as never, {
      chainId,
      verifyingContract: getAddress(bytesToHex(contracts.serviceNodeRewards)),
    });
    expect(checkpoint.digest).toBe(bytesToHex(digest));
    expect(checkpoint.certificate).toMatchObject({ signed: [1, 3, 4], absent: [2], setVersion: "5" });
    expect(await client.getCheckpoint({ height: "latest" })).toMatchObject({ height: 10, certificate: null, l2: null });
    for (const height of [0, 6, 15])
      await expect(client.getCheckpoint({ height })).rejects.toEqual(problem(404, "NOT_FOUND"));
  });
});

it("before the first block: nothing to show, nothing fails", async () => {
  const database = await openTestDatabase("pglite");
  const { client } = await (await openTestApi(database)).listen();
  expect(await client.listBlocks()).toEqual({ items: [], next: null });
  expect(await client.listCheckpoints()).toEqual({ items: [], next: null });
  expect(await client.listEvents()).toEqual({ items: [], next: null });
  expect(await client.search({ q: "1" })).toEqual({ items: [] });
  await expect(client.getBlock({ id: "latest" })).rejects.toEqual(problem(404, "NOT_FOUND"));
  await expect(client.getCheckpoint({ height: "latest" })).rejects.toEqual(problem(404, "NOT_FOUND"));
  await database.close();
});
