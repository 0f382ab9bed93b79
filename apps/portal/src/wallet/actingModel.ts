import type { StakesResponse } from "@session/sdk/indexer-api";
import { getAddress, type Hex, isAddressEqual } from "viem";

/** A vesting contract of the wallet, with what it has staked. */
export type OwnVesting = StakesResponse["vestings"][number];
type Known = Pick<StakesResponse, "vestings" | "areVestingsKnown">;

/**
 * Those that can act for the wallet: they can stake, and are the wallet's to use. One that is revoked is its revoker's, not
 * its beneficiary's any more.
 */
export function actableVestings(signer: Hex, vestings: readonly OwnVesting[]): OwnVesting[] {
  return vestings.filter(({ kind, holder }) => kind === "staking" && isAddressEqual(holder as Hex, signer));
}

/** While the indexer is away, a contract that isn't named may be one that nobody asked the chain for. */
export function toKnown({ vestings, areVestingsKnown }: Known, isFromChain: boolean): Known {
  return { vestings, areVestingsKnown: areVestingsKnown && !isFromChain };
}

export type Acts = {
  /** Acts: the wallet or one of its vesting contracts; undefined as long as that isn't certain. */
  readonly account: Hex | undefined;
  /** The vesting contract that acts; null when the wallet itself does. */
  readonly vesting: OwnVesting | null;
  /** Who was chosen, though nobody knows yet whether it still may act. */
  readonly pending: Hex | undefined;
  /** Who was chosen and may act no more: the wallet acts instead. */
  readonly lost: Hex | undefined;
};

const NOBODY: Acts = { account: undefined, vesting: null, pending: undefined, lost: undefined };

/**
 * Who acts. A vesting contract that was chosen acts only while it is known to be the wallet's; while that is unknown nobody
 * does, or the wallet would send what was meant for the contract.
 *
 * @param known - undefined while it loads or can't be loaded
 */
export function whoActs(signer: Hex | undefined, chosen: Hex | undefined, known: Known | undefined): Acts {
  if (signer === undefined) return NOBODY;
  if (chosen === undefined || isAddressEqual(chosen, signer)) return { ...NOBODY, account: signer };
  const vesting = actableVestings(signer, known?.vestings ?? []).find(({ address }) =>
    isAddressEqual(address as Hex, chosen),
  );
  if (vesting !== undefined) return { ...NOBODY, account: getAddress(chosen), vesting };
  if (known?.areVestingsKnown !== true) return { ...NOBODY, pending: getAddress(chosen) };
  return { ...NOBODY, account: signer, lost: getAddress(chosen) };
}
