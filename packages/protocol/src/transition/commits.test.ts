import { BitArray } from "@chainsafe/ssz";
import { expect, test } from "vitest";
import { blstBls } from "../../test/blstBls.ts";
import { transitionCode } from "../../test/transitionCode.ts";
import { ChainBuilder, testHash } from "../testing/chainBuilder.ts";
import type { BlockBody } from "../types/block.ts";
import type { Commit } from "../types/vote.ts";
import { produceBlock } from "./applyBlock.ts";

/** 7 validators, quorum 5; nodes 6 and 7 missed the commits of heights 1 to 7. */
function chainWithAbsentees(): ChainBuilder {
  const chain = new ChainBuilder(blstBls, { nodes: 7 });
  chain.next();
  for (let i = 0; i < 7; i++) chain.next({ absent: [6, 7] });
  return chain;
}

function codeWith(chain: ChainBuilder, commits: readonly Commit[]): string {
  const { draft, body } = chain.parts();
  const changed: BlockBody = { ...body, commits: [...commits] };
  return transitionCode(() => produceBlock(chain.state, chain.hash, draft, changed, chain.context));
}

function lateCommit(chain: ChainBuilder, height: number, nodes: readonly number[]): Commit {
  const hash = chain.built[height - 1]?.hash ?? testHash("none");
  return chain.commit(height, hash, chain.state.validators(), (id) => nodes.includes(id));
}

test("block 1 has no commit, every other the full one of its parent", () => {
  const chain = new ChainBuilder(blstBls, { nodes: 4 });
  const stray = chain.commit(0, chain.hash, chain.state.validators(), () => true);
  expect(codeWith(chain, [stray])).toBe("COMMIT_UNEXPECTED");
  chain.skip(2);
  const full = chain.fullCommit();
  expect(codeWith(chain, [full])).toBe("none");
  expect(codeWith(chain, [])).toBe("COMMIT_MISSING");
  expect(codeWith(chain, [{ ...full, height: 1 }])).toBe("COMMIT_HEIGHT");
  expect(codeWith(chain, [{ ...full, blockHash: testHash("x") }])).toBe("COMMIT_BLOCK_HASH");
  expect(codeWith(chain, [{ ...full, bits: BitArray.fromBitLen(3) }])).toBe("COMMIT_BITS_LENGTH");
  expect(codeWith(chain, [{ ...full, round: 1 }])).toBe("COMMIT_SIGNATURE");
  expect(codeWith(chain, [chain.fullCommit([1, 2])])).toBe("COMMIT_QUORUM");
  expect(codeWith(chain, [chain.fullCommit([2])])).toBe("none");
});

test("late bits are new, of the heights h−2 to h−5, descending, and signed", () => {
  const chain = chainWithAbsentees();
  const full = chain.fullCommit();
  const late = (height: number, nodes: readonly number[]) => lateCommit(chain, height, nodes);
  expect(chain.state.height).toBe(8);
  expect(codeWith(chain, [full, late(7, [6]), late(6, [6, 7]), late(5, [7]), late(4, [6])])).toBe("none");
  expect(codeWith(chain, [full, late(3, [6])])).toBe("COMMIT_HEIGHT");
  expect(codeWith(chain, [full, late(8, [6])])).toBe("COMMIT_HEIGHT");
  expect(codeWith(chain, [full, late(6, [6]), late(7, [6])])).toBe("COMMIT_HEIGHT");
  expect(codeWith(chain, [full, late(6, [6]), late(6, [7])])).toBe("COMMIT_HEIGHT");
  expect(codeWith(chain, [full, late(7, [5, 6])])).toBe("COMMIT_BITS_NOT_NEW");
  const nobody = { ...late(7, [6]), bits: BitArray.fromBitLen(7) };
  expect(codeWith(chain, [full, nobody])).toBe("COMMIT_BITS_NOT_NEW");
  const claimed = { ...late(7, [6]), bits: late(7, [6, 7]).bits };
  expect(codeWith(chain, [full, claimed])).toBe("COMMIT_SIGNATURE");
  expect(codeWith(chain, [full, { ...late(7, [6]), blockHash: testHash("x") }])).toBe("COMMIT_BLOCK_HASH");
});

test("presence counts who was seen, late bits included, once nothing can be added any more", () => {
  const chain = chainWithAbsentees();
  chain.next({
    late: [
      { height: 7, nodes: [6] },
      { height: 4, nodes: [6] },
    ],
  });
  expect(chain.state.commitBits(7)?.toBoolArray()).toEqual([true, true, true, true, true, true, false]);
  expect(chain.state.commitBits(3)).toBeUndefined();
  // Heights 1 to 4 are closed; node 6 came late for 4, node 7 for none.
  expect(chain.state.participation(1)).toEqual({ present: 4, counted: 4 });
  expect(chain.state.participation(6)).toEqual({ present: 1, counted: 4 });
  expect(chain.state.participation(7)).toEqual({ present: 0, counted: 4 });
  expect(chain.state.participation(99)).toBeUndefined();
  const known = lateCommit(chain, 7, [6]);
  expect(codeWith(chain, [chain.fullCommit(), known])).toBe("COMMIT_BITS_NOT_NEW");
});

test("must-not-repeat §5.12: after a stall participation and credit stand still for one proof validity", () => {
  const chain = new ChainBuilder(blstBls, { nodes: 4 });
  chain.skip(10);
  const { proofValidSec } = chain.context.preset;
  const before = chain.state.participation(1);
  const credit = chain.state.content.head.serviceSec;
  expect(credit).toBe(20);
  chain.next({ time: chain.state.time + 10_000 });
  const resumed = chain.state.time;
  while (chain.state.time + 2 <= resumed + proofValidSec) chain.next();
  expect(chain.state.participation(1)).toEqual(before);
  expect(chain.state.content.head.serviceSec).toBe(credit);
  chain.skip(3);
  expect(chain.state.participation(1)?.counted).toBe((before?.counted ?? 0) + 3);
  expect(chain.state.content.head.serviceSec).toBe(credit + chain.state.time - resumed - proofValidSec);
});

test("a state knows the last six validator sets", () => {
  const chain = chainWithAbsentees();
  const known = [2, 3, 4, 5, 6, 7, 8, 9, 10].filter((height) => chain.state.validatorsAt(height) !== undefined);
  expect(known).toEqual([4, 5, 6, 7, 8, 9]);
});
