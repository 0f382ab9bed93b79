import type { AddressRewards } from "@session/sdk/indexer-api";
import type { Hex } from "viem";
import { toBaseUnits } from "../../economics/amounts.ts";
import type { DataServices } from "../../economics/dataServices.ts";
import { claimedBy, newestAccepted } from "../../views/claims/queries.ts";
import { lifetimeOf } from "../../views/rewards/queries.ts";

/** Rewards of an address as of the appchain's newest checkpoint, beside what it claimed on L2. */
export async function addressRewards({ database, cache }: DataServices, address: Hex): Promise<AddressRewards> {
  const { queries } = database;
  const [earned, claimed, accepted] = await Promise.all([
    lifetimeOf(queries, address),
    claimedBy(queries, address),
    cache.get("accepted", () => newestAccepted(queries)),
  ]);
  const lifetimeLedger = earned?.lifetime ?? 0n;
  const lifetime = toBaseUnits(lifetimeLedger);
  return {
    lifetime: lifetime.toString(),
    lifetimeLedger: lifetimeLedger.toString(),
    claimed: claimed.toString(),
    // L2 may have paid on a checkpoint this indexer hasn't come to on the appchain.
    claimable: (lifetime > claimed ? lifetime - claimed : 0n).toString(),
    checkpointHeight: earned?.height ?? null,
    accepted: accepted ? { height: Number(accepted.height), at: Number(accepted.time), txHash: accepted.txHash } : null,
  };
}

/** Ledger units with the whole base units they make. */
export function bothUnits(ledger: bigint): { amountLedger: string; amount: string } {
  return { amountLedger: ledger.toString(), amount: toBaseUnits(ledger).toString() };
}
