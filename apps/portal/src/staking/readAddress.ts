import { getAddress, type Hex, isAddress, zeroAddress } from "viem";

export type AddressFault = "ADDRESS_EMPTY" | "ADDRESS_INVALID" | "ADDRESS_CHECKSUM" | "ADDRESS_ZERO";
export type ReadAddress =
  | { readonly ok: true; readonly address: Hex }
  | { readonly ok: false; readonly fault: AddressFault };

/** Reads an address as typed or pasted; one in mixed case must have the right checksum (EIP-55). */
export function readAddress(text: string): ReadAddress {
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, fault: "ADDRESS_EMPTY" };
  if (!isAddress(trimmed, { strict: false })) return { ok: false, fault: "ADDRESS_INVALID" };
  if (!isAddress(trimmed)) return { ok: false, fault: "ADDRESS_CHECKSUM" };
  if (trimmed === zeroAddress) return { ok: false, fault: "ADDRESS_ZERO" };
  return { ok: true, address: getAddress(trimmed) };
}

/** Whether two texts name the same account, in any case (must-not-repeat 4.7). */
export function isSameAddress(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one.toLowerCase() === other.toLowerCase();
}
