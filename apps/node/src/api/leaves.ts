/** First field of a claims leaf: what it lets its holder do (protocol/claims.md#leaves). */
export const LEAF_KIND = { rewards: 1, exit: 2, liquidation: 3 } as const;
