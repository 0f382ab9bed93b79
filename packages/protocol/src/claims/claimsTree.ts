import type { ClaimKind, ClaimLeaf } from "./claimKind.ts";
import { keccakBlock } from "./keccakBlock.ts";

const HASH_SIZE = 32;
const LEAF_SIZE = 96;

/**
 * OpenZeppelin's StandardMerkleTree over `[uint8, uint256, uint256]` leaves: leaf = keccak(keccak(abi.encode(…))), leaves
 * sorted by hash, nodes of sorted pairs, so the contract verifies with `MerkleProof`. Without leaves the root is the
 * hash of the single leaf (0, 0, 0). Source: protocol/claims.md#tree.
 */
export class ClaimsTree {
  readonly leaves: readonly ClaimLeaf[];
  /** Heap order: root at 0, children of i at 2i+1 and 2i+2, the leaves at the end in descending order of hash. */
  readonly #nodes: readonly Uint8Array[];
  #positions: ReadonlyMap<string, { index: number; value: bigint }> | undefined;
  /** Position in the heap of leaves[i]. */
  readonly #heapIndex: readonly number[];

  /** @param leaves - at most one for each kind and subject */
  constructor(leaves: readonly ClaimLeaf[]) {
    this.leaves = leaves;
    const hashes = leaves.length === 0 ? [hashLeaf(0n, 0n, 0n)] : leaves.map(hashOf);
    const order = hashes.map((_, i) => i).sort((a, b) => compareBytes(at(hashes, a), at(hashes, b)));
    const nodes: Uint8Array[] = new Array(2 * hashes.length - 1);
    const heapIndex: number[] = new Array(hashes.length);
    for (const [position, leafIndex] of order.entries()) {
      const index = nodes.length - 1 - position;
      nodes[index] = at(hashes, leafIndex);
      heapIndex[leafIndex] = index;
    }
    for (let i = hashes.length - 2; i >= 0; i--) nodes[i] = hashPair(at(nodes, 2 * i + 1), at(nodes, 2 * i + 2));
    this.#nodes = nodes;
    this.#heapIndex = heapIndex;
  }

  get root(): Uint8Array {
    return at(this.#nodes, 0);
  }

  /** What the tree says of an address or node id and the proof for it; undefined when it says nothing. */
  proofOf(kind: ClaimKind, subject: bigint): { value: bigint; proof: Uint8Array[] } | undefined {
    this.#positions ??= new Map(
      this.leaves.map((leaf, i) => [
        `${leaf.kind}:${leaf.subject}`,
        { index: at(this.#heapIndex, i), value: leaf.value },
      ]),
    );
    const found = this.#positions.get(`${kind}:${subject}`);
    if (found === undefined) return undefined;
    const proof: Uint8Array[] = [];
    for (let i = found.index; i > 0; i = (i - 1) >> 1) proof.push(at(this.#nodes, i % 2 === 0 ? i - 1 : i + 1));
    return { value: found.value, proof };
  }
}

/** Does the proof lead from this leaf to the root? What the contract computes. */
export function verifyClaim(root: Uint8Array, leaf: ClaimLeaf, proof: readonly Uint8Array[]): boolean {
  return compareBytes(proof.reduce(hashPair, hashOf(leaf)), root) === 0;
}

function hashOf(leaf: ClaimLeaf): Uint8Array {
  return hashLeaf(BigInt(leaf.kind), leaf.subject, leaf.value);
}

function hashLeaf(kind: bigint, subject: bigint, value: bigint): Uint8Array {
  const encoded = new Uint8Array(LEAF_SIZE);
  const view = new DataView(encoded.buffer);
  for (const [word, content] of [kind, subject, value].entries()) writeUint256(view, word * HASH_SIZE, content);
  return keccakBlock(keccakBlock(encoded));
}

function writeUint256(view: DataView, offset: number, value: bigint): void {
  for (let limb = 0, rest = value; limb < 4 && rest > 0n; limb++, rest >>= 64n)
    view.setBigUint64(offset + 24 - 8 * limb, BigInt.asUintN(64, rest));
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  const pair = new Uint8Array(2 * HASH_SIZE);
  const isAscending = compareBytes(a, b) <= 0;
  pair.set(isAscending ? a : b, 0);
  pair.set(isAscending ? b : a, HASH_SIZE);
  return keccakBlock(pair);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < HASH_SIZE; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`index ${index} of ${items.length}`);
  return item;
}
