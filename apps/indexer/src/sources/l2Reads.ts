/** What the follower reads of the contracts at every step, in this order; amounts in base units. */
export const L2_READS = ["poolBalance", "poolReleased", "rewardRate", "rewardsBalance"] as const;
