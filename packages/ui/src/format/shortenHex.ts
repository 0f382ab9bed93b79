/**
 * Shortens bytes for reading: "0x" and the first 6 digits … the last 4. What is no longer than that stays as it is.
 * @param hex with or without "0x"; case is kept, it carries the checksum of an address
 * @example shortenHex("0x52908400098527886E0F7030069857D2E4169EE7") // "0x529084…9EE7"
 */
export function shortenHex(hex: string): string {
  const prefix = /^0x/i.test(hex) ? hex.slice(0, 2) : "";
  const digits = hex.slice(prefix.length);
  return digits.length <= 11 ? hex : `${prefix}${digits.slice(0, 6)}…${digits.slice(-4)}`;
}
