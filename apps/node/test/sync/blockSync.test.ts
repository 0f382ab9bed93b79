import { blockHash, CodedError } from "@session/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { TestNet, testVote, until } from "../p2p/harness.ts";
import {
  client as clientIn,
  digests,
  LENGTH,
  rejected,
  type Server,
  server as serverIn,
  silenceLimits,
} from "./parties.ts";
import { history } from "./testChain.ts";

let net: TestNet;
beforeEach(() => {
  net = new TestNet();
});
afterEach(() => net.close());

type Rest<F> = F extends (net: TestNet, ...rest: infer R) => unknown ? R : never;
const server = (...rest: Rest<typeof serverIn>) => serverIn(net, ...rest);
const client = (...rest: Rest<typeof clientIn>) => clientIn(net, ...rest);

test("a node that was away gets every block once, from several peers, and hands over to consensus", async () => {
  const peers = [await server(history(LENGTH)), await server(history(LENGTH)), await server(history(LENGTH))];
  const late = await client(peers, history(20), { allConnected: true });
  await until("synced", () => late.handovers.length > 0);
  expect(late.handovers).toEqual([LENGTH - 20]);
  expect(digests(late.chain.blocks)).toEqual(digests(history(LENGTH)));
  expect(late.sync.status()).toEqual({ running: false, synced: true, target: LENGTH });
  expect(peers.filter(({ asked }) => asked.length > 0).length).toBeGreaterThan(1);
  const heights = peers.flatMap(({ asked }) => asked).reduce((sum, [, count]) => sum + count, 0);
  expect(heights).toBe(LENGTH - 20);
});

test("a node at the head hands over at once", async () => {
  const peer = await server(history(10));
  const node = await client([peer], history(10));
  await until("handed over", () => node.handovers.length > 0);
  expect(node.handovers).toEqual([0]);
  expect(peer.asked).toEqual([]);
});

test("a network of one hands over without hearing anybody", async () => {
  const node = await client([], history(3));
  // Long before it would stop waiting for the heads of others.
  await until("handed over", () => node.handovers.length > 0);
  expect(node.handovers).toEqual([0]);
});

test("a peer that stays silent is dropped after its fifth silence in a row", async () => {
  const silent = await server(history(LENGTH), { blocks: () => new Promise(() => undefined) });
  const late = await client([silent], [], { parallel: 1, limits: silenceLimits(300) });
  await until("dropped", () => late.network.isBanned(silent.network.peerId()));
  expect(await rejected(late, "SYNC_STALLED")).toBe(5);
});

test("a peer that never answers doesn't hang it", async () => {
  const silent = await server(history(LENGTH), { blocks: () => new Promise(() => undefined) });
  const honest = await server(history(LENGTH));
  const late = await client([silent, honest], [], { allConnected: true, limits: silenceLimits(1_500) });
  await until("synced", () => late.handovers.length > 0);
  expect(digests(late.chain.blocks)).toEqual(digests(history(LENGTH)));
  expect(await rejected(late, "SYNC_STALLED")).toBeGreaterThanOrEqual(1);
  expect(late.network.isBanned(honest.network.peerId())).toBe(false);
});

test("one peer that claims blocks nobody has can't keep a node from taking part", async () => {
  const liar = await server(history(10), {
    status: () => ({ height: 1_000_000, headHash: new Uint8Array(32), l2Number: 0 }),
    blocks: () => new Promise(() => undefined),
  });
  const honest = await server(history(10));
  const late = await client([liar, honest], [], { allConnected: true, limits: silenceLimits(1_500) });
  await until("synced", () => late.handovers.length > 0);
  expect(late.handovers).toEqual([10]);
});

test("a peer that claims blocks and answers with none is dropped", async () => {
  const liar = await server([], { status: () => ({ height: 1_000, headHash: new Uint8Array(32), l2Number: 0 }) });
  const honest = await server(history(LENGTH));
  const late = await client([liar, honest], [], { allConnected: true });
  await until("synced", () => late.handovers.length > 0);
  expect(digests(late.chain.blocks)).toEqual(digests(history(LENGTH)));
  expect(late.network.isBanned(liar.network.peerId())).toBe(true);
  expect(await rejected(late, "SYNC_HEAD_NOT_SERVED")).toBe(1);
});

test("answers shorter than asked for are filled up, each block once", async () => {
  const blocks = history(LENGTH);
  const stingy = {
    blocks: async (from: number, count: number) => blocks.slice(from - 1, from - 1 + Math.min(count, 5)),
  };
  const late = await client([await server(blocks, stingy), await server(blocks, stingy)], [], { allConnected: true });
  await until("synced", () => late.handovers.length > 0);
  expect(late.handovers).toEqual([LENGTH]);
  expect(digests(late.chain.blocks)).toEqual(digests(blocks));
});

test("a peer without old blocks isn't asked for them, nor blamed", async () => {
  const blocks = history(LENGTH);
  const pruned = await server(blocks, {
    status: () => ({ height: LENGTH, headHash: new Uint8Array(32), l2Number: 0, earliest: 100 }),
    blocks: async (from, count) => (from < 100 ? [] : blocks.slice(from - 1, from - 1 + count)),
  });
  const full = await server(blocks);
  const late = await client([pruned, full], [], { allConnected: true });
  await until("synced", () => late.handovers.length > 0);
  expect(digests(late.chain.blocks)).toEqual(digests(blocks));
  expect(late.network.isBanned(pruned.network.peerId())).toBe(false);
});

test("a peer that leaves halfway is replaced", async () => {
  const blocks = history(LENGTH);
  let served = 0;
  const leaving: Server = await server(blocks, {
    blocks: async (from, count) => {
      served += 1;
      if (served === 2) void leaving.network.close();
      return blocks.slice(from - 1, from - 1 + count);
    },
  });
  const late = await client([leaving]);
  await until("left", () => served >= 2 && late.network.peers().length === 0);
  const honest = await server(blocks);
  late.network.dial(...honest.network.addresses());
  await until("synced", () => late.chain.blocks.length === LENGTH);
  expect(digests(late.chain.blocks)).toEqual(digests(blocks));
});

test("it runs again when a vote for a height beyond the next one comes in", async () => {
  const peer = await server(history(10));
  const node = await client([peer], history(10));
  await until("handed over", () => node.handovers.length > 0);
  await until("mesh", () => peer.network.meshPeers(peer.network.topics.votes(0)).length === 1);
  peer.chain.blocks.push(...history(40).slice(10));
  peer.network.broadcastVote(testVote({ height: 41 }));
  await until("caught up", () => node.chain.blocks.length === 40);
  expect(node.handovers).toEqual([0, 30]);
});

test("one block behind, it waits for consensus a moment and then fetches", async () => {
  const peer = await server(history(10));
  const node = await client([peer], history(10));
  await until("handed over", () => node.handovers.length > 0);
  peer.chain.blocks.push(...history(11).slice(10));
  await node.network.refreshStatus(peer.network.peerId());
  expect(node.sync.status().running).toBe(false);
  await until("caught up", () => node.chain.blocks.length === 11);
});

test("a block consensus decides meanwhile is no fault of the peer", async () => {
  const blocks = history(LENGTH);
  const peer = await server(blocks);
  const node = await client([peer], []);
  const original = node.chain.importBlock.bind(node.chain);
  node.chain.importBlock = async (block, commit) => {
    await original(block, commit);
    // As if consensus had stored the same block first.
    if (block.header.height === 5) throw new CodedError({ code: "BLOCK_PARENT" });
  };
  await until("synced", () => node.handovers.length > 0);
  expect(node.chain.head().hash).toEqual(blockHash((blocks.at(-1) ?? { block: never() }).block.header));
  expect(node.network.isBanned(peer.network.peerId())).toBe(false);
});

test("a store that can't write stops sync and blames nobody", async () => {
  const peer = await server(history(10));
  const node = await client([peer], []);
  node.chain.failWith = new CodedError({ code: "STORE_WRITE_FAILED" });
  await until("failed", () => node.failures.length > 0);
  expect(node.failures[0]).toMatchObject({ detail: { code: "SYNC_IMPORT_FAILED", height: 1 } });
  expect(node.network.isBanned(peer.network.peerId())).toBe(false);
  expect(node.handovers).toEqual([]);
});

function never(): never {
  throw new Error("no block");
}
