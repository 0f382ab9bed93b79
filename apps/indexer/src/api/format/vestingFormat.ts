import type { StakesResponse, VestingResponse } from "@session/sdk/indexer-api";
import { unvestedOf, type Vesting } from "../../economics/vestings.ts";
import { addressText, optionalAddress } from "./addressText.ts";

export const vestedNothing: StakesResponse["totals"] = { staked: "0", returning: "0", locked: "0", inPools: "0" };

/** @param staked base units it has in nodes and pools */
export function formatVesting(vesting: Vesting, staked: bigint, timeSec: number): VestingResponse {
  const { address, beneficiary, holder, revoker, balance, released, releasable, ...rest } = vesting;
  return {
    ...rest,
    address: addressText(address),
    beneficiary: addressText(beneficiary),
    holder: addressText(holder),
    revoker: optionalAddress(revoker),
    balance: balance.toString(),
    staked: staked.toString(),
    released: released.toString(),
    releasable: releasable.toString(),
    unvested: unvestedOf(vesting, staked, timeSec).toString(),
  };
}
