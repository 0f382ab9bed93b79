import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { DEFAULT_LIMITS, type P2pLimits } from "../../src/p2p/limits.ts";
import { StatusSsz } from "../../src/p2p/wire.ts";
import { Attacker, send } from "./attacker.ts";
import { counted, GENESIS_HASH, publicKeyOf, TestNet, type TestNode, until } from "./harness.ts";
import { attachConsensus } from "./realConsensus.ts";

/** A node with the real consensus engine, an honest peer, and room for an attacker. */
export type GarbageScene = {
  readonly net: TestNet;
  readonly victim: TestNode;
  readonly honest: TestNode;
  /** The vote topic. */
  readonly topic: string;
};

/**
 * As many at once as any node takes, but hardly more with time: on a busy machine what is sent at once takes seconds to
 * arrive. And a peer that says no head isn't sent away for that before it is for its garbage.
 */
const UNHURRIED: Partial<P2pLimits> = {
  frameRate: { ...DEFAULT_LIMITS.frameRate, perSec: 10 },
  requestRate: { ...DEFAULT_LIMITS.requestRate, perSec: 1 },
  statusTimeoutMs: 60_000,
};

export async function openScene(): Promise<GarbageScene> {
  const net = new TestNet();
  const victim = await net.node({ limits: UNHURRIED });
  const engine = await attachConsensus(victim.network);
  net.onClose(async () => engine.close());
  const honest = await net.node({ bootstrap: victim.network.addresses() });
  await until("honest peer", () => victim.network.peers().some(({ status }) => status !== undefined));
  return { net, victim, honest, topic: victim.network.topics.votes(0) };
}

export async function connectAttacker(
  { net, victim }: GarbageScene,
  options: { member?: boolean } = {},
): Promise<Attacker> {
  const seed = randomBytes(32);
  if (options.member !== false) net.members.add(await publicKeyOf(seed));
  const peer = await Attacker.connect(victim.network.addresses()[0] ?? "", seed);
  net.onClose(() => peer.close());
  return peer;
}

/** Connection closed, peer banned, every later dial refused, at most ten offences counted; the honest peer stays. */
export async function expectDroppedFrom(scene: GarbageScene, peer: Attacker, reason: string, most = 10): Promise<void> {
  const { victim, honest } = scene;
  await until(`dropped for ${reason}`, () => peer.isDisconnected);
  expect(victim.network.isBanned(peer.name)).toBe(true);
  const count = await counted(victim.metrics, "session_p2p_rejected_total", { reason });
  expect(count).toBeGreaterThanOrEqual(1);
  expect(count).toBeLessThanOrEqual(most);
  expect(await counted(victim.metrics, "session_p2p_peers_dropped_total", { reason })).toBe(1);
  expect(await staysConnected(scene, peer)).toBe(false);
  expect(victim.network.peers().map(({ id }) => id)).toEqual([honest.network.peerId()]);
}

/** Dials again with the same key and asks for a status: a banned peer gets none. */
async function staysConnected({ net, victim }: GarbageScene, peer: Attacker): Promise<boolean> {
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

export const ten = <T>(make: (index: number) => T): T[] => Array.from({ length: 10 }, (_, index) => make(index));
