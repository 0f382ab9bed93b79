import type { Hex } from "viem";

/** Half of the base field's modulus, (p − 1) / 2, as 48 B. */
export const HALF_MODULUS =
  "0d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555";

const COORDINATE_DIGITS = 96;
const IS_COMPRESSED = 0x8;
const HAS_GREATER_Y = 0x2;

/** The 48 B form of a key in G1 from its 96 B affine one; a point that isn't infinity. */
export function compressBls(affine: Hex): Hex {
  const x = affine.slice(2, 2 + COORDINATE_DIGITS);
  const y = affine.slice(2 + COORDINATE_DIGITS);
  // Digits of equal length in lower case order as the numbers do.
  const flags = IS_COMPRESSED | (y > HALF_MODULUS ? HAS_GREATER_Y : 0) | Number.parseInt(x.charAt(0), 16);
  return `0x${flags.toString(16)}${x.slice(1)}`;
}
