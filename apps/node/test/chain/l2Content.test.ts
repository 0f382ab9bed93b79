import { type Block, blockHash, MAX_L2_EVENTS } from "@session/protocol";
import { describe, expect, it } from "vitest";
import { gatherL2Content } from "../../src/chain/l2View.ts";
import { exitRequestLog, foreignLog, importAll, NEVER, openTestChain, readsAt, ScriptedL2 } from "./support.ts";

const GENESIS_L2 = 100;
const fresh = { round: 0, fresh: true };
const endOf = (l2Number: number) => ({ l2Number, position: { l2Number, logIndex: 2 ** 32 - 1 } });
const requests = (block: number, count: number) =>
  Array.from({ length: count }, (_, index) => exitRequestLog(1, { block, index }));

/** A chain of one node whose follower has a step after the genesis, and the block it would propose. */
async function proposing(l2: ScriptedL2, round = 0) {
  const test = await openTestChain({ l2 });
  const block = await test.chain.buildBlock(round, [], NEVER);
  if (block === undefined) throw new Error("no block built");
  return { ...test, block };
}

function withHeader(block: Block, changed: Partial<Block["header"]>): Block {
  return { ...block, header: { ...block.header, ...changed } };
}

describe("what a proposal says of L2", () => {
  it("is the newest step behind the safe lag, with its reads and the events since the parent", async () => {
    const l2 = new ScriptedL2();
    const log = exitRequestLog(1, { block: 101, index: 3 });
    l2.add(101, { logs: [log, foreignLog({ block: 101, index: 4 })] });
    const step = l2.add(102);
    l2.add(103);
    l2.fresh = 1;
    const { block } = await proposing(l2);
    expect(block.header).toMatchObject({ l2Number: 102, rewardRate: 1_102n, poolReleased: 1_020n });
    expect(Buffer.from(block.header.l2Hash).toString("hex")).toBe(step.block.hash.slice(2));
    expect(block.body.l2Events.map(({ l2Number, logIndex }) => [l2Number, logIndex])).toEqual([[101, 3]]);
  });

  it("must-not-repeat 3.4: two identical events of one L2 block stay two, each with an outcome", async () => {
    const l2 = new ScriptedL2();
    const logs = [exitRequestLog(1, { block: 101, index: 0 }), exitRequestLog(1, { block: 101, index: 1 })];
    l2.add(101, { logs });
    const { chain, builder, store, block } = await proposing(l2);
    expect(block.body.l2Events).toHaveLength(2);
    expect(await chain.validateBlock(block, fresh, NEVER)).toEqual({ ok: true });
    const commit = builder.commit(1, blockHash(block.header), chain.head().validators, () => true);
    await chain.commitBlock(block, commit);
    const outcomes = await store.outcomesOf(1);
    expect(outcomes.map(({ logIndex, result }) => [logIndex, result])).toEqual([
      [0, "applied"],
      [1, "rejected"],
    ]);
    expect(outcomes[1]).toMatchObject({ code: "EXIT_ALREADY_REQUESTED", nodeId: 1 });
  });

  it("is the parent's from round 2 on", async () => {
    const l2 = new ScriptedL2();
    l2.add(101, { logs: [exitRequestLog(1, { block: 101, index: 0 })] });
    const { block } = await proposing(l2, 2);
    expect(block.header.l2Number).toBe(GENESIS_L2);
    expect(block.body.l2Events).toEqual([]);
  });

  it("is the parent's while the follower has nothing newer, or none at all", async () => {
    const { block } = await proposing(new ScriptedL2());
    expect(block.header.l2Number).toBe(GENESIS_L2);
    const none = await openTestChain();
    expect((await none.chain.buildBlock(0, [], NEVER))?.header.l2Number).toBe(GENESIS_L2);
  });
});

describe("gathering", () => {
  it("ends at the last step whose events fit into a block", async () => {
    const l2 = new ScriptedL2();
    l2.add(101, { logs: requests(101, 200) });
    l2.add(102, { logs: requests(102, 56) });
    l2.add(103, { logs: requests(103, 1) });
    const first = await gatherL2Content(l2, endOf(GENESIS_L2), 103);
    expect(first).toMatchObject({ l2Number: 102 });
    expect(first?.events).toHaveLength(MAX_L2_EVENTS);
    expect(await gatherL2Content(l2, endOf(102), 103)).toMatchObject({ l2Number: 103, events: { length: 1 } });
  });

  it("goes over steps whose reads are gone or failed, and never ends at one", async () => {
    const l2 = new ScriptedL2();
    l2.add(101, { reads: [], logs: requests(101, 1) });
    l2.add(102, { logs: requests(102, 1) });
    l2.add(103, { reads: ["0x", ...readsAt(103).slice(1)], logs: requests(103, 1) });
    expect(await gatherL2Content(l2, endOf(GENESIS_L2), 103)).toMatchObject({ l2Number: 102, events: { length: 2 } });
    expect(await gatherL2Content(l2, endOf(102), 103)).toBeUndefined();
  });

  it("has nothing while the follower lacks what follows", async () => {
    expect(await gatherL2Content(new ScriptedL2(), endOf(GENESIS_L2), 103)).toBeUndefined();
  });
});

describe("a step with more events than a block takes", () => {
  function crowded(): ScriptedL2 {
    const l2 = new ScriptedL2();
    l2.add(101, { logs: requests(101, 600) });
    l2.add(102, { logs: requests(102, 1) });
    return l2;
  }

  it("enters in parts, is checked by others, and L2 goes on: no event is lost or comes twice", async () => {
    const { chain, builder, store } = await openTestChain({ l2: crowded() });
    const validator = (await openTestChain({ l2: crowded(), time: builder.genesis.time })).chain;
    const heights: unknown[] = [];
    for (let height = 1; height <= 4; height++) {
      const block = await chain.buildBlock(0, [], NEVER);
      if (block === undefined) throw new Error("no block built");
      const late = { round: 0, fresh: false };
      expect(await chain.validateBlock(block, late, NEVER)).toEqual({ ok: true });
      expect(await validator.validateBlock(block, late, NEVER)).toEqual({ ok: true });
      const commit = builder.commit(height, blockHash(block.header), chain.head().validators, () => true);
      await chain.commitBlock(block, commit);
      await validator.commitBlock(block, commit);
      heights.push([block.header.l2Number, (await store.outcomesOf(height)).length]);
    }
    expect(heights).toEqual([
      [GENESIS_L2, MAX_L2_EVENTS],
      [GENESIS_L2, MAX_L2_EVENTS],
      [102, 600 - 2 * MAX_L2_EVENTS + 1],
      [102, 0],
    ]);
  });

  it("L2_VIEW_DIFFERS for a part with other events, L2_NOT_SEEN for one beyond the own view", async () => {
    const { block, builder } = await proposing(crowded());
    expect(block.header.l2Number).toBe(GENESIS_L2);
    const verdictOf = async (own: ScriptedL2, proposal = fresh) =>
      (await openTestChain({ l2: own, time: builder.genesis.time })).chain.validateBlock(block, proposal, NEVER);
    const other = new ScriptedL2();
    other.add(101, { logs: requests(101, 601).slice(1) });
    expect(await verdictOf(other)).toMatchObject({ code: "L2_VIEW_DIFFERS" });
    const small = new ScriptedL2();
    small.add(101, { logs: requests(101, 5) });
    expect(await verdictOf(small)).toMatchObject({ code: "L2_VIEW_DIFFERS" });
    expect(await verdictOf(new ScriptedL2())).toMatchObject({ code: "L2_NOT_SEEN" });
    expect(await verdictOf(new ScriptedL2(), { round: 0, fresh: false })).toEqual({ ok: true });
  });

  it("no part from round 2 on", async () => {
    const { block, builder } = await proposing(crowded(), 2);
    expect(block.body.l2Events).toEqual([]);
    const part = (await proposing(crowded())).block;
    const chain = (await openTestChain({ l2: crowded(), time: builder.genesis.time })).chain;
    const moved = withHeader(part, { round: 2 });
    expect(await chain.validateBlock(moved, { round: 2, fresh: true }, NEVER)).toMatchObject({
      code: "BLOCK_L2_MUST_STAY",
    });
  });
});

describe("checking a proposal against the own follower", () => {
  function view(content: Parameters<ScriptedL2["add"]>[1] = {}): ScriptedL2 {
    const l2 = new ScriptedL2();
    l2.add(101, { logs: [exitRequestLog(1, { block: 101, index: 0 })], ...content });
    return l2;
  }
  /** Both chains need the same genesis: the validator's is opened with the proposer's time. */
  async function validator(l2: ScriptedL2 | undefined, time: number) {
    return (await openTestChain({ ...(l2 === undefined ? {} : { l2 }), time })).chain;
  }
  async function verdict(own: ScriptedL2 | undefined, proposal = fresh, change: Partial<Block["header"]> = {}) {
    const { block, builder } = await proposing(view());
    const chain = await validator(own, builder.genesis.time);
    return chain.validateBlock(withHeader(block, change), proposal, NEVER);
  }

  it("takes what it sees itself", async () => {
    expect(await verdict(view())).toEqual({ ok: true });
  });

  it("refuses another hash, rate, released amount or list of events: L2_VIEW_DIFFERS", async () => {
    const views = [
      [view({ fork: "'" }), "block hash"],
      [view({ reads: [...readsAt(7).slice(0, 1), ...readsAt(101).slice(1)] }), "reward rate"],
      [view({ reads: [...readsAt(101).slice(0, 1), ...readsAt(7).slice(1)] }), "released amount"],
      [view({ logs: [] }), "events"],
      [view({ logs: [exitRequestLog(1, { block: 101, index: 1 })] }), "events"],
      [view({ logs: [0, 1].map((index) => exitRequestLog(1, { block: 101, index })) }), "events"],
    ] as const;
    for (const [own, what] of views) {
      const found = await verdict(own);
      expect(found).toMatchObject({ ok: false, code: "L2_VIEW_DIFFERS" });
      expect(found).toHaveProperty("message", expect.stringContaining(what));
    }
  });

  it("L2_NOT_SEEN after a second while its own follower lacks the block, or can't read it", async () => {
    expect(await verdict(new ScriptedL2())).toMatchObject({ ok: false, code: "L2_NOT_SEEN" });
    const unreadable = view({ reads: [] });
    unreadable.add(102);
    expect(await verdict(unreadable)).toMatchObject({ ok: false, code: "L2_NOT_SEEN" });
  });

  it("a view that ends before the proposal's block, for want of reads, is none and not a different one", async () => {
    const full = view();
    full.add(102);
    const { block, builder } = await proposing(full);
    expect(block.header.l2Number).toBe(102);
    const partly = view();
    partly.add(102, { reads: [] });
    const chain = await validator(partly, builder.genesis.time);
    expect(await chain.validateBlock(block, fresh, NEVER)).toMatchObject({ code: "L2_NOT_SEEN" });
    expect(await chain.validateBlock(block, { round: 1, fresh: false }, NEVER)).toEqual({ ok: true });
  });

  it("waits for a follower that is a moment behind", async () => {
    const late = new ScriptedL2();
    setTimeout(() => late.steps.push(...view().steps), 200);
    expect(await verdict(late)).toEqual({ ok: true });
  });

  it("BLOCK_L2_MUST_STAY from round 2 on, for a fresh proposal", async () => {
    for (const round of [2, 3]) {
      const { block, builder } = await proposing(view());
      const chain = await validator(view(), builder.genesis.time);
      const moved = withHeader(block, { round });
      expect(await chain.validateBlock(moved, { round, fresh: true }, NEVER)).toMatchObject({
        code: "BLOCK_L2_MUST_STAY",
      });
    }
  });

  it("a re-proposal is held to the own view only where there is one", async () => {
    const again = { round: 3, fresh: false };
    expect(await verdict(view(), again)).toEqual({ ok: true });
    expect(await verdict(new ScriptedL2(), again)).toEqual({ ok: true });
    expect(await verdict(view({ reads: [] }), again)).toEqual({ ok: true });
    expect(await verdict(view({ fork: "'" }), again)).toMatchObject({ code: "L2_VIEW_DIFFERS" });
  });

  it("a re-proposal's time is not held against the clock, a fresh one's is", async () => {
    const { builder, chain } = await openTestChain({ l2: new ScriptedL2(), ageSec: 3_600 });
    const { block } = builder.next();
    expect(await chain.validateBlock(block, { round: 4, fresh: false }, NEVER)).toEqual({ ok: true });
    expect(await chain.validateBlock(block, fresh, NEVER)).toMatchObject({ code: "PROPOSAL_TIME_PAST" });
  });

  it("NO_L2_PROVIDER: a node without one can't check a block that moves on", async () => {
    expect(await verdict(undefined)).toMatchObject({ code: "NO_L2_PROVIDER" });
  });

  it("a fresh block names the round it is proposed in, and its height is the next", async () => {
    const { block, chain } = await proposing(view());
    expect(await chain.validateBlock(block, { round: 1, fresh: true }, NEVER)).toMatchObject({
      code: "BLOCK_WRONG_ROUND",
    });
    const later = withHeader(block, { height: 2 });
    expect(await chain.validateBlock(later, fresh, NEVER)).toMatchObject({ code: "BLOCK_OUT_OF_ORDER" });
  });

  it("L2 can't go back", async () => {
    const { builder, chain } = await openTestChain({ l2: view() });
    builder.next({ l2Number: 102 });
    await importAll({ builder, chain });
    const { block } = builder.next();
    const back = withHeader(block, { l2Number: 101 });
    expect(await chain.validateBlock(back, { round: 0, fresh: false }, NEVER)).toMatchObject({
      code: "L2_NUMBER_BACKWARDS",
    });
  });
});
