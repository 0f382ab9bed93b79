import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

const KEPT = 5000;
const known = new Map<string, string>();

/**
 * Writes an address with the checksum of EIP-55: a letter is upper case where the hash of the lower-case digits has 8 or
 * more. What is no address comes back as it is.
 * @param address 0x and 40 hex digits in any case
 * @example toChecksumAddress("0x52908400098527886e0f7030069857d2e4169ee7")
 */
export function toChecksumAddress(address: string): string {
  if (!/^0x[0-9a-f]{40}$/i.test(address)) return address;
  const lower = address.toLowerCase();
  const before = known.get(lower);
  if (before !== undefined) return before;
  const digits = lower.slice(2);
  const hash = bytesToHex(keccak_256(utf8ToBytes(digits)));
  const checked = `0x${[...digits]
    .map((digit, index) => (Number.parseInt(hash[index] ?? "0", 16) >= 8 ? digit.toUpperCase() : digit))
    .join("")}`;
  if (known.size >= KEPT) known.clear();
  known.set(lower, checked);
  return checked;
}
