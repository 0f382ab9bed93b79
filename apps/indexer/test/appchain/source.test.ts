import { BitArray } from "@chainsafe/ssz";
import { blst } from "@session/bls/blst";
import { blockHash, decodeStrict, FinalBlockSsz, quorum } from "@session/protocol";
import { seededRandom } from "@session/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { readBlocks } from "../../src/sources/appchain/chainTables.ts";
import { DATABASE_KINDS, openTestDatabase } from "../support/openTestDatabase.ts";
import { type Follower, follow } from "./follower.ts";
import { emptyChain } from "./support.ts";
import { TestChain } from "./testChain.ts";
import { frame, type Misdeed, TestNode, unframe } from "./testNode.ts";

const LENGTH = 60;

/** Signed for real, once. */
const chain = new TestChain({ nodes: 5, time: 1_800_057_600 - 40 });
const random = seededRandom();
while (chain.height < LENGTH) chain.chance(random);

/** Every rule is kept, every signature is one, but over another message: only their verification tells. */
const forged = new TestChain(
  { nodes: 5, time: 1_800_057_600 - 40 },
  {
    ...{ ...blst, verify: () => true, verifyAggregate: () => true },
    sign: (key, message) => blst.sign(key, message.toReversed()),
  },
);
forged.skip(LENGTH);

async function start(misdeed?: Misdeed): Promise<TestNode> {
  const node = await TestNode.start(chain, misdeed);
  onTestFinished(() => node.close());
  return node;
}

/** Changes the block of one height in the honest answer. */
const spoil =
  (height: number, change: (block: Buffer) => Uint8Array): Misdeed =>
  ({ from, honest }) => {
    const blocks: Uint8Array[] = unframe(honest);
    const block = blocks[height - from];
    if (block === undefined) return undefined;
    blocks[height - from] = change(Buffer.from(block));
    return frame(blocks);
  };

const reencode = (change: (final: ReturnType<typeof FinalBlockSsz.deserialize>) => void) => (bytes: Buffer) => {
  const final = decodeStrict(FinalBlockSsz, new Uint8Array(bytes));
  change(final);
  return FinalBlockSsz.serialize(final);
};
const flipBit = (bytes: Buffer, at: number) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

/** What a node can give instead of the truth, and what it is called. */
const LIES: readonly (readonly [string, Misdeed, string])[] = [
  [
    "a flipped bit in a block's time",
    spoil(
      23,
      reencode(({ block }) => {
        block.header.time += 1;
      }),
    ),
    "NODE_BLOCK_INVALID",
  ],
  [
    "a chain of its own, made by the rules but signed for nothing",
    ({ from }) => frame(forged.finals.slice(from - 1, from + 9)),
    "NODE_SIGNATURE_INVALID",
  ],
  ["a flipped bit in the commit's signature", spoil(23, (bytes) => flipBit(bytes, bytes.length - 60)), "NODE_"],
  [
    "another signature of the right kind",
    spoil(
      23,
      reencode(({ block, commit }) => {
        commit.signature = block.header.reveal;
      }),
    ),
    "NODE_SIGNATURE_INVALID",
  ],
  [
    "a commit without a quorum",
    spoil(
      23,
      reencode(({ commit }) => {
        // One vote too few; a chain of chance may have come down to a single validator, whose one vote is a quorum.
        const few = quorum(commit.bits.bitLen) - 1;
        commit.bits = BitArray.fromBoolArray(commit.bits.toBoolArray().map((_, voter) => voter < few));
      }),
    ),
    "NODE_BLOCK_INVALID",
  ],
  [
    "one voter more in the bitmap of another number",
    spoil(
      23,
      reencode(({ commit }) => {
        commit.bits = BitArray.fromBoolArray([...commit.bits.toBoolArray(), true]);
      }),
    ),
    "NODE_BLOCK_INVALID",
  ],
  [
    "another state root, signed by nobody",
    spoil(
      23,
      reencode(({ block, commit }) => {
        block.header.stateRoot = new Uint8Array(32).fill(1);
        commit.blockHash = blockHash(block.header);
      }),
    ),
    "NODE_BLOCK_INVALID",
  ],
  ["blocks in another order", ({ honest }) => frame(unframe(honest).reverse()), "NODE_WRONG_HEIGHT"],
  ["blocks of other heights", ({ from }) => frame(chain.finals.slice(from, from + 3)), "NODE_WRONG_HEIGHT"],
  ["garbage as a block", spoil(23, () => new Uint8Array(500).fill(7)), "NODE_BLOCK_INVALID"],
  ["a truncated block", spoil(23, (bytes) => bytes.subarray(0, -1)), "NODE_BLOCK_INVALID"],
];
/** What isn't an answer at all. */
const FAILURES: readonly (readonly [string, Misdeed, string])[] = [
  ["a truncated answer", ({ honest }) => honest.subarray(0, -1), "NODE_ANSWER_MALFORMED"],
  ["random bytes", () => Buffer.from(seededRandom(1, () => undefined).bytes(5_000)), "NODE_ANSWER_MALFORMED"],
  ["a huge block", () => Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.alloc(16_777_216)]), "NODE_ANSWER_MALFORMED"],
  [
    "an answer without end",
    ({ response }) => {
      const write = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", write);
      write();
      return "handled";
    },
    "NODE_ANSWER_MALFORMED",
  ],
  ["silence", () => "handled", "NODE_UNREACHABLE"],
  [
    "a broken connection",
    ({ response }) => {
      response.destroy();
      return "handled";
    },
    "NODE_UNREACHABLE",
  ],
  ["nothing, though it says it has them", () => Buffer.alloc(0), "NODE_HEAD_NOT_SERVED"],
];
/** How long silence is listened to. */
const SILENCE_MS = 1_000;

describe.each(DATABASE_KINDS)("the appchain source on %s", (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(() => emptyChain(database));

  const expectWhole = async () => {
    const stored = await readBlocks(database.queries, 1, LENGTH + 1);
    expect(stored.map(({ ssz }) => ssz)).toEqual(chain.finals);
  };

  it("reads the chain, tells each step in order, then follows the head", async () => {
    const node = await start();
    node.head = 41;
    const { source, notices, reached, stop } = await follow(chain, database, { nodes: [node.url] });
    await reached(41);
    expect(source.status.final()).toBe(41n);
    expect(source.status.sourceHead()).toBe(41n);
    expect(source.status.halted()).toBeUndefined();
    expect(source.status.ageSec()).toBeLessThan(10);
    for (node.head = 42; node.head < LENGTH; node.head++) await reached(node.head);
    await reached(LENGTH);
    const numbers = notices.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => Number(a - b)));
    // Ranges while catching up, single blocks at the head.
    expect(numbers.length).toBeLessThan(LENGTH - 20);
    for (const notice of notices) expect(notice).toMatchObject({ source: "chain", topics: expect.any(Set) });
    await stop();
    await expectWhole();
    expect(source.nodes()).toMatchObject([{ url: node.url, aside: undefined }]);
    expect(source.nodes()[0]?.faults).toEqual({});
  });

  it.each(kind === "pglite" ? [...LIES] : LIES.slice(0, 2))(
    "%s: refused, the node is left alone, others go on",
    async (_, lie, code) => {
      const [liar, honest] = [await start(lie), await start()];
      // All is asked of the liar first, whichever of the two says sooner how far it is.
      honest.head = 0;
      const { source, reached, until } = await follow(chain, database, { nodes: [liar.url, honest.url] });
      await until(() => source.nodes()[0]?.aside !== undefined);
      expect(Object.keys(source.nodes()[0]?.faults ?? {})[0]).toContain(code);
      const height = Number(source.status.head()?.number ?? 0n);
      expect(height).toBeLessThan(23);
      expect(source.status.halted()).toBeUndefined();
      honest.head = LENGTH;
      await reached(LENGTH);
      await expectWhole();
      expect(source.nodes()[1]?.faults).toEqual({});
    },
  );

  it.each(kind === "pglite" ? [...FAILURES] : FAILURES.slice(0, 1))(
    "%s: others are asked",
    async (_, failure, code) => {
      const [bad, good] = [await start(failure), await start()];
      good.head = 0;
      const nodes = [bad.url, good.url];
      const { source, reached, until } = await follow(chain, database, { nodes, timeoutMs: SILENCE_MS });
      await until(() => source.nodes()[0]?.faults[code] !== undefined);
      good.head = LENGTH;
      await reached(LENGTH);
      await expectWhole();
    },
  );

  it("all nodes lie: it stands still, says so, and goes on when one is honest again", async () => {
    const lie = spoil(12, (bytes) => flipBit(bytes, bytes.length - 60));
    const nodes = [await start(lie), await start(lie)];
    const { source, until, reached } = await follow(chain, database, {
      nodes: nodes.map(({ url }) => url),
      lieAsideMs: 400,
    });
    await until(() => source.status.halted()?.code === "NODES_LIE");
    expect(source.status.halted()?.message).toContain(nodes[0]?.url);
    expect(Number(source.status.head()?.number)).toBe(11);
    for (const node of nodes) node.misdeed = undefined;
    await reached(LENGTH);
    await expectWhole();
  });

  it("no node answers: it says so, and goes on when one does", async () => {
    const gone = await start(() => "handled");
    const { source, until, reached } = await follow(chain, database, { nodes: [gone.url], timeoutMs: SILENCE_MS });
    await until(() => source.status.halted()?.code === "NODES_UNREACHABLE");
    gone.misdeed = undefined;
    await reached(LENGTH);
    // On a busy machine it may just have been slow once more.
    await until(() => source.status.halted() === undefined);
  });

  it("a node goes down in the middle; another has only a part; a third is of another network", async () => {
    const [first, second, foreign] = [await start(), await start(), await start()];
    foreign.genesisHash = `0x${"ab".repeat(32)}`;
    second.head = 20;
    first.misdeed = ({ from }) => {
      if (from < 30) return undefined;
      void first.close();
      return "handled";
    };
    const nodes = [first.url, second.url, foreign.url];
    const { source, until, reached } = await follow(chain, database, { nodes });
    await until(() => source.nodes()[0]?.faults.NODE_UNREACHABLE !== undefined);
    second.head = LENGTH;
    await reached(LENGTH);
    await expectWhole();
    await until(() => source.nodes()[2]?.faults.NODE_OF_OTHER_NETWORK === 1);
    expect(foreign.asked.filter((path) => path.startsWith("/v1/final-blocks"))).toEqual([]);
  });

  it("a head nobody has is not believed for ever", async () => {
    const [boaster, honest] = [await start(), await start()];
    boaster.head = 1_000_000;
    const { source, reached, until } = await follow(chain, database, { nodes: [boaster.url, honest.url] });
    await reached(LENGTH);
    await until(() => source.nodes()[0]?.faults.NODE_HEAD_NOT_SERVED !== undefined);
    expect(source.status.halted()).toBeUndefined();
    await expectWhole();
  });

  it("with threads: the same chain, a forged signature found", async () => {
    const [liar, honest] = [await start(spoil(37, (bytes) => flipBit(bytes, bytes.length - 60))), await start()];
    honest.head = 3;
    const { source, until, reached }: Follower = await follow(chain, database, {
      nodes: [liar.url, honest.url],
      ...{ blsThreads: 1, rangeBlocks: 100 },
    });
    await until(() => source.nodes()[0]?.aside !== undefined);
    expect(Number(source.status.head()?.number)).toBe(36);
    honest.head = undefined;
    await reached(LENGTH);
    await expectWhole();
  });
});
