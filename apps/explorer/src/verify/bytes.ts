import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "./bundle.ts";

export function toBytes(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2));
}

export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** An unsigned integer as 32 bytes, big-endian: a word of the EVM. */
export function toWord(value: bigint): Uint8Array {
  return hexToBytes(BigInt.asUintN(256, value).toString(16).padStart(64, "0"));
}
