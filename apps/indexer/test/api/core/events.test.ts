import { testAddress } from "@session/protocol/testing";
import { SdkError } from "@session/sdk";
import { bytesToHex, getAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { DATABASE_KINDS } from "../../support/openTestDatabase.ts";
import { fillHistory, type History } from "./history.ts";
import { FACTORY, POOL, STAKER } from "./logs.ts";
import { openFilled, openTestApi } from "./support.ts";

const OPERATOR = getAddress(bytesToHex(testAddress("operator 256")));

describe.each(DATABASE_KINDS)("contract events and search on %s", (kind) => {
  let database: Database;
  let history: History;
  beforeAll(async () => {
    ({ database, history } = await openFilled(kind, fillHistory));
  });
  afterAll(() => database.close());
  const open = async () => (await openTestApi(database)).listen();

  it("newest first, decoded, with what became of them; page by page", async () => {
    const { client } = await open();
    const names: unknown[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await client.listEvents({ limit: 3, ...(cursor && { cursor }) });
      names.push(
        ...page.items.map(({ blockNumber, logIndex, contract, name }) => [blockNumber, logIndex, contract, name]),
      );
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(names).toEqual([
      ["107", 1, "rewards", null],
      ["107", 0, null, null],
      ["105", 0, "pool", "Contributed"],
      ["102", 0, "factory", "PoolDeployed"],
      ["101", 3, "rewards", "ServiceNodeExitRequest"],
      ["101", 2, "rewards", "ServiceNodeExitRequest"],
      ["101", 1, "rewards", "NewServiceNode"],
      ["101", 0, "rewards", "NewServiceNode"],
    ]);
  });

  it("arguments by name: numbers as decimal strings, addresses by EIP-55, structures inside", async () => {
    const { client } = await open();
    const { items } = await client.listEvents({ name: "NewServiceNode" });
    expect(items.map(({ outcome }) => outcome)).toEqual([
      { height: 1, result: "rejected", code: "ED25519_SIGNATURE_INVALID", message: expect.any(String), nodeId: 257 },
      { height: 1, result: "applied", code: null, message: null, nodeId: 256 },
    ]);
    expect(items[1]).toMatchObject({
      ...{ time: 1_800_000_101, isFinal: true, topics: { length: 4 } },
      args: {
        id: "256",
        operator: OPERATOR,
        initiator: OPERATOR,
        blsPubkey: `0x${"22".repeat(128)}`,
        params: { ed25519Pubkey: "5", ed25519Signature0: "6", ed25519Signature1: "7", feeBps: "250" },
        contributors: [{ staker: OPERATOR, beneficiary: OPERATOR, amount: "25000000000000" }],
      },
    });
    const [unknown] = (await client.listEvents({ fromBlock: 107, toBlock: 107 })).items.slice(1);
    expect(unknown).toMatchObject({ name: null, data: "0x1234", isFinal: false, outcome: null });
    expect(unknown?.args).toEqual({});
  });

  it("by name, contract, node, address, pool, block and time, and by several at once", async () => {
    const { client } = await open();
    type Filter = Parameters<typeof client.listEvents>[0];
    const find = async (filter: Filter) =>
      (await client.listEvents(filter)).items.map(({ blockNumber, logIndex }) => `${blockNumber}/${logIndex}`);
    expect(await find({ name: "ServiceNodeExitRequest" })).toEqual(["101/3", "101/2"]);
    expect(await find({ name: "Nothing" })).toEqual([]);
    expect(await find({ contract: "factory" })).toEqual(["102/0"]);
    expect(await find({ contract: "pool" })).toEqual(["105/0"]);
    expect(await find({ contract: "vesting" })).toEqual([]);
    expect(await find({ contract: "token" })).toEqual([]);
    expect(await find({ node: 256 })).toEqual(["101/0"]);
    expect(await find({ node: 4 })).toEqual(["101/3", "101/2"]);
    expect(await find({ address: STAKER })).toEqual(["105/0", "101/3", "101/2"]);
    expect(await find({ address: STAKER.toLowerCase(), limit: 1 })).toEqual(["105/0"]);
    expect(await find({ pool: POOL })).toEqual(["105/0", "102/0"]);
    expect(await find({ pool: POOL, address: STAKER })).toEqual(["105/0"]);
    expect(await find({ address: STAKER, node: 4, name: "ServiceNodeExitRequest" })).toEqual(["101/3", "101/2"]);
    expect(await find({ address: FACTORY })).toEqual([]);
    expect(await find({ fromBlock: 102, toBlock: 105 })).toEqual(["105/0", "102/0"]);
    expect(await find({ fromTime: 1_800_000_102, toTime: 1_800_000_105 })).toEqual(["105/0", "102/0"]);
    expect(await find({ fromTime: 1_800_000_103, toTime: 1_800_000_104 })).toEqual([]);
    expect(await find({ fromTime: 1_800_000_106 })).toEqual(["107/1", "107/0"]);
    expect(await find({ fromTime: 1_900_000_000 })).toEqual([]);
    expect(await find({ toTime: 1_800_000_100 })).toEqual([]);
    expect(await find({ toTime: 1_900_000_000, limit: 1 })).toEqual(["107/1"]);
  });

  it("pages of a subject go on where they ended", async () => {
    const { client } = await open();
    const first = await client.listEvents({ address: STAKER, limit: 2 });
    const second = await client.listEvents({ address: STAKER, limit: 2, cursor: String(first.next) });
    expect(second.items.map(({ blockNumber, logIndex }) => [blockNumber, logIndex])).toEqual([["101", 2]]);
    expect(second.next).toBeNull();
  });

  it("finds by number, hash, key, address and how a key begins", async () => {
    const { client } = await open();
    const find = async (q: string) => (await client.search({ q })).items;
    const block = await client.getBlock({ id: 4 });
    const node = { type: "node", id: 256, operator: OPERATOR };
    expect(await find("4")).toEqual([
      expect.objectContaining({ type: "node", id: 4 }),
      { type: "block", height: 4, hash: block.hash },
    ]);
    expect(await find(block.hash.toUpperCase())).toEqual([{ type: "block", height: 4, hash: block.hash }]);
    expect(await find(`0x${"01".repeat(32)}`)).toEqual([
      { type: "transaction", txHash: `0x${"01".repeat(32)}`, blockNumber: expect.stringMatching(/^10\d$/) },
    ]);
    const { keys } = history.builder;
    const ed25519 = bytesToHex(keys.get(256)?.ed25519Key ?? new Uint8Array());
    const bls = bytesToHex(keys.get(256)?.blsKey ?? new Uint8Array());
    for (const q of [ed25519, ed25519.slice(2), ed25519.slice(0, 20), bls, bls.slice(0, 21), ` ${ed25519} `])
      expect(await find(q), q).toEqual([{ ...node, ed25519 }]);
    expect(await find(`0x${"22".repeat(96)}`)).toEqual([expect.objectContaining({ type: "node", id: 258 })]);
    expect(await find("0505")).toEqual([expect.objectContaining({ type: "node", id: 258 })]);
    expect(await find(OPERATOR)).toEqual([
      { type: "address", address: OPERATOR, isKnown: true },
      expect.objectContaining({ type: "node", id: 258 }),
      { ...node, ed25519 },
    ]);
    expect(await find(POOL)).toEqual([{ type: "pool", address: getAddress(POOL), nodeId: null }]);
    expect(await find(STAKER)).toEqual([{ type: "address", address: STAKER, isKnown: true }]);
    const stranger = getAddress(`0x${"31".repeat(20)}`);
    expect(await find(stranger)).toEqual([{ type: "address", address: stranger, isKnown: false }]);
    for (const q of ["0x050", "050", "zebra", "0x", "-1", "99999999999", "' or 1=1", "%", `0x${"f".repeat(298)}`])
      expect(await find(q), q).toEqual([]);
    for (const q of ["", "   ", "a".repeat(301)]) await expect(client.search({ q })).rejects.toBeInstanceOf(SdkError);
  });
});
