import { describe, expect, it } from "vitest";
import { importAll, NEVER, parentOf, withJoiner } from "./support.ts";

describe("ready records heard", () => {
  it("one is kept, once, and stands in the next block", async () => {
    const test = await withJoiner();
    const record = test.builder.ready(256);
    expect(test.ready.add(record, parentOf(test))).toEqual({ result: "accept" });
    expect(test.ready.add(record, parentOf(test))).toEqual({ result: "ignore" });
    const block = await test.chain.buildBlock(0, [], NEVER);
    expect(block?.body.ready).toEqual([record]);
  });

  it("a signature of another key is held against the sender", async () => {
    const test = await withJoiner();
    const record = test.builder.ready(256);
    const forged = { ...record, signature: test.builder.sign(1, record.recentHash) };
    expect(test.ready.add(forged, parentOf(test))).toEqual({ result: "reject", code: "READY_BAD_SIGNATURE" });
  });

  it("records of unknown and active nodes, and of blocks not seen yet, are passed over in silence", async () => {
    const test = await withJoiner();
    const early = test.builder.ready(256, { recentHeight: 9 });
    for (const record of [test.builder.ready(1), test.builder.ready(999), early])
      expect(test.ready.add(record, parentOf(test))).toEqual({ result: "ignore" });
    expect(test.ready.pending(parentOf(test))).toEqual([]);
  });

  it("a joiner that signs nonsense can't keep anybody from proposing", async () => {
    const test = await withJoiner();
    const lies = [
      test.builder.ready(256, { recentHash: new Uint8Array(32).fill(1) }),
      test.builder.ready(256, { forkVersion: 0 }),
      test.builder.ready(256, { recentHeight: 0 }),
    ];
    for (const record of lies) {
      expect(test.ready.add(record, parentOf(test))).toEqual({ result: "ignore" });
      expect(await test.chain.buildBlock(0, [], NEVER)).toMatchObject({ header: { height: 2 } });
    }
  });

  it("a record that has grown too old is dropped, and the newer one of the same node takes its place", async () => {
    const test = await withJoiner();
    const old = test.builder.ready(256);
    expect(test.ready.add(old, parentOf(test))).toEqual({ result: "accept" });
    test.builder.skip(66);
    await importAll(test);
    expect(test.ready.pending(parentOf(test))).toEqual([]);
    expect(test.ready.add(old, parentOf(test))).toEqual({ result: "ignore" });
    const again = test.builder.ready(256);
    expect(test.ready.add(again, parentOf(test))).toEqual({ result: "accept" });
    expect(test.ready.pending(parentOf(test))).toEqual([again]);
  });

  it("a node that has become active needs no record any more", async () => {
    const test = await withJoiner();
    const record = test.builder.ready(256);
    test.ready.add(record, parentOf(test));
    test.builder.next({ ready: [record] });
    await importAll(test);
    expect(test.chain.state.node(256)?.status).toBe("active");
    expect(test.ready.pending(parentOf(test))).toEqual([]);
  });
});
