import { concat, type Hex, slice } from "viem";
import { fp, P } from "./blsKeys.ts";

/** The encoding with the 64-byte coordinate number `index` replaced. */
export const withCoordinate = (encoded: Hex, index: number, coordinate: Hex): Hex =>
  concat([
    index === 0 ? "0x" : slice(encoded, 0, 64 * index),
    coordinate,
    64 * (index + 1) === (encoded.length - 2) / 2 ? "0x" : slice(encoded, 64 * (index + 1)),
  ]);

export const coordinate = (encoded: Hex, index: number): Hex => slice(encoded, 64 * index, 64 * (index + 1));

/** Each coordinate once plus p, and once with a bit in its padding. */
export const nonCanonical = (encoded: Hex, coordinates: number): Hex[] =>
  Array.from({ length: coordinates }, (_, index) => {
    const value = BigInt(coordinate(encoded, index));
    return [fp(value + P), fp(value | (1n << 511n)), fp(value | (1n << 384n))].map((changed) =>
      withCoordinate(encoded, index, changed),
    );
  }).flat();
