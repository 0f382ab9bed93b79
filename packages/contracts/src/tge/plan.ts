import { type Address, zeroAddress } from "viem";
import { TgeError } from "./errors.ts";
import { partAmount, type TgeParameters } from "./parameters.ts";
import { scheduleOf } from "./schedule.ts";
import { FREE_PARTS, type FreePart, LOCKED_PARTS, LOCKUPS, type LockedPart, TOTAL_SUPPLY } from "./supply.ts";

/** A payment of what is free at once. */
export type TgeTransfer = { readonly part: FreePart; readonly to: Address; readonly amount: bigint };

/** A vesting contract to deploy and fund. Amounts in base units, times in unix seconds. */
export type TgeVesting = {
  /** Unique, letters, digits and underscores: names the contract in a deployment's journal. */
  readonly id: string;
  readonly part: LockedPart;
  readonly beneficiary: Address;
  /** Zero when it can't be revoked. */
  readonly revoker: Address;
  readonly transferable: boolean;
  /** Absent: stakeable, all released at `end`. */
  readonly cliff: bigint | undefined;
  readonly end: bigint;
  readonly amount: bigint;
};

export type TgePlan = { readonly transfers: readonly TgeTransfer[]; readonly vestings: readonly TgeVesting[] };

/**
 * Lists every payment and vesting of a token generation; together they are the whole supply.
 *
 * @throws {TgeError} `TGE_SUM_MISMATCH` when the grants of a part aren't exactly the part
 */
export function planTge(parameters: TgeParameters, rewardRatePool: Address): TgePlan {
  const accounts: Record<FreePart, Address> = { ...parameters.accounts, stakingRewardPool: rewardRatePool };
  const transfers = (Object.keys(FREE_PARTS) as FreePart[]).map((part) => ({
    part,
    to: accounts[part],
    amount: partAmount(part),
  }));
  const vestings = (Object.keys(LOCKED_PARTS) as LockedPart[]).flatMap((part) => planPart(parameters, part));
  requireSum("supply", TOTAL_SUPPLY, [...transfers, ...vestings]);
  return { transfers, vestings };
}

function planPart({ grants, revoker, time }: TgeParameters, part: LockedPart): TgeVesting[] {
  requireSum(part, partAmount(part), grants[part]);
  const { lockup } = LOCKED_PARTS[part];
  const schedule = scheduleOf(lockup, time);
  return grants[part].map((grant, index) => ({
    id: `${part}_${index}`,
    part,
    beneficiary: grant.beneficiary,
    revoker: grant.revocable ? revoker : zeroAddress,
    transferable: grant.transferable,
    ...schedule,
    amount: grant.amount,
  }));
}

/** Whether a part's vestings may be staked. */
export function isStakeable(part: LockedPart): boolean {
  return LOCKUPS[LOCKED_PARTS[part].lockup].kind === "staking";
}

function requireSum(part: string, expected: bigint, items: readonly { readonly amount: bigint }[]): void {
  const actual = items.reduce((sum, { amount }) => sum + amount, 0n);
  if (actual !== expected)
    throw new TgeError(
      { code: "TGE_SUM_MISMATCH", part, expected, actual },
      `The grants of ${part} are ${actual} base units together, not ${expected}.`,
    );
}
