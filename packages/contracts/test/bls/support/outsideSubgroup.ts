import { bls12_381 } from "@noble/curves/bls12-381.js";
import type { G1, G2 } from "./blsKeys.ts";

const { G1: g1, G2: g2, fields } = bls12_381;

/** A point of the curve y² = x³ + 4 with a small x, outside the subgroup of order r. */
export function g1OutsideSubgroup(): G1 {
  for (let x = 1n; ; x += 1n) {
    const square = fields.Fp.create(x * x * x + 4n);
    if (!fields.Fp.eql(fields.Fp.pow(square, (fields.Fp.ORDER - 1n) / 2n), 1n)) continue;
    const point = g1.Point.fromAffine({ x, y: fields.Fp.sqrt(square) });
    if (!point.isTorsionFree()) return point;
  }
}

/** The same for the twist y² = x³ + 4(1 + i). */
export function g2OutsideSubgroup(): G2 {
  const { Fp2 } = fields;
  const b = Fp2.create({ c0: 4n, c1: 4n });
  for (let c0 = 1n; ; c0 += 1n) {
    const x = Fp2.create({ c0, c1: 0n });
    const square = Fp2.add(Fp2.mul(Fp2.sqr(x), x), b);
    try {
      const point = g2.Point.fromAffine({ x, y: Fp2.sqrt(square) });
      if (!point.isTorsionFree()) return point;
    } catch {
      // Not a square: no point with this x.
    }
  }
}
