import type { Hex } from "viem";
import { type AddressFault, isSameAddress, readAddress } from "./readAddress.ts";

export type BeneficiaryFault = Exclude<AddressFault, "ADDRESS_EMPTY"> | "BENEFICIARY_REFUSED";
export type ReadBeneficiary =
  /** Undefined: whoever signs, the default. */
  | { readonly ok: true; readonly beneficiary: Hex | undefined }
  | { readonly ok: false; readonly fault: BeneficiaryFault };

/**
 * Reads who receives the rewards; left empty it is the account that signs.
 *
 * @param refused - contracts that can't pass rewards on: the pool, a vesting contract
 */
export function readBeneficiary(text: string, refused: readonly (string | undefined)[] = []): ReadBeneficiary {
  const read = readAddress(text);
  if (read.ok)
    return refused.some((address) => isSameAddress(address, read.address))
      ? { ok: false, fault: "BENEFICIARY_REFUSED" }
      : { ok: true, beneficiary: read.address };
  return read.fault === "ADDRESS_EMPTY" ? { ok: true, beneficiary: undefined } : { ok: false, fault: read.fault };
}
