import { readFileSync } from "node:fs";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** One official test of an EIP-2537 precompile; hex without 0x. */
export type PrecompileVector = { Input: string; Name: string; Expected?: string; ExpectedError?: string };

export function readVectors<Vectors>(path: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../vectors/${path}`, import.meta.url), "utf8")) as Vectors;
}

export function fromHex(hex: string): Uint8Array {
  return hexToBytes(hex.replace(/^0x/, ""));
}

export const hexOf = bytesToHex;

/** 48 big-endian bytes of one base-field coordinate. */
export function coordinate(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(96, "0"));
}

/** Field modulus p: draft-irtf-cfrg-pairing-friendly-curves-11, section 4.2.1. */
export const FIELD_MODULUS =
  0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;

/** A copy with some bits of one byte flipped. */
export function flipBits(bytes: Uint8Array, index: number, bits: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[index] = (copy[index] ?? 0) ^ bits;
  return copy;
}

export const INFINITY_PUBLIC_KEY = flipBits(new Uint8Array(48), 0, 0xc0);
export const INFINITY_SIGNATURE = flipBits(new Uint8Array(96), 0, 0xc0);

/** x = 4: on the curve of G1 (4³ + 4 is a square), not in the subgroup; compressed. */
export const PUBLIC_KEY_OUTSIDE_SUBGROUP = flipBits(coordinate(4n), 0, 0x80);
