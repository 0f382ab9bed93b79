import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { Address, Hex } from "viem";

type Leaf = readonly [kind: number, subject: bigint, value: bigint];

/** Leaf of an address's rewards. */
export const rewardLeaf = (recipient: Address, lifetimeRewards: bigint): Leaf => [
  1,
  BigInt(recipient),
  lifetimeRewards,
];
/** Leaf of a node that may leave. */
export const exitLeaf = (id: number, lockedUntil = 0n): Leaf => [2, BigInt(id), lockedUntil];
/** Leaf of a node that may be liquidated. */
export const liquidationLeaf = (id: number, lockedUntil = 0n): Leaf => [3, BigInt(id), lockedUntil];

/** A claims tree and the proofs of its leaves. */
export type ClaimsTree = { readonly root: Hex; proof(leaf: Leaf): Hex[] };

/** The tree of these leaves; without any, the leaf (0, 0, 0). */
export function claimsTree(leaves: readonly Leaf[]): ClaimsTree {
  const rows = (leaves.length === 0 ? [[0, 0n, 0n] as const] : leaves).map((leaf) => leaf.map(String));
  const tree = StandardMerkleTree.of(rows, ["uint8", "uint256", "uint256"]);
  return {
    root: tree.root as Hex,
    proof: (leaf) => tree.getProof(leaf.map(String)) as Hex[],
  };
}
