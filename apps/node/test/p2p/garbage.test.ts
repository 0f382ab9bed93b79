import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Topics } from "../../src/p2p/topics.ts";
import { StatusSsz, VoteBatchSsz } from "../../src/p2p/wire.ts";
import { type Attacker, GOSSIP_PROTOCOL, send } from "./attacker.ts";
import { connectAttacker, expectDroppedFrom, type GarbageScene, openScene, ten } from "./garbageScene.ts";
import { counted, type TestNet, type TestNode, until } from "./harness.ts";
import { signedVote } from "./realConsensus.ts";

let net: TestNet;
let victim: TestNode;
let topic: string;
let scene: GarbageScene;

beforeEach(async () => {
  scene = await openScene();
  ({ net, victim, topic } = scene);
});
afterEach(() => net.close());

const attacker = (options: { member?: boolean } = {}) => connectAttacker(scene, options);
const expectDropped = (peer: Attacker, reason: string, most = 10) => expectDroppedFrom(scene, peer, reason, most);

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
