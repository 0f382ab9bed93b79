import { getAddress, type Hex } from "viem";

/** Every staker of a network of 2,500 nodes with ten each, and then some. */
const MAX_KNOWN = 100_000;
const known = new Map<Hex, Hex>();

/** An address by EIP-55. Its keccak costs more than the query it came from, so what was asked for is remembered. */
export function addressText(address: Hex): Hex {
  const found = known.get(address);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const text = getAddress(address);
  known.set(address, text);
  return text;
}

export function optionalAddress(address: Hex | null): Hex | null {
  return address === null ? null : addressText(address);
}
