import { VoteType } from "@session/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { TENDERMINT } from "../../src/consensus/tendermint.ts";
import { VotePool } from "../../src/consensus/votePool.ts";
import { votersOf } from "../simulation/keys.ts";
import { hashOf } from "./support.ts";

const values = ["a", "b", "c", "d"].map(hashOf);
const valueAt = (index: number): Uint8Array => values[index] ?? new Uint8Array(32);

function vote(node: number, round: number, value: number, type: VoteType = VoteType.prevote) {
  return { height: 1, round, type, value: valueAt(value), node, signature: new Uint8Array(96).fill(node) };
}

test("counts each voter once per value and once in all, whatever comes twice or in which order", () => {
  const votes = fc.array(fc.record({ node: fc.integer({ min: 1, max: 7 }), value: fc.integer({ min: 0, max: 1 }) }));
  fc.assert(
    fc.property(votes, (cast) => {
      const pool = new VotePool(1, votersOf(7), TENDERMINT);
      for (const { node, value } of [...cast, ...cast]) pool.add(vote(node, 0, value));
      for (const value of [0, 1]) {
        const voters = new Set(cast.filter((entry) => entry.value === value).map(({ node }) => node));
        expect(pool.count(0, VoteType.prevote, valueAt(value))).toBe(voters.size);
      }
      expect(pool.total(0, VoteType.prevote)).toBe(new Set(cast.map(({ node }) => node)).size);
    }),
  );
});

test("a double vote counts for both values and is proven; a third value only where a third of the voters stand", () => {
  const pool = new VotePool(1, votersOf(4), TENDERMINT);
  expect(pool.add(vote(1, 0, 0))).toEqual({ kind: "added" });
  expect(pool.add(vote(1, 0, 0))).toEqual({ kind: "repeated" });
  expect(pool.add(vote(1, 0, 1))).toMatchObject({ kind: "equivocation", first: { value: valueAt(0) } });
  expect(pool.add(vote(1, 0, 2))).toEqual({ kind: "refused" });
  pool.add(vote(2, 0, 2));
  pool.add(vote(3, 0, 2));
  expect(pool.add(vote(1, 0, 2))).toMatchObject({ kind: "equivocation" });
  expect(pool.add(vote(9, 0, 2))).toEqual({ kind: "refused" });
  expect(pool.count(0, VoteType.prevote, valueAt(2))).toBe(3);
});

test("rounds far ahead: the newest two of each voter are kept, so that nobody fills the memory and skipping works", () => {
  const pool = new VotePool(1, votersOf(4), TENDERMINT);
  for (let round = 0; round < 1_000; round++) pool.add(vote(1, round, 0));
  expect(pool.rounds()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 998, 999]);
  expect(pool.add(vote(1, 500, 0))).toEqual({ kind: "refused" });
  expect(pool.skipTarget(0)).toBeUndefined();
  pool.add(vote(2, 999, 1, VoteType.precommit));
  expect(pool.skipTarget(0)).toBe(999);
  pool.enterRound(999);
  expect(pool.rounds()).toEqual([998, 999]);
});

test("a peer gets exactly what it lacks", () => {
  const [asker, holder] = [new VotePool(1, votersOf(7), TENDERMINT), new VotePool(1, votersOf(7), TENDERMINT)];
  for (const node of [1, 2, 3, 4, 5]) holder.add(vote(node, 2, node % 2));
  for (const node of [2, 3, 7]) asker.add(vote(node, 2, node % 2));
  const missing = holder.missing(2, asker.have(2));
  expect(missing.map(({ node }) => node).sort()).toEqual([1, 4, 5]);
  for (const lacking of missing) expect(asker.add(lacking)).toEqual({ kind: "added" });
  expect(holder.missing(2, asker.have(2))).toEqual([]);
  expect(holder.missing(2, [{ type: 0, value: valueAt(1), bits: new Uint8Array(0) }]).length).toBe(5);
});
