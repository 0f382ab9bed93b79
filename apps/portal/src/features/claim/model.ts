import type { AddressRewards, ParamsResponse, StakesResponse } from "@session/sdk/indexer-api";
import { type Hex, isAddressEqual } from "viem";

/** What the contract pays in the cycle that runs, as it said itself. */
export type ClaimWindow = {
  /** Base units still paid to all. */
  readonly left: bigint;
  /** Base units still paid to the recipient; never more than `left`. */
  readonly leftForRecipient: bigint;
  /** Unix seconds. */
  readonly endsAt: number;
};

export type ClaimLimits = {
  /** Base units earned and not claimed. */
  readonly claimable: bigint;
  /** The most one claim can pay: less than `claimable` where the cycle's limits are lower. */
  readonly maximum: bigint;
  /** What holds a claim back: the part of a cycle for one recipient, or what all have claimed in it. */
  readonly cappedBy: "recipient" | "everybody" | null;
  /** Of the cycle that runs: what it still pays to all, what it pays in all, and when the next begins (unix seconds). */
  readonly window: { readonly left: bigint; readonly cap: bigint; readonly endsAt: number };
  /** Whether the contract was asked: without its word, the cycle counts as untouched. */
  readonly isWindowKnown: boolean;
  /** The network knows a newer checkpoint than the L2: the claim brings it along, in the same transaction. */
  readonly bringsCheckpoint: boolean;
};

/**
 * What an address can claim now (must-not-repeat 4.5: within the limits of the cycle that runs, and a cycle that has ended
 * limits nothing).
 */
export function toClaimLimits(
  rewards: AddressRewards,
  { claims }: Pick<ParamsResponse, "claims">,
  asked: ClaimWindow | undefined,
  nowSec: number,
): ClaimLimits {
  const claimable = BigInt(rewards.claimable);
  const [cap, perRecipient] = [BigInt(claims.capPerCycle), BigInt(claims.capPerRecipient)];
  const isCurrent = asked !== undefined && nowSec < asked.endsAt;
  const left = isCurrent ? asked.left : cap;
  const leftForRecipient = isCurrent ? asked.leftForRecipient : least(perRecipient, cap);
  const { accepted, checkpointHeight } = rewards;
  return {
    claimable,
    maximum: least(claimable, leftForRecipient),
    cappedBy: claimable <= leftForRecipient ? null : leftForRecipient < left ? "recipient" : "everybody",
    window: { left, cap, endsAt: isCurrent ? asked.endsAt : nextEnd(claims, nowSec) },
    isWindowKnown: asked !== undefined,
    bringsCheckpoint: checkpointHeight !== null && (accepted === null || accepted.height < checkpointHeight),
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The indexer names the end of the cycle it knows of; those after it have the same length. */
function nextEnd({ cycleEndsAt, cycleSec }: ParamsResponse["claims"], nowSec: number): number {
  if (nowSec < cycleEndsAt) return cycleEndsAt;
  return cycleEndsAt + (Math.floor((nowSec - cycleEndsAt) / cycleSec) + 1) * cycleSec;
}

/** Who else is paid for shares of the account and of its vesting contracts: anyone may send their claims. */
export function beneficiariesOf({ address, nodes }: Pick<StakesResponse, "address" | "nodes">): Hex[] {
  const found = new Map<string, Hex>();
  for (const { beneficiary } of nodes) {
    if (beneficiary === null || isAddressEqual(beneficiary as Hex, address as Hex)) continue;
    found.set(beneficiary.toLowerCase(), beneficiary as Hex);
  }
  return [...found.values()];
}

/** The time of day in UTC, where cycles begin: "12:00 UTC". */
export function toUtcClock(atSec: number): string {
  return `${new Date(atSec * 1_000).toISOString().slice(11, 16)} UTC`;
}
