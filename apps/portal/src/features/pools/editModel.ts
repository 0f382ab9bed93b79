import type { Pool, PoolReservation } from "@session/sdk";
import { formatAmount } from "@session/ui";
import { isSameAddress } from "../../staking/readAddress.ts";
import type { Terms, TermsRules, TermsText } from "../../staking/terms.ts";

/** A pool's terms, ready to be changed. */
export function toTermsText(pool: Pool, { operator, operatorMinimum, decimalSign }: TermsRules): TermsText {
  const write = (value: bigint, decimals: number) => formatAmount(value, { decimals }).plain.replace(".", decimalSign);
  const own = pool.contributions.find(({ staker }) => isSameAddress(staker, operator))?.amount ?? operatorMinimum;
  return {
    ownStake: write(own, 9),
    fee: write(BigInt(pool.feeBps), 2),
    // The operator's own reservation is its stake, which is entered as that.
    reserved: pool.reserved
      .filter(({ contributor }) => !isSameAddress(contributor, operator))
      .map(({ contributor, amount }) => ({ contributor, amount: write(amount, 9) })),
    start: pool.manualFinalize ? "byHand" : "itself",
  };
}

export type TermsChange = {
  readonly fee: boolean;
  readonly reserved: boolean;
  readonly start: boolean;
  readonly ownStake: boolean;
};

/** What of a pool's terms would be another: each is a transaction of its own while nothing is inside. */
export function findChanges(pool: Pool, terms: Terms, operator: string): TermsChange {
  const own = pool.contributions.find(({ staker }) => isSameAddress(staker, operator));
  return {
    fee: terms.feeBps !== pool.feeBps,
    reserved: !isSameList(terms.reserved, pool.reserved),
    start: terms.manualFinalize !== pool.manualFinalize,
    ownStake: own !== undefined && own.amount !== terms.ownStake,
  };
}

export const isChanged = (change: TermsChange): boolean => Object.values(change).some(Boolean);

/** Reservations in another order keep the same places. */
function isSameList(one: readonly PoolReservation[], other: readonly PoolReservation[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ contributor, amount }) =>
      other.some((place) => isSameAddress(place.contributor, contributor) && place.amount === amount),
    )
  );
}
