import type { Hex } from "viem";

/** Half of the base field's modulus of BLS12-381, (p − 1) / 2, as 48 B. */
const HALF_MODULUS = "0d0088f51cbff34d258dd3db21a5d66bb23ba5c279c2895fb39869507b587b120f55ffff58a9ffffdcff7fffffffd555";
const COORDINATE_DIGITS = 96;
const IS_COMPRESSED = 0x8;
const HAS_GREATER_Y = 0x2;

/** The 48 B form of a key in G1 from its 96 B affine one, which is how contracts keep it; a point that isn't infinity. */
export function compressBls(affine: Hex): Hex {
  const digits = affine.slice(2).toLowerCase();
  const [x, y] = [digits.slice(0, COORDINATE_DIGITS), digits.slice(COORDINATE_DIGITS)];
  // Digits of equal length order as the numbers do.
  const flags = IS_COMPRESSED | (y > HALF_MODULUS ? HAS_GREATER_Y : 0) | Number.parseInt(x.charAt(0), 16);
  return `0x${flags.toString(16)}${x.slice(1)}`;
}
