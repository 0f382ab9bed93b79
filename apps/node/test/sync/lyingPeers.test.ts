import { afterEach, beforeEach, expect, test } from "vitest";
import type { SignedBlock } from "../../src/p2p/ports.ts";
import { SignedBlockSsz } from "../../src/p2p/wire.ts";
import { Attacker, send } from "../p2p/attacker.ts";
import { TestNet, until } from "../p2p/harness.ts";
import { type Client, client as clientIn, digests, LENGTH, rejected, server as serverIn } from "./parties.ts";
import { history, signedBlock } from "./testChain.ts";

let net: TestNet;
beforeEach(() => {
  net = new TestNet();
});
afterEach(() => net.close());

type Rest<F> = F extends (net: TestNet, ...rest: infer R) => unknown ? R : never;
const server = (...rest: Rest<typeof serverIn>) => serverIn(net, ...rest);
const client = (...rest: Rest<typeof clientIn>) => clientIn(net, ...rest);

const lies: [string, string, (blocks: readonly SignedBlock[]) => SignedBlock[]][] = [
  [
    "a forged commit",
    "SYNC_BLOCK_INVALID",
    (blocks) =>
      blocks.map((one, i) => ({
        ...one,
        commit: { ...one.commit, signature: (blocks[i ? 0 : 1] ?? one).commit.signature },
      })),
  ],
  [
    "a commit for another block",
    "SYNC_BLOCK_INVALID",
    (blocks) => blocks.map((one) => ({ ...one, commit: { ...one.commit, blockHash: new Uint8Array(32) } })),
  ],
  [
    "another history",
    "SYNC_BLOCK_INVALID",
    (blocks) => blocks.map((one) => signedBlock(one.block.header.height, new Uint8Array(32).fill(1))),
  ],
  ["other heights", "SYNC_WRONG_HEIGHT", (blocks) => [...blocks].reverse()],
  [
    "a changed header under a true commit",
    "SYNC_BLOCK_INVALID",
    (blocks) =>
      blocks.map(({ block, commit }) => ({ commit, block: { ...block, header: { ...block.header, time: 1 } } })),
  ],
];
for (const [name, reason, lie] of lies)
  test(`a peer that sends ${name} is dropped and another is used`, async () => {
    const blocks = history(LENGTH);
    // Signed beforehand: a liar that is slow would be dropped for that.
    const told = lie(blocks);
    const liar = await server(blocks, {
      blocks: async (from, count) => told.slice(from - 1, from - 1 + count),
    });
    const late = await client([liar]);
    await until("dropped", () => late.network.isBanned(liar.network.peerId()));
    expect(late.chain.blocks).toEqual([]);
    expect(await rejected(late, reason)).toBe(1);
    const honest = await server(blocks);
    late.network.dial(...honest.network.addresses());
    await until("synced", () => late.chain.blocks.length === LENGTH);
    expect(digests(late.chain.blocks)).toEqual(digests(blocks));
    expect(late.network.isBanned(honest.network.peerId())).toBe(false);
  });

/** Whoever is dialled asks for the other's head after a while only. */
const untilHeard = (late: Client, peer: Attacker) =>
  until("heard", async () => (await late.network.refreshStatus(peer.name)) !== undefined);

test("more blocks than asked for count against the peer", async () => {
  const late = await client([], [], { peersToHear: 1 });
  const liar = await Attacker.connect(late.network.addresses()[0] ?? "", new Uint8Array(32).fill(5));
  net.onClose(() => liar.close());
  await liar.claim(LENGTH);
  await liar.host.handle("/session/blocks/1", async (stream) => {
    for (const block of history(LENGTH).slice(0, 20))
      send(stream, Uint8Array.of(0, ...SignedBlockSsz.serialize(block)));
    send(stream, Uint8Array.of(1));
    await stream.close();
  });
  await untilHeard(late, liar);
  await until("counted", async () => (await rejected(late, "P2P_RESPONSE_BAD")) >= 1);
  expect(late.chain.blocks).toEqual([]);
});

test("bytes that are no blocks drop the peer", async () => {
  const late = await client([], [], { peersToHear: 1 });
  const liar = await Attacker.connect(late.network.addresses()[0] ?? "", new Uint8Array(32).fill(6));
  net.onClose(() => liar.close());
  await liar.claim(LENGTH);
  await liar.host.handle("/session/blocks/1", (stream) => send(stream, new Uint8Array(500)));
  await untilHeard(late, liar);
  await until("dropped", () => liar.isDisconnected);
  expect(await rejected(late, "P2P_RESPONSE_BAD")).toBe(8);
  expect(late.network.isBanned(liar.name)).toBe(true);
});
