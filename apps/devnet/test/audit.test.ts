import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareChains } from "../src/audit/blocks.ts";
import { auditVotes, ConflictFinder, type HeardVote } from "../src/audit/votes.ts";

const vote = (changes: Partial<HeardVote>): string =>
  JSON.stringify({
    kind: "prevote",
    height: 5,
    round: 0,
    type: 0,
    value: "0xaa",
    node: 1,
    signature: "0xgood",
    ...changes,
  });
const isSigned = async ({ signature }: HeardVote) => signature !== "0xforged";

async function find(lines: readonly string[]) {
  const finder = new ConflictFinder(isSigned);
  for (const line of lines) await finder.add(line);
  return finder.result;
}

test("an honest record has no conflict: other heights, rounds, types and nodes are other slots", async () => {
  const lines = [{}, { height: 6 }, { round: 1 }, { type: 1 }, { node: 2 }].map((changes, i) =>
    vote({ ...changes, value: `0x${i}` }),
  );
  // The same vote comes from several peers.
  expect(await find([...lines, ...lines])).toEqual({ votes: 10, malformed: 0, forged: 0, conflicts: [] });
});

test.each([
  ["prevotes", 0],
  ["precommits", 1],
  ["attestations", 2],
  ["proposals", 3],
])("a planted pair of conflicting %s is found", async (_what, type) => {
  const { conflicts } = await find([vote({ type }), vote({ type, node: 2 }), vote({ type, value: "0xbb" })]);
  expect(conflicts).toHaveLength(1);
  expect(conflicts[0]).toMatchObject({ first: { value: "0xaa", node: 1 }, second: { value: "0xbb", node: 1 } });
});

test("a value the node didn't sign accuses nobody, whichever came first", async () => {
  const forged = vote({ value: "0xbb", signature: "0xforged" });
  expect(await find([vote({}), forged])).toMatchObject({ forged: 1, conflicts: [] });
  expect(await find([forged, vote({})])).toMatchObject({ forged: 1, conflicts: [] });
});

test("a good signature behind a forged one of the same value still counts", async () => {
  const lines = [vote({ value: "0xbb", signature: "0xforged" }), vote({}), vote({ value: "0xbb" })];
  expect((await find(lines)).conflicts).toHaveLength(1);
});

test("reads a record, a cut last line included; one that isn't there is empty", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sdn-audit-"));
  const file = join(folder, "votes.jsonl");
  await writeFile(file, `${vote({})}\n${vote({ value: "0xbb" })}\n${vote({}).slice(0, 20)}`);
  const result = await auditVotes(file, isSigned);
  expect(result).toMatchObject({ votes: 2, malformed: 1 });
  expect(result.conflicts).toHaveLength(1);
  expect(await auditVotes(join(folder, "none"), isSigned)).toEqual({
    votes: 0,
    malformed: 0,
    forged: 0,
    conflicts: [],
  });
  await rm(folder, { recursive: true });
});

test("chains are compared up to the lowest head; another hash or a hole differs", () => {
  const chain = (name: string, hashes: [number, string][]) => ({ name, hashes: new Map(hashes) });
  const a = chain("a", [
    [1, "x"],
    [2, "y"],
    [3, "z"],
  ]);
  expect(
    compareChains([
      a,
      chain("b", [
        [1, "x"],
        [2, "y"],
      ]),
    ]),
  ).toMatchObject({ to: 2, differences: [] });
  expect(
    compareChains([
      a,
      chain("b", [
        [1, "x"],
        [2, "q"],
      ]),
    ]).differences,
  ).toEqual([{ height: 2, hashes: { a: "y", b: "q" } }]);
  expect(
    compareChains([
      a,
      chain("b", [
        [1, "x"],
        [3, "z"],
      ]),
    ]).differences,
  ).toEqual([{ height: 2, hashes: { a: "y", b: "missing" } }]);
});
