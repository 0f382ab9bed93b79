import { blst } from "@session/bls/blst";
import { ClaimKind, verifyClaim } from "@session/protocol";
import { nodeKeys, testAddress } from "@session/protocol/testing";
import { SdkError } from "@session/sdk";
import { getAddress, hexToBigInt, hexToBytes, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { importAll } from "../chain/support.ts";
import { openTestApi, withHistory } from "./support.ts";

const operator = (id: number) => getAddress(toHex(testAddress(`operator ${id}`)));
const problem = (status: number, apiCode: string) =>
  expect.toSatisfy((error: unknown) => {
    if (!(error instanceof SdkError) || error.detail.code !== "API_PROBLEM") return false;
    return error.detail.status === status && error.detail.apiCode === apiCode;
  });

describe("the client of the SDK over a listening node", () => {
  it("reads status, parameters, health and readiness", async () => {
    const api = await withHistory();
    const { client } = await api.listen();
    expect(await client.getStatus()).toMatchObject({ mode: "voting", nodeId: 1, head: { height: 12 }, peers: 3 });
    const { stakingRequirement } = await client.getParams();
    expect(stakingRequirement).toBe("25000000000000");
    expect(await client.getHealth()).toEqual({ status: "ok", version: "0.1.0" });
    expect(await client.getReady()).toEqual({ ready: true, reasons: [] });
    api.reasons.push("SYNCING", "NO_PEERS");
    expect(await client.getReady()).toEqual({ ready: false, reasons: ["SYNCING", "NO_PEERS"] });
    expect((await api.app.inject("/ready")).statusCode).toBe(503);
  });

  it("reads blocks by height, hash and latest, and their outcomes", async () => {
    const { builder, listen } = await withHistory();
    const { client } = await listen();
    const latest = await client.getBlock("latest");
    expect(latest.height).toBe(12);
    expect(latest.commit).toMatchObject({ signed: [1, 2, 3, 4], absent: [] });
    const first = await client.getBlock(1);
    expect(await client.getBlock(toHex(builder.built[0]?.hash ?? new Uint8Array()))).toEqual(first);
    expect(await client.getBlock(first.hash.toUpperCase().replace("0X", "0x"))).toEqual(first);
    expect(first.l2Events.map(({ logIndex, result, code, nodeId }) => [logIndex, result, code, nodeId])).toEqual([
      [0, "applied", null, 256],
      [1, "rejected", "ED25519_SIGNATURE_INVALID", 257],
      [2, "applied", null, 4],
      [3, "rejected", "EXIT_ALREADY_REQUESTED", 4],
    ]);
    expect(first).toMatchObject({ checkpoint: false, rewardRate: "1000000000000", poolReleased: "1000000000000000" });
    await expect(client.getBlock(13)).rejects.toEqual(problem(404, "NOT_FOUND"));
    await expect(client.getBlock(`0x${"ab".repeat(32)}`)).rejects.toEqual(problem(404, "NOT_FOUND"));
  });

  it("pages through blocks, nodes, events, history and checkpoints without gap or repetition", async () => {
    const { client } = await (await withHistory()).listen();
    const blocks = [];
    for (let from: number | undefined = 1; from !== undefined; ) {
      const page: Awaited<ReturnType<typeof client.getBlocks>> = await client.getBlocks({ from, limit: 5 });
      blocks.push(...page.blocks);
      from = page.next === null ? undefined : Number(page.next);
    }
    expect(blocks.map(({ height }) => height)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect((await client.getBlocks({ limit: 3 })).blocks.map(({ height }) => height)).toEqual([10, 11, 12]);
    const nodes = await all((page) => client.getNodes(page), "nodes");
    expect(nodes.map(({ id }) => id)).toEqual([1, 2, 3, 4, 256, 257]);
    const events = await all((page) => client.getL2Events(page), "events");
    expect(events.map(({ logIndex }) => logIndex)).toEqual([0, 1, 2, 3]);
    const history = await all((page) => client.getNodeHistory(4, page), "entries");
    expect(history.map(({ type, height }) => [type, height])).toEqual([["exit-requested", 1]]);
    const checkpoints = await all((page) => client.getCheckpoints(page), "checkpoints");
    expect(checkpoints.map(({ height }) => height)).toEqual([10, 5]);
  });

  it("finds a node by id and by either key, upper case too", async () => {
    const { client } = await (await withHistory()).listen();
    const node = await client.getNode(256);
    expect(node).toMatchObject({
      status: "joining",
      operator: operator(256),
      removed: null,
      deposit: "25000000000000",
    });
    const { ed25519Key, blsKey } = nodeKeys(blst, 256);
    for (const key of [toHex(ed25519Key), toHex(blsKey), `0x${toHex(blsKey).slice(2).toUpperCase()}`])
      expect(await client.getNode(key)).toEqual(node);
    expect(await client.findNode(999)).toBeUndefined();
    await expect(client.getNode("0x10")).rejects.toEqual(problem(400, "INVALID_PARAMETER"));
    expect((await client.getNode(257)).removed).toMatchObject({ reason: "rejected", liquidatableFrom: null });
  });

  it("gives validators of the kept heights and of the next", async () => {
    const { client } = await (await withHistory()).listen();
    const ids = [1, 2, 3, 4];
    for (const height of [12, 13])
      expect((await client.getValidators(height)).validators.map(({ id }) => id)).toEqual(ids);
    await expect(client.getValidators(14)).rejects.toEqual(problem(404, "NOT_FOUND"));
  });

  it("gives a claim that verifies against the checkpoint's root, and the rewards as decimal strings", async () => {
    const api = await withHistory();
    const { client } = await api.listen();
    const claim = await client.getClaim(operator(2).toLowerCase());
    expect(claim).toMatchObject({ recipient: operator(2), checkpoint: { height: 10 } });
    expect(claim.certificate).toMatchObject({ setVersion: "101", absent: [] });
    const leaf = { kind: ClaimKind.rewards, subject: hexToBigInt(operator(2)), value: BigInt(claim.lifetimeRewards) };
    const root = hexToBytes(claim.checkpoint.claimsRoot as `0x${string}`);
    const proof = claim.proof.map((hash) => hexToBytes(hash as `0x${string}`));
    expect(verifyClaim(root, leaf, proof)).toBe(true);
    expect(verifyClaim(root, { ...leaf, value: leaf.value + 1n }, proof)).toBe(false);
    const rewards = await client.getRewards(operator(2));
    expect(BigInt(rewards.lifetimeLedger) / 10n ** 9n).toBe(BigInt(rewards.lifetimeRewards));
    expect(BigInt(rewards.lifetimeRewards)).toBeGreaterThan(BigInt(claim.lifetimeRewards));
    expect(await client.findClaim(`0x${"00".repeat(19)}01`)).toBeUndefined();
    expect(await client.getRewards(`0x${"00".repeat(19)}01`)).toMatchObject({ lifetimeRewards: "0" });
  });

  it("gives the exit of a refused registration, and of nobody else", async () => {
    const api = await withHistory();
    const { client } = await api.listen();
    const exit = await client.getExit(257);
    expect(exit).toMatchObject({ reason: "rejected", exit: { lockedUntil: 0 }, liquidation: null });
    expect(await client.getExits()).toEqual({ exits: [exit], next: null });
    expect(await client.getExits({ cursor: "257" })).toEqual({ exits: [], next: null });
    expect(await client.findExit(4)).toBeUndefined();
    expect(await client.findExit(999)).toBeUndefined();
  });

  it("gives the newest checkpoint a quorum of the contract's nodes has signed, or says that there is none", async () => {
    const api = await withHistory();
    const { client } = await api.listen();
    api.silent.add(3);
    expect((await client.getCheckpoint("latest")).certificate).toMatchObject({ absent: [3] });
    expect((await client.getClaim(operator(1))).certificate.absent).toEqual([3]);
    for (const id of [1, 2]) api.silent.add(id);
    expect((await client.getCheckpoint(10)).certificate).toBeNull();
    for (const call of [() => client.getClaim(operator(1)), () => client.getExit(257), () => client.getExits()])
      await expect(call()).rejects.toEqual(problem(409, "CHECKPOINT_NOT_READY"));
    for (const height of [7, 15]) await expect(client.getCheckpoint(height)).rejects.toEqual(problem(404, "NOT_FOUND"));
  });

  it("keeps what is known of a checkpoint's signers when its attestations are dropped", async () => {
    const api = await withHistory();
    api.silent.add(2);
    api.builder.skip(8);
    await importAll(api);
    const header = api.builder.built[19]?.block.header;
    if (header === undefined) throw new Error("no block 20");
    await api.checkpoints.archive(header);
    for (const id of [1, 3]) api.silent.add(id);
    const { client } = await api.listen();
    expect((await client.getCheckpoint(5)).certificate).toMatchObject({ absent: [2] });
    expect((await client.getCheckpoint(10)).certificate).toBeNull();
  });

  it("before the first block: nothing to show, nothing fails", async () => {
    const { client } = await (await openTestApi()).listen();
    await expect(client.getBlock("latest")).rejects.toEqual(problem(404, "NOT_FOUND"));
    await expect(client.getCheckpoint("latest")).rejects.toEqual(problem(404, "NOT_FOUND"));
    await expect(client.getClaim(operator(1))).rejects.toEqual(problem(409, "CHECKPOINT_NOT_READY"));
    expect(await client.getBlocks()).toEqual({ blocks: [], next: null });
    expect(await client.getExits()).toEqual({ exits: [], next: null });
    expect(await client.getL2Events()).toEqual({ events: [], next: null });
    expect(await client.getCheckpoints()).toEqual({ checkpoints: [], next: null });
    expect(await client.getStatus()).toMatchObject({ head: { height: 0 } });
  });
});

type Page<Key extends string, Item> = { readonly [key in Key]: Item[] } & { readonly next: string | null };

/** Walks through all pages of two. */
async function all<Key extends string, Item>(
  get: (page: { cursor?: string; limit: number }) => Promise<Page<Key, Item>>,
  key: Key,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await get({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page[key]);
    if (page.next === null) return items;
    cursor = page.next;
  }
}
