import { randomBytes } from "node:crypto";
import { Socket } from "node:net";
import type { Vote } from "@session/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { P2pOptions } from "../../src/p2p/network.ts";
import { VoteBatchSsz } from "../../src/p2p/wire.ts";
import { Attacker, GOSSIP_PROTOCOL } from "./attacker.ts";
import { counted, isMeshed, TestNet, type TestNode, testVote, until } from "./harness.ts";
import { attachConsensus, HEAD_HEIGHT, signedVote } from "./realConsensus.ts";

let net: TestNet;
beforeEach(() => {
  net = new TestNet();
});
afterEach(() => net.close());

type Receive = (index: number, vote: Vote) => void;

/** Nodes of which each knows those started before it. */
async function startAll(count: number, receive: Receive, options: Partial<P2pOptions> = {}): Promise<TestNode[]> {
  const nodes: TestNode[] = [];
  for (let i = 0; i < count; i++) {
    const bootstrap = nodes.flatMap(({ network }) => network.addresses());
    nodes.push(
      await net.node({ bootstrap, ...options }, (network) =>
        network.onVote((vote) => {
          receive(i, vote);
          return { result: "accept" };
        }),
      ),
    );
  }
  return nodes;
}

for (const count of [4, 12])
  test(`${count} nodes on one address mesh, and a vote reaches every other handler exactly once`, async () => {
    const seen: string[] = [];
    const nodes = await startAll(count, (index, vote) => seen.push(`${vote.node} at ${index + 1}`));
    await until("mesh", () => isMeshed(nodes));
    for (const [i, node] of nodes.entries()) node.network.broadcastVote(testVote({ node: i + 1 }));
    await until("all votes", () => seen.length >= count * (count - 1));
    const ids = nodes.map((_, i) => i + 1);
    const expected = ids.flatMap((of) => ids.filter((at) => at !== of).map((at) => `${of} at ${at}`));
    expect(seen.toSorted()).toEqual(expected.toSorted());
  });

test("votes made together travel as one message", async () => {
  const seen: number[] = [];
  const [first, second] = await startAll(2, (_, vote) => seen.push(vote.round));
  await until("mesh", () => isMeshed([first, second].filter((node) => node !== undefined)));
  for (let round = 0; round < 130; round++) first?.network.broadcastVote(testVote({ round }));
  await until("all", () => seen.length === 130);
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 130 }, (_, i) => i));
  // Two full messages and one with the rest.
  if (second !== undefined) expect(await counted(second.metrics, "session_p2p_messages_received_total")).toBe(3);
});

test("a message is one write to the peer, and nothing comes back for it", async () => {
  const seen: number[] = [];
  const nodes = await startAll(2, (_, vote) => seen.push(vote.round));
  await until("mesh", () => isMeshed(nodes));
  const written = vi.spyOn(Socket.prototype, "write");
  try {
    const count = 100;
    for (let round = 0; round < count; round++) {
      nodes[0]?.network.broadcastVote(testVote({ round }));
      await until("vote", () => seen.length === round + 1);
    }
    expect(written.mock.calls.length).toBeGreaterThanOrEqual(count);
    // Heartbeats and pings come on top.
    expect(written.mock.calls.length).toBeLessThan(1.5 * count);
  } finally {
    written.mockRestore();
  }
});

test("more than the window of a stream goes through, and again", async () => {
  let seen = 0;
  const nodes = await startAll(2, () => {
    seen += 1;
  });
  await until("mesh", () => isMeshed(nodes));
  // Of Yamux: what may be under way on a stream at first, bytes. A batch of votes is 9,280 B.
  const window = 256 * 1_024;
  const batches = Math.ceil((3 * window) / 9_280);
  for (let round = 0; round < batches * 64; round++) nodes[0]?.network.broadcastVote(testVote({ round }));
  await until("all", () => seen === batches * 64);
});

test("nodes that start before those they know connect as soon as they are there", async () => {
  const seeds = [randomBytes(32), randomBytes(32)];
  const probe = await net.node({ ed25519Seed: seeds[1] ?? randomBytes(32) });
  const [address = ""] = probe.network.addresses();
  await probe.network.close();
  const early = await net.node({ ed25519Seed: seeds[0] ?? randomBytes(32), bootstrap: [address] });
  const port = Number(/tcp\/(\d+)/.exec(address)?.[1]);
  await until("first dial failed", async () => (await counted(early.metrics, "session_p2p_dials_total")) > 0);
  const late = await net.node({ ed25519Seed: seeds[1] ?? randomBytes(32), port });
  await until("connected", () => late.network.peers().length === 1 && early.network.peers().length === 1);
});

test("a node restarted with the same key on another port is a peer again", async () => {
  const seen: number[] = [];
  const nodes = await startAll(4, (index) => seen.push(index));
  await until("mesh", () => isMeshed(nodes));
  const [first, second, third, last] = nodes;
  if (!first || !second || !third || !last) throw new Error("four nodes");
  const name = last.network.peerId();
  await last.network.close();
  const others = [first, second, third];
  await until("gone", () => others.every(({ network }) => !network.peers().some(({ id }) => id === name)));
  const bootstrap = others.flatMap(({ network }) => network.addresses());
  const again = await net.node({ ed25519Seed: last.seed, bootstrap });
  expect(again.network.peerId()).toBe(name);
  await until("mesh again", () => isMeshed([...others, again]));
  again.network.broadcastVote(testVote());
  await until("heard by all", () => seen.length === 3);
  expect(seen.toSorted()).toEqual([0, 1, 2]);
});

test("a peer that reads nothing doesn't slow the others, and what is queued for it is bounded", async () => {
  const seen: number[] = [];
  const limits = { sendBufferBytes: 256 * 1_024, statusIntervalMs: 200, gossipGraceMs: 200 };
  const nodes = await startAll(2, (_, vote) => seen.push(vote.round), { limits });
  const [sender, reader] = nodes;
  if (!sender || !reader) throw new Error("two nodes");
  await until("mesh", () => isMeshed(nodes));
  const slow = await Attacker.connect(sender.network.addresses()[0] ?? "", randomBytes(32));
  net.onClose(() => slow.close());
  await slow.claim(0);
  await slow.host.handle(GOSSIP_PROTOCOL, (stream) => stream.pause());
  await slow.subscribe(sender.network.topics.votes(0));
  await until("subscribed", () => sender.network.meshPeers(sender.network.topics.votes(0)).includes(slow.name));
  const before = process.memoryUsage().rss;
  // 1.1 MB: four times what may wait for one peer, and more than the window of its stream.
  for (let batch = 1; batch <= 120; batch++) {
    for (let i = 0; i < 64; i++) sender.network.broadcastVote(testVote({ round: batch }));
    await until(`batch ${batch} heard`, () => seen.length === batch * 64);
  }
  await until("slow peer disconnected", () => slow.isDisconnected);
  expect(sender.network.peers().map(({ id }) => id)).toEqual([reader.network.peerId()]);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1_024 * 1_024);
});

test("pull brings votes a node missed, as ordinary messages", async () => {
  const holder = await net.node();
  const engine = await attachConsensus(holder.network);
  net.onClose(async () => engine.close());
  for (const node of [1, 2]) expect(await engine.onVote(signedVote(node), "test")).toEqual({ result: "accept" });
  const seen: number[] = [];
  const asking = await net.node({ bootstrap: holder.network.addresses() }, (network) =>
    network.onVote((vote, from) => {
      expect(from).toBe(holder.network.peerId());
      seen.push(vote.node);
      return { result: "accept" };
    }),
  );
  await until("connected", () => asking.network.peers().some(({ status }) => status?.height === HEAD_HEIGHT));
  const request = { height: HEAD_HEIGHT + 1, round: 0, proposal: true };
  asking.network.pull({ ...request, have: [] });
  await until("both", () => seen.length === 2);
  const vote = signedVote(1);
  asking.network.pull({ ...request, have: [{ type: vote.type, value: vote.value, bits: Uint8Array.of(0b0001) }] });
  await until("the other", () => seen.length === 3);
  expect(seen).toEqual([1, 2, 2]);
});

test("pull tells that the peer is past the height", async () => {
  const holder = await net.node();
  const engine = await attachConsensus(holder.network);
  net.onClose(async () => engine.close());
  const asking = await net.node({ bootstrap: holder.network.addresses() });
  const hints: [number, string][] = [];
  asking.network.listen({ behind: (height, from) => hints.push([height, from]) });
  await until("connected", () => asking.network.peers().some(({ status }) => status !== undefined));
  asking.network.pull({ height: HEAD_HEIGHT - 1, round: 0, have: [], proposal: false });
  await until("hint", () => hints.length === 1);
  expect(hints).toEqual([[HEAD_HEIGHT, holder.network.peerId()]]);
});

test("votes for far heights from a peer that is there are no offence: this node is behind", async () => {
  const ahead = HEAD_HEIGHT + 500;
  const peer = await net.node({}, (network) =>
    network.serve({
      status: () => ({ height: ahead, headHash: new Uint8Array(32), l2Number: 0 }),
      blocks: async () => [],
      commits: async () => [],
      votes: () => ({ votes: [] }),
    }),
  );
  const behind = await net.node({ bootstrap: peer.network.addresses() });
  const engine = await attachConsensus(behind.network);
  net.onClose(async () => engine.close());
  const hints: number[] = [];
  behind.network.listen({ behind: (height) => hints.push(height) });
  await until("mesh", () => isMeshed([peer, behind]));
  for (let round = 0; round < 12; round++) {
    peer.network.broadcastVote(signedVote(1, { height: ahead + 1, round }));
    await until("hint", () => hints.length === round + 1);
  }
  expect(new Set(hints)).toEqual(new Set([ahead]));
  expect(await counted(behind.metrics, "session_p2p_rejected_total")).toBe(0);
  expect(behind.network.peers()).toHaveLength(1);
});

test("a listener hears everything, forwards nothing and keeps its place", async () => {
  const seen: string[] = [];
  const heard = (name: string) => (vote: Vote) => {
    seen.push(`${vote.node} at ${name}`);
    return { result: "accept" as const };
  };
  const left = await net.node({}, (network) => network.onVote(heard("left")));
  const listener = await net.node({ member: false, bootstrap: left.network.addresses() }, (network) =>
    network.onVote(heard("listener")),
  );
  // Only connected through the listener.
  const right = await net.node({ bootstrap: listener.network.addresses() }, (network) =>
    network.onVote(heard("right")),
  );
  await until("mesh", () => listener.network.meshPeers(left.network.topics.votes(0)).length === 2);
  left.network.broadcastVote(testVote({ node: 1 }));
  right.network.broadcastVote(testVote({ node: 2 }));
  await until("heard", () => seen.length >= 2);
  right.network.broadcastVote(testVote({ node: 3 }));
  await until("heard again", () => seen.includes("3 at listener"));
  expect(seen.toSorted()).toEqual(["1 at listener", "2 at listener", "3 at listener"]);
  expect(left.network.isBanned(listener.network.peerId())).toBe(false);
});

test("a node that is behind doesn't blame contract nodes it can't know yet", async () => {
  const status = (height: number) => () => ({ height, headHash: new Uint8Array(32), l2Number: 0 });
  const lists = { blocks: async () => [], commits: async () => [], votes: () => ({ votes: [] }) };
  const newcomer = await net.node({ member: false }, (network) => network.serve({ status: status(9), ...lists }));
  const behind = await net.node({ bootstrap: newcomer.network.addresses() });
  await until("heads known", () => behind.network.peers().some((peer) => peer.status?.height === 9));
  await until("mesh", () => isMeshed([newcomer, behind]));
  const shed = () => counted(behind.metrics, "session_p2p_shed_total", { reason: "node_not_known_yet" });
  for (let round = 0; round < 12; round++) {
    newcomer.network.broadcastVote(testVote({ round }));
    await until("heard", async () => (await shed()) === round + 1);
  }
  expect(behind.network.isBanned(newcomer.network.peerId())).toBe(false);
});

test("strangers take only their share of the slots; contract nodes still get in", async () => {
  const node = await net.node({ limits: { maxStrangers: 2 } });
  const strangers: Attacker[] = [];
  for (let i = 0; i < 4; i++) {
    try {
      const stranger = await Attacker.connect(node.network.addresses()[0] ?? "", randomBytes(32));
      net.onClose(() => stranger.close());
      // Those that never say their head leave by themselves after a while.
      await stranger.claim(0);
      strangers.push(stranger);
    } catch {
      // Refused while dialling.
    }
  }
  await until("two left", () => strangers.filter((stranger) => !stranger.isDisconnected).length === 2);
  const member = await net.node({ bootstrap: node.network.addresses() });
  await until("member connected", () => member.network.peers().length === 1);
});

test("a peer that never says its head is disconnected, not banned", async () => {
  const node = await net.node({ limits: { statusTimeoutMs: 100 } });
  const mute = await Attacker.connect(node.network.addresses()[0] ?? "", randomBytes(32));
  net.onClose(() => mute.close());
  await until("disconnected", () => mute.isDisconnected);
  expect(await counted(node.metrics, "session_p2p_rejected_total", { reason: "P2P_STATUS_MISSING" })).toBe(1);
  expect(node.network.isBanned(mute.name)).toBe(false);
});

test("a port in use and an address that is none have their own errors", async () => {
  const node = await net.node();
  const port = Number(/tcp\/(\d+)/.exec(node.network.addresses()[0] ?? "")?.[1]);
  await expect(net.node({ port })).rejects.toMatchObject({ detail: { code: "P2P_LISTEN_FAILED", port } });
  for (const address of ["nonsense", "/ip4/127.0.0.1/tcp/1"])
    await expect(net.node({ bootstrap: [address] })).rejects.toMatchObject({
      detail: { code: "P2P_ADDRESS_INVALID", address },
    });
});

test("one message of the largest batch stays below its limit", () => {
  const votes = Array.from({ length: 64 }, () => testVote());
  expect(VoteBatchSsz.serialize(votes)).toHaveLength(64 * 145);
});
