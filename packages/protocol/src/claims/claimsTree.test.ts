import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import fc from "fast-check";
import { expect, test } from "vitest";
import { acceptingBls } from "../../test/acceptingBls.ts";
import { devnet } from "../presets/devnet.ts";
import { ChainState } from "../state/chainState.ts";
import type { NodeState, RemovedReason } from "../state/node.ts";
import { testGenesis } from "../testing/chainBuilder.ts";
import { testAddress } from "../testing/nodeKeys.ts";
import { addressToSubject, ClaimKind, type ClaimLeaf } from "./claimKind.ts";
import { leavingLeaves, leavingTerms, rewardLeaves } from "./claimLeaves.ts";
import { ClaimsTree, verifyClaim } from "./claimsTree.ts";
import { keccakBlock } from "./keccakBlock.ts";

const toHex = (bytes: Uint8Array) => `0x${bytesToHex(bytes)}`;
const openZeppelin = (leaves: readonly ClaimLeaf[]) =>
  StandardMerkleTree.of(
    leaves.map(({ kind, subject, value }) => [BigInt(kind), subject, value]),
    ["uint8", "uint256", "uint256"],
  );

const leafArbitrary: fc.Arbitrary<ClaimLeaf> = fc.record({
  kind: fc.constantFrom(ClaimKind.rewards, ClaimKind.exit, ClaimKind.liquidation),
  subject: fc.bigInt(0n, 2n ** 160n - 1n),
  value: fc.bigInt(0n, 2n ** 128n - 1n),
});

test("root and proofs equal OpenZeppelin's StandardMerkleTree", () => {
  const leavesArbitrary = fc.uniqueArray(leafArbitrary, {
    minLength: 1,
    maxLength: 40,
    selector: ({ kind, subject }) => `${kind}:${subject}`,
  });
  fc.assert(
    fc.property(leavesArbitrary, (leaves) => {
      const tree = new ClaimsTree(leaves);
      const reference = openZeppelin(leaves);
      expect(toHex(tree.root)).toBe(reference.root);
      for (const [i, leaf] of leaves.entries()) {
        const found = tree.proofOf(leaf.kind, leaf.subject);
        expect(found?.value).toBe(leaf.value);
        expect(found?.proof.map(toHex)).toEqual(reference.getProof(i));
        expect(verifyClaim(tree.root, leaf, found?.proof ?? [])).toBe(true);
        expect(verifyClaim(tree.root, { ...leaf, value: leaf.value + 1n }, found?.proof ?? [])).toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});

test("must-not-repeat §5.14: the empty tree is the hash of (0, 0, 0), and kinds can't stand for each other", () => {
  const empty = new ClaimsTree([]);
  expect(toHex(empty.root)).toBe(StandardMerkleTree.of([[0n, 0n, 0n]], ["uint8", "uint256", "uint256"]).root);
  expect(empty.proofOf(ClaimKind.rewards, 0n)).toBeUndefined();
  const tree = new ClaimsTree([
    { kind: ClaimKind.exit, subject: 7n, value: 0n },
    { kind: ClaimKind.rewards, subject: 9n, value: 5n },
  ]);
  const proof = tree.proofOf(ClaimKind.exit, 7n)?.proof ?? [];
  expect(verifyClaim(tree.root, { kind: ClaimKind.liquidation, subject: 7n, value: 0n }, proof)).toBe(false);
  expect(tree.proofOf(ClaimKind.liquidation, 7n)).toBeUndefined();
});

test("keccakBlock is keccak-256 for every length of one block", () => {
  for (let length = 0; length < 136; length++) {
    const message = new Uint8Array(length).map((_, i) => i + length);
    expect(keccakBlock(message)).toEqual(keccak_256(message));
  }
});

test("a rewards leaf is the floor of the balance in base units, zero ones are left out", () => {
  const address = testAddress("a");
  const other = testAddress("b");
  const lifetimes = new Map([
    [bytesToHex(address), 2_999_999_999n],
    [bytesToHex(other), 999_999_999n],
  ]);
  expect(rewardLeaves(lifetimes)).toEqual([{ kind: ClaimKind.rewards, subject: addressToSubject(address), value: 2n }]);
});

test("must-not-repeat §1.20: leaves of removed nodes follow the table, deregistered ones keep their lock", () => {
  const [seeded] = ChainState.fromGenesis(testGenesis(acceptingBls, { nodes: 1 })).nodes();
  if (seeded === undefined) throw new Error("no node");
  const removed = (reason: RemovedReason): NodeState => ({
    ...seeded,
    status: "removed",
    removed: { reason, at: 1_000 },
  });
  const { exitGraceSec: grace, deregistrationLockSec: lock } = devnet;
  const leavesAt = (reason: RemovedReason, time: number) =>
    leavingLeaves([removed(reason)], time, devnet).map(({ kind, value }) => [kind, Number(value)]);
  expect(leavesAt("voluntary", 1_000)).toEqual([[2, 0]]);
  expect(leavesAt("voluntary", 1_000 + grace - 1)).toEqual([[2, 0]]);
  const both = (exitLock: number) => [
    [2, exitLock],
    [3, 1_000 + lock],
  ];
  expect(leavesAt("voluntary", 1_000 + grace)).toEqual(both(0));
  expect(leavesAt("deregistered", 1_000)).toEqual([[2, 1_000 + lock]]);
  expect(leavesAt("deregistered", 1_000 + grace)).toEqual(both(1_000 + lock));
  for (const reason of ["rejected", "missed"] as const) expect(leavesAt(reason, 1_000 + 10 * lock)).toEqual([[2, 0]]);
  expect(leavingTerms(seeded, devnet)).toBeUndefined();
});
