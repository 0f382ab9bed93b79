import type { AddressRewards, ParamsResponse } from "@session/sdk/indexer-api";

export type ClaimLimits = {
  /** Base units earned and not claimed. */
  readonly claimable: bigint;
  /** The most one claim can pay: less than `claimable` where the cycle's limit for one recipient is lower. */
  readonly maximum: bigint;
  readonly isCapped: boolean;
  /** When the limit is whole again, unix seconds. */
  readonly cycleEndsAt: number;
  /** The network knows a newer checkpoint than the L2: the claim brings it along, in the same transaction. */
  readonly bringsCheckpoint: boolean;
};

/** What an address can claim now (must-not-repeat 4.5: within the limits of the cycle). */
export function toClaimLimits(rewards: AddressRewards, { claims }: Pick<ParamsResponse, "claims">): ClaimLimits {
  const claimable = BigInt(rewards.claimable);
  const caps = [BigInt(claims.capPerRecipient), BigInt(claims.capPerCycle)];
  const maximum = caps.reduce((least, cap) => (cap < least ? cap : least), claimable);
  const { accepted, checkpointHeight } = rewards;
  return {
    claimable,
    maximum,
    isCapped: maximum < claimable,
    cycleEndsAt: claims.cycleEndsAt,
    bringsCheckpoint: checkpointHeight !== null && (accepted === null || accepted.height < checkpointHeight),
  };
}
