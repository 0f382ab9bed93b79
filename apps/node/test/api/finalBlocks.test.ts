import { blockHash, decodeStrict, FinalBlockSsz } from "@session/protocol";
import { expect, it } from "vitest";
import { toOrderedKey } from "../../src/store/database.ts";
import { withHistory } from "./support.ts";

it("gives final blocks as stored, in order, no more than asked for, none above the head", async () => {
  const api = await withHistory();
  const { client } = await api.listen();
  const all = await client.getFinalBlocks({ from: 1 });
  const finals = all.map((bytes) => decodeStrict(FinalBlockSsz, bytes));
  expect(finals.map(({ block }) => block.header.height)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  for (const { block, commit } of finals) expect(commit.blockHash).toEqual(blockHash(block.header));
  expect(await client.getFinalBlocks({ from: 4, limit: 3 })).toEqual(all.slice(3, 6));
  expect(await client.getFinalBlocks({ from: 12, limit: 100 })).toEqual(all.slice(11));
  expect(await client.getFinalBlocks({ from: 13 })).toEqual([]);
});

it("stays below 4 MiB, and gives one block whatever its size", async () => {
  const api = await withHistory();
  const large = new Uint8Array(1.5 * 1024 * 1024);
  const put = (height: number, value: Uint8Array) => ({
    type: "put" as const,
    key: `block/${toOrderedKey(height)}`,
    value,
  });
  const others = [3, 5, 6, 7, 8].map((height) => put(height, large));
  await api.database.write([...others, put(4, new Uint8Array(5_000_000))]);
  const { client } = await api.listen();
  const sizes = async (from: number) => (await client.getFinalBlocks({ from })).map(({ length }) => length);
  expect(await sizes(5)).toEqual([large.length, large.length]);
  expect(await sizes(3)).toEqual([large.length]);
  expect(await sizes(4)).toEqual([5_000_000]);
});

it("refuses other pages and documents its binary answer", async () => {
  const { app } = await withHistory();
  for (const query of ["", "?from=0", "?from=1&limit=101", "?from=1&limit=0", "?from=x"])
    expect((await app.inject(`/v1/final-blocks${query}`)).statusCode).toBe(400);
  const answer = await app.inject("/v1/final-blocks?from=1&limit=1");
  expect(answer.headers["content-type"]).toBe("application/octet-stream");
  expect(answer.rawPayload.readUInt32LE()).toBe(answer.rawPayload.length - 4);
  const { paths } = (await app.inject("/docs/json")).json();
  expect(paths["/v1/final-blocks"].get.responses["200"].content).toEqual({
    "application/octet-stream": { schema: { type: "string", format: "binary" } },
  });
});
