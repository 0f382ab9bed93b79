import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Topics } from "../../src/p2p/topics.ts";
import { StatusSsz, VoteBatchSsz } from "../../src/p2p/wire.ts";
import { Attacker, GOSSIP_PROTOCOL, send, sendRawTcp } from "./attacker.ts";
import { counted, GENESIS_HASH, publicKeyOf, TestNet, type TestNode, testVote, until } from "./harness.ts";
import { attachConsensus, HEAD_HEIGHT, signedVote } from "./realConsensus.ts";

let net: TestNet;
let victim: TestNode;
let honest: TestNode;
let topic: string;

beforeEach(async () => {
  net = new TestNet();
  victim = await net.node();
  const engine = await attachConsensus(victim.network);
  net.onClose(async () => engine.close());
  honest = await net.node({ bootstrap: victim.network.addresses() });
  topic = victim.network.topics.votes(0);
  await until("honest peer", () => victim.network.peers().some(({ status }) => status !== undefined));
});

afterEach(() => net.close());

async function attacker(options: { member?: boolean } = {}): Promise<Attacker> {
  const seed = randomBytes(32);
  if (options.member !== false) net.members.add(await publicKeyOf(seed));
  const peer = await Attacker.connect(victim.network.addresses()[0] ?? "", seed);
  net.onClose(() => peer.close());
  return peer;
}

/** Connection closed, peer banned, every later dial refused, at most ten offences counted; the honest peer stays. */
async function expectDropped(peer: Attacker, reason: string, most = 10): Promise<void> {
  await until(`dropped for ${reason}`, () => peer.isDisconnected);
  expect(victim.network.isBanned(peer.name)).toBe(true);
  const count = await counted(victim.metrics, "session_p2p_rejected_total", { reason });
  expect(count).toBeGreaterThanOrEqual(1);
  expect(count).toBeLessThanOrEqual(most);
  expect(await counted(victim.metrics, "session_p2p_peers_dropped_total", { reason })).toBe(1);
  expect(await staysConnected(peer)).toBe(false);
  expect(victim.network.peers().map(({ id }) => id)).toEqual([honest.network.peerId()]);
}

/** Dials again with the same key and asks for a status: a banned peer gets none. */
async function staysConnected(peer: Attacker): Promise<boolean> {
  try {
    const again = await Attacker.connect(victim.network.addresses()[0] ?? "", peer.seed);
    net.onClose(() => again.close());
    const stream = await again.stream("/session/status/1");
    send(
      stream,
      StatusSsz.serialize({
        genesisHash: GENESIS_HASH,
        height: 0,
        headHash: new Uint8Array(32),
        earliest: 1,
        l2Number: 0,
      }),
    );
    for await (const _ of stream) return true;
    return false;
  } catch {
    return false;
  }
}

const ten = <T>(make: (index: number) => T): T[] => Array.from({ length: 10 }, (_, index) => make(index));

test("a real vote of a validator passes, whoever of the contract nodes sends it", async () => {
  const peer = await attacker();
  await peer.publishVotes(topic, [signedVote(1)]);
  await until("counted", async () => (await counted(victim.metrics, "session_p2p_messages_received_total")) === 1);
  expect(victim.network.isBanned(peer.name)).toBe(false);
});

test("random bytes on the vote topic", async () => {
  const peer = await attacker();
  await peer.publish(
    topic,
    ten(() => randomBytes(200)),
  );
  await expectDropped(peer, "P2P_MESSAGE_MALFORMED");
});

test("random bytes on the proposal topic", async () => {
  const peer = await attacker();
  await peer.publish(
    victim.network.topics.proposals,
    ten(() => randomBytes(2_000)),
  );
  await expectDropped(peer, "P2P_MESSAGE_MALFORMED");
});

test("the same garbage again and again", async () => {
  const peer = await attacker();
  const garbage = randomBytes(100);
  await peer.publish(topic, [garbage]);
  await until("first refused", async () => (await counted(victim.metrics, "session_p2p_rejected_total")) > 0);
  await peer.publish(
    topic,
    ten(() => garbage),
  );
  await expectDropped(peer, "P2P_MESSAGE_REPEATED");
});

test("oversized messages", async () => {
  const peer = await attacker();
  await peer.publish(
    topic,
    ten(() => randomBytes(11 * 1_024)),
  );
  await expectDropped(peer, "P2P_MESSAGE_OVERSIZED");
});

test("a frame larger than any frame, of which only the length is sent", async () => {
  const peer = await attacker();
  const stream = await peer.stream(GOSSIP_PROTOCOL);
  stream.send(Uint8Array.of(0xff, 0xff, 0xff, 0x7f));
  await expectDropped(peer, "P2P_FRAME_OVERSIZED", 1);
});

test("random bytes in gossip frames", async () => {
  const peer = await attacker();
  const stream = await peer.stream(GOSSIP_PROTOCOL);
  for (const body of ten(() => randomBytes(64).fill(0xff, 0, 1))) send(stream, body);
  await expectDropped(peer, "P2P_FRAME_MALFORMED");
});

test("random bytes on a raw gossip stream without frames", async () => {
  const peer = await attacker();
  const stream = await peer.stream(GOSSIP_PROTOCOL);
  // The first byte as a length leaves the stream unframed; what follows is no RPC, or a length beyond the limit.
  stream.send(randomBytes(4_096).fill(0x00, 0, 10));
  await until("dropped", () => peer.isDisconnected);
  expect(victim.network.isBanned(peer.name)).toBe(true);
});

test("topics of another network", async () => {
  const peer = await attacker();
  const other = new Topics(new Uint8Array(32).fill(8));
  await peer.publish(other.votes(0), [VoteBatchSsz.serialize([signedVote(1)])]);
  await expectDropped(peer, "P2P_GENESIS_MISMATCH", 1);
});

test("a status of another network", async () => {
  const peer = await attacker();
  const stream = await peer.stream("/session/status/1");
  const genesisHash = new Uint8Array(32).fill(8);
  send(stream, StatusSsz.serialize({ genesisHash, height: 0, headHash: genesisHash, earliest: 1, l2Number: 0 }));
  await expectDropped(peer, "P2P_GENESIS_MISMATCH", 1);
});

test("topics nobody knows", async () => {
  const peer = await attacker();
  await peer.publish(
    "/other/topic",
    ten(() => randomBytes(10)),
  );
  await expectDropped(peer, "P2P_TOPIC_UNKNOWN");
});

test("signed gossip", async () => {
  const peer = await attacker();
  const bodies = ten((index) => VoteBatchSsz.serialize([signedVote(1, { round: index })]));
  await peer.publish(topic, bodies, { signature: randomBytes(64), seqno: randomBytes(8) });
  await expectDropped(peer, "P2P_MESSAGE_SIGNED");
});

test("votes for far heights from a peer that doesn't say where it is", async () => {
  const peer = await attacker();
  await peer.publishVotes(
    topic,
    ten((index) => signedVote(1, { height: HEAD_HEIGHT + 1_000 + index })),
  );
  await expectDropped(peer, "VOTE_FAR_HEIGHT");
});

test("votes for far heights from a peer whose claimed head contradicts them", async () => {
  const peer = await attacker();
  await peer.claim(HEAD_HEIGHT);
  await peer.publishVotes(
    topic,
    ten((index) => signedVote(1, { height: HEAD_HEIGHT + 1_000 + index })),
  );
  await expectDropped(peer, "VOTE_FAR_HEIGHT");
});

test("votes with wrong signatures", async () => {
  const peer = await attacker();
  const stolen = signedVote(2).signature;
  await peer.publishVotes(
    topic,
    ten((index) => ({ ...signedVote(1, { round: index }), signature: stolen })),
  );
  await expectDropped(peer, "VOTE_BAD_SIGNATURE");
});

test("votes of nodes that are no validators", async () => {
  const peer = await attacker();
  await peer.publishVotes(
    topic,
    ten((index) => ({ ...signedVote(1), node: 50 + index })),
  );
  await expectDropped(peer, "VOTE_UNKNOWN_NODE");
});

test("a stranger may connect and ask, but not publish: its messages reach nobody", async () => {
  const delivered: number[] = [];
  victim.network.onVote((vote) => {
    delivered.push(vote.node);
    return { result: "accept" };
  });
  const peer = await attacker({ member: false });
  await peer.publishVotes(
    topic,
    ten((index) => signedVote(1, { round: index })),
  );
  await expectDropped(peer, "P2P_UNKNOWN_NODE");
  expect(delivered).toEqual([]);
  // What a stranger sent first isn't marked as seen: the same bytes still come through from a contract node.
  const member = await attacker();
  await member.publishVotes(topic, [signedVote(1, { round: 0 })]);
  await until("delivered", () => delivered.length === 1);
});

test("a flood of valid frames", async () => {
  const peer = await attacker();
  const stream = await peer.stream(GOSSIP_PROTOCOL);
  // An empty subscription list: the cheapest frame there is.
  const frame = Uint8Array.of(0x02, 0x0a, 0x00);
  for (let i = 0; i < 6 && stream.writeStatus === "writable"; i++)
    stream.send(new Uint8Array(3 * 1_000).map((_, at) => frame[at % 3] ?? 0));
  await expectDropped(peer, "P2P_RATE");
});

for (const protocol of ["status", "blocks", "commits", "votes"]) {
  test(`random bytes as ${protocol} requests`, async () => {
    const peer = await attacker();
    for (const body of ten(() => randomBytes(100))) {
      if (peer.isDisconnected) break;
      await peer.stream(`/session/${protocol}/1`).then(
        (stream) => send(stream, body),
        () => undefined,
      );
    }
    const reason = protocol === "blocks" || protocol === "commits" ? "P2P_REQUEST_OVERSIZED" : "P2P_REQUEST_MALFORMED";
    await expectDropped(peer, reason);
  });
}

test("requests for heights no chain reaches", async () => {
  const peer = await attacker();
  const request = new Uint8Array(10).fill(0x01);
  for (let i = 0; i < 10 && !peer.isDisconnected; i++)
    await peer.stream("/session/blocks/1").then(
      (stream) => send(stream, request),
      () => undefined,
    );
  await expectDropped(peer, "P2P_REQUEST_MALFORMED");
});

test("more requests than anybody needs", async () => {
  const peer = await attacker();
  const status = StatusSsz.serialize({
    genesisHash: GENESIS_HASH,
    height: 0,
    headHash: GENESIS_HASH,
    earliest: 1,
    l2Number: 0,
  });
  for (let i = 0; i < 300 && !peer.isDisconnected; i++)
    await peer.stream("/session/status/1").then(
      async (stream) => {
        send(stream, status);
        for await (const _ of stream) break;
        await stream.close();
      },
      () => undefined,
    );
  await expectDropped(peer, "P2P_REQUEST_RATE");
});

test("bytes that are no handshake end by themselves and are counted", async () => {
  const port = Number(/tcp\/(\d+)/.exec(victim.network.addresses()[0] ?? "")?.[1]);
  await sendRawTcp(port, randomBytes(512));
  await until(
    "counted",
    async () => (await counted(victim.metrics, "session_p2p_rejected_total", { reason: "P2P_HANDSHAKE_FAILED" })) === 1,
  );
  expect(victim.network.peers()).toHaveLength(1);
});

test("a good vote in one message with a forged one counts, but the message isn't passed on", async () => {
  const delivered: number[] = [];
  honest.network.onVote((vote) => {
    delivered.push(vote.node);
    return { result: "accept" };
  });
  const peer = await attacker();
  const forged = { ...testVote({ height: HEAD_HEIGHT + 1, node: 2 }), signature: randomBytes(96) };
  await peer.publish(topic, [VoteBatchSsz.serialize([signedVote(1), forged])]);
  await until(
    "refused",
    async () => (await counted(victim.metrics, "session_p2p_rejected_total", { reason: "VOTE_BAD_SIGNATURE" })) === 1,
  );
  await peer.publishVotes(topic, [signedVote(3)]);
  await until("the next one passes", () => delivered.includes(3));
  expect(delivered).toEqual([3]);
});
