/** Fewest votes of `n` validators that decide: ⌊2n/3⌋ + 1 (protocol/blocks.md#quorum), the contract's figure as well. */
export function quorum(n: number): number {
  return Math.floor((2 * n) / 3) + 1;
}
