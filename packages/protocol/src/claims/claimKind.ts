/** First word of a claims leaf; the contract checks it, so no leaf can be used as one of another kind. */
export const ClaimKind = { rewards: 1, exit: 2, liquidation: 3 } as const;
export type ClaimKind = (typeof ClaimKind)[keyof typeof ClaimKind];

/** Rewards: (1, address, lifetime base units). Exit and liquidation: (2 | 3, node id, lockedUntil). */
export type ClaimLeaf = { readonly kind: ClaimKind; readonly subject: bigint; readonly value: bigint };

/** A 20 B address as the leaf's second word. */
export function addressToSubject(address: Uint8Array): bigint {
  let value = 0n;
  for (const byte of address) value = (value << 8n) | BigInt(byte);
  return value;
}
