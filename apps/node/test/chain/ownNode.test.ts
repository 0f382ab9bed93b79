import { blst } from "@session/bls/blst";
import { createLogger } from "@session/http/process";
import { decodeStrict, ReadyRecordSsz } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import { describe, expect, it } from "vitest";
import { OwnNode } from "../../src/chain/ownNode.ts";
import { ReadyAnnouncer } from "../../src/chain/readyAnnouncer.ts";
import { ReadyPool } from "../../src/chain/readyPool.ts";
import type { GossipVerdict } from "../../src/consensus/ports.ts";
import type { NodeSigner } from "../../src/signing/signer.ts";
import { importAll, openTestChain, parentOf, systemClock, type TestChain, withJoiner } from "./support.ts";

const keysOf = (id: number) => nodeKeys(blst, id);

describe("this node among those of the contract", () => {
  it("is found by both of its keys, once it is registered, and lost once it has left", async () => {
    const test = await withJoiner();
    const own = new OwnNode(keysOf(256));
    own.follow(test.chain);
    expect(own.id).toBe(256);
    expect(own.state()?.status).toBe("joining");
    const exit = { id: 256, returned: 25_000n, lockedUntil: 0 };
    const at = { l2Number: 102, logIndex: 0, txHash: new Uint8Array(32) };
    test.builder.next({ l2Number: 102, events: [{ kind: "ServiceNodeExit", ...at, data: exit }] });
    await importAll(test);
    expect(own.id).toBeUndefined();
    expect(own.state()).toBeUndefined();
    expect(own.isContractNode(keysOf(256).ed25519Key)).toBe(false);
  });

  it("isn't a registration of its BLS key with another ed25519 key", async () => {
    const { chain } = await openTestChain({ nodes: 2 });
    const own = new OwnNode({ blsKey: keysOf(1).blsKey, ed25519Key: keysOf(2).ed25519Key });
    own.follow(chain);
    expect(own.id).toBeUndefined();
  });

  it("knows the others by their ed25519 keys", async () => {
    const { chain } = await openTestChain({ nodes: 2 });
    const own = new OwnNode(keysOf(9));
    own.follow(chain);
    expect([1, 2, 9].map((id) => own.isContractNode(keysOf(id).ed25519Key))).toEqual([true, true, false]);
  });
});

describe("saying ready", () => {
  async function announcing(test: TestChain, self: number, isSynced = () => true) {
    const sent: Uint8Array[] = [];
    let take: (record: Uint8Array, from: string) => GossipVerdict = () => ({ result: "ignore" });
    const own = new OwnNode(keysOf(self));
    own.follow(test.chain);
    const announcer = new ReadyAnnouncer({
      ...{ chain: test.chain, own, ready: test.ready, clock: systemClock, logger: createLogger("silent"), isSynced },
      signer: test.chain.modules.signer as NodeSigner,
      transport: {
        broadcastProof: (record) => sent.push(record),
        onProof: (handler) => {
          take = handler;
        },
      },
    });
    return { announcer, sent, hear: (bytes: Uint8Array) => take(bytes, "peer") };
  }
  const heights = (sent: readonly Uint8Array[]) =>
    sent.map((bytes) => decodeStrict(ReadyRecordSsz, bytes.subarray(1)).recentHeight);

  it("a joining node says so a block after its registration and every third block until a block has it", async () => {
    const test = await withJoiner({ self: 256 });
    const { announcer, sent } = await announcing(test, 256);
    announcer.announce();
    expect(heights(sent)).toEqual([]);
    test.builder.skip(1);
    await importAll(test);
    announcer.announce();
    expect(heights(sent)).toEqual([1]);
    test.builder.skip(6);
    await importAll(test);
    expect(heights(sent)).toEqual([1, 4, 7]);
    test.builder.next({ ready: test.ready.pending(parentOf(test)) });
    test.builder.skip(4);
    await importAll(test);
    expect(test.chain.state.node(256)?.status).toBe("active");
    expect(heights(sent)).toEqual([1, 4, 7]);
  });

  it("is understood by nodes that don't have the newest block yet", async () => {
    const test = await withJoiner({ self: 256 });
    const { sent } = await announcing(test, 256);
    for (const named of [1, 4]) {
      while (test.chain.state.height < named) {
        test.builder.skip(1);
        await importAll(test);
      }
      const behind = parentOf(test);
      test.builder.skip(1);
      await importAll(test);
      const record = decodeStrict(ReadyRecordSsz, sent.at(-1)?.subarray(1) ?? new Uint8Array());
      const theirs = new ReadyPool(test.builder.context.genesisHash, blst);
      expect(theirs.add(record, behind)).toEqual({ result: "accept" });
      expect(theirs.pending(behind)).toEqual([record]);
    }
  });

  it("only once it is synced, and never as an active node", async () => {
    const joining = await withJoiner({ self: 256 });
    const unsynced = await announcing(joining, 256, () => false);
    unsynced.announcer.announce();
    const active = await announcing(await openTestChain(), 1);
    active.announcer.announce();
    expect([...unsynced.sent, ...active.sent]).toEqual([]);
  });

  it("another node's record is taken up; garbage is held against the sender", async () => {
    const test = await withJoiner();
    const { hear } = await announcing(test, 1);
    const record = ReadyRecordSsz.serialize(test.builder.ready(256));
    expect(hear(new Uint8Array([9, ...record]))).toEqual({ result: "reject", code: "PROOF_UNKNOWN_KIND" });
    expect(hear(new Uint8Array())).toEqual({ result: "reject", code: "PROOF_UNKNOWN_KIND" });
    for (const bytes of [record.subarray(1), new Uint8Array([...record, 0])])
      expect(hear(new Uint8Array([1, ...bytes]))).toEqual({ result: "reject", code: "P2P_MESSAGE_MALFORMED" });
    expect(hear(new Uint8Array([1, ...record]))).toEqual({ result: "accept" });
    expect(test.ready.pending(parentOf(test))).toHaveLength(1);
  });
});
