import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StatusSsz, VoteBatchSsz } from "../../src/p2p/wire.ts";
import { type Attacker, GOSSIP_PROTOCOL, send, sendRawTcp } from "./attacker.ts";
import { connectAttacker, expectDroppedFrom, type GarbageScene, openScene, ten } from "./garbageScene.ts";
import { counted, GENESIS_HASH, type TestNet, type TestNode, testVote, until } from "./harness.ts";
import { HEAD_HEIGHT, signedVote } from "./realConsensus.ts";

let net: TestNet;
let victim: TestNode;
let honest: TestNode;
let topic: string;
let scene: GarbageScene;

beforeEach(async () => {
  scene = await openScene();
  ({ net, victim, honest, topic } = scene);
});
afterEach(() => net.close());

const attacker = (options: { member?: boolean } = {}) => connectAttacker(scene, options);
const expectDropped = (peer: Attacker, reason: string, most = 10) => expectDroppedFrom(scene, peer, reason, most);

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
