import * as native from "@chainsafe/blst";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  coordinate,
  FIELD_MODULUS,
  flipBits,
  fromHex,
  hexOf,
  type PrecompileVector,
  readVectors,
} from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import {
  fromAffinePublicKey,
  fromEip2537PublicKey,
  fromEip2537Signature,
  toAffinePublicKey,
  toEip2537PublicKey,
  toEip2537Signature,
} from "./eip2537.ts";
import { BlsError } from "./errors.ts";

const G1_SIZE = 128;
const G2_SIZE = 256;

/** What the official vectors say of one point, taken out of a precompile's input. */
type PointCase = { name: string; bytes: Uint8Array };

function pointsOf(file: string, size: number, stride: number, offset = 0): PointCase[] {
  return readVectors<PrecompileVector[]>(`eip2537/${file}`).flatMap(({ Name, Input }) => {
    const input = fromHex(Input);
    const count = Math.floor(input.length / stride);
    return Array.from({ length: count }, (_, index) => {
      const start = index * stride + offset;
      return { name: `${file} ${Name} #${index}`, bytes: input.slice(start, start + size) };
    });
  });
}

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
const isOutsideSubgroup = ({ name }: PointCase) => name.includes("not_in_correct_subgroup") && name.endsWith("#0");

function faultOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof BlsError && "fault" in error.detail) return error.detail.fault;
    throw error;
  }
}

const g1 = [
  ...pointsOf("add_G1_bls.json", G1_SIZE, G1_SIZE),
  ...pointsOf("mul_G1_bls.json", G1_SIZE, G1_SIZE + 32),
  ...pointsOf("pairing_check_bls.json", G1_SIZE, G1_SIZE + G2_SIZE),
];
const g2 = [
  ...pointsOf("add_G2_bls.json", G2_SIZE, G2_SIZE),
  ...pointsOf("mul_G2_bls.json", G2_SIZE, G2_SIZE + 32),
  ...pointsOf("pairing_check_bls.json", G2_SIZE, G1_SIZE + G2_SIZE, G1_SIZE),
];

describe("official EIP-2537 vectors", () => {
  test("are all there", () => {
    expect([g1.length, g2.length]).toEqual([18 + 11 + 29, 18 + 11 + 29]);
    expect([g1.filter(isOutsideSubgroup).length, g2.filter(isOutsideSubgroup).length]).toEqual([1, 1]);
  });

  test.each(g1)("G1: $name", (point) => {
    if (isZero(point.bytes)) return expect(faultOf(() => fromEip2537PublicKey(point.bytes))).toBe("infinity");
    if (isOutsideSubgroup(point)) return expect(faultOf(() => fromEip2537PublicKey(point.bytes))).toBe("subgroup");
    const key = fromEip2537PublicKey(point.bytes);
    expect(hexOf(toEip2537PublicKey(key))).toBe(hexOf(point.bytes));
    // x ‖ y of blst, which knows nothing of this package.
    const affine = native.PublicKey.fromBytes(key, true).toBytes(false);
    expect(hexOf(toAffinePublicKey(key))).toBe(hexOf(affine));
    expect(hexOf(fromAffinePublicKey(affine))).toBe(hexOf(key));
    expect(hexOf(point.bytes)).toBe(
      `${"00".repeat(16)}${hexOf(affine.subarray(0, 48))}${"00".repeat(16)}${hexOf(affine.subarray(48))}`,
    );
  });

  test.each(g2)("G2: $name", (point) => {
    if (isZero(point.bytes)) return expect(faultOf(() => fromEip2537Signature(point.bytes))).toBe("infinity");
    if (isOutsideSubgroup(point)) return expect(faultOf(() => fromEip2537Signature(point.bytes))).toBe("subgroup");
    const signature = fromEip2537Signature(point.bytes);
    expect(hexOf(toEip2537Signature(signature))).toBe(hexOf(point.bytes));
    // blst's uncompressed form has c1 before c0.
    const plain = native.Signature.fromBytes(signature, true).toBytes(false);
    const parts = [48, 0, 144, 96].map((start) => `${"00".repeat(16)}${hexOf(plain.subarray(start, start + 48))}`);
    expect(hexOf(point.bytes)).toBe(parts.join(""));
  });

  const FAULTS: Record<string, string> = {
    "invalid input length": "length",
    "invalid point: not on curve": "curve",
    "invalid fp.Element encoding": "coordinate",
    "invalid field element top bytes": "padding",
    "g1 point is not in the correct subgroup": "subgroup",
    "g2 point is not in the correct subgroup": "subgroup",
  };
  const failing = (file: string) => readVectors<PrecompileVector[]>(`eip2537/${file}`);

  // The first point of each failing MUL input, and both points of a failing ADD.
  test.each(failing("fail-mul_G1_bls.json"))("refused G1: $Name", ({ Input, ExpectedError }) => {
    const input = fromHex(Input);
    const bytes = input.length === G1_SIZE + 32 ? input.subarray(0, G1_SIZE) : input;
    expect(faultOf(() => fromEip2537PublicKey(bytes))).toBe(FAULTS[ExpectedError ?? ""]);
  });

  test.each(failing("fail-mul_G2_bls.json"))("refused G2: $Name", ({ Input, ExpectedError }) => {
    const input = fromHex(Input);
    const bytes = input.length === G2_SIZE + 32 ? input.subarray(0, G2_SIZE) : input;
    expect(faultOf(() => fromEip2537Signature(bytes))).toBe(FAULTS[ExpectedError ?? ""]);
  });

  test.each(failing("fail-add_G1_bls.json"))("refused G1: $Name", ({ Input, ExpectedError }) => {
    const input = fromHex(Input);
    const halves = input.length === 2 * G1_SIZE ? [input.subarray(0, G1_SIZE), input.subarray(G1_SIZE)] : [input];
    expect(halves.map((half) => faultOf(() => fromEip2537PublicKey(half)))).toContain(FAULTS[ExpectedError ?? ""]);
  });

  test.each(failing("fail-add_G2_bls.json"))("refused G2: $Name", ({ Input, ExpectedError }) => {
    const input = fromHex(Input);
    const halves = input.length === 2 * G2_SIZE ? [input.subarray(0, G2_SIZE), input.subarray(G2_SIZE)] : [input];
    expect(halves.map((half) => faultOf(() => fromEip2537Signature(half)))).toContain(FAULTS[ExpectedError ?? ""]);
  });

  test.each(failing("fail-pairing_check_bls.json"))("refused pair: $Name", ({ Input, ExpectedError }) => {
    const input = fromHex(Input);
    const stride = G1_SIZE + G2_SIZE;
    const faults: (string | undefined)[] = input.length % stride !== 0 || input.length === 0 ? ["length"] : [];
    for (let start = 0; start + stride <= input.length; start += stride) {
      const first = faultOf(() => fromEip2537PublicKey(input.subarray(start, start + G1_SIZE)));
      const second = faultOf(() => fromEip2537Signature(input.subarray(start + G1_SIZE, start + stride)));
      // The precompile takes infinity, this package doesn't.
      faults.push(...[first, second].filter((fault) => fault !== undefined && fault !== "infinity"));
    }
    expect(faults).toContain(FAULTS[ExpectedError ?? ""]);
  });
});

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("encodings", () => {
  test("go there and back for any key and signature", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const secretKey = blst.deriveSecretKey(seed);
        const key = blst.publicKeyOf(secretKey);
        const signature = blst.sign(secretKey, seed);
        expect(hexOf(fromAffinePublicKey(toAffinePublicKey(key)))).toBe(hexOf(key));
        expect(hexOf(fromEip2537PublicKey(toEip2537PublicKey(key)))).toBe(hexOf(key));
        expect(hexOf(fromEip2537Signature(toEip2537Signature(signature)))).toBe(hexOf(signature));
        // The first byte of x is at most 0x1a: pages of keys as contract code rely on it.
        expect(toAffinePublicKey(key)[0]).toBeLessThanOrEqual(0x1a);
      }),
      { numRuns: 25 },
    );
  });

  test("any bit of the padding, in any element, is refused", () => {
    const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(5));
    const key = toEip2537PublicKey(blst.publicKeyOf(secretKey));
    const signature = toEip2537Signature(blst.sign(secretKey, new Uint8Array(32)));
    for (let element = 0; element < 4; element++)
      for (let byte = 0; byte < 16; byte++) {
        const index = element * 64 + byte;
        if (element < 2) expect(faultOf(() => fromEip2537PublicKey(flipBits(key, index, 1)))).toBe("padding");
        expect(faultOf(() => fromEip2537Signature(flipBits(signature, index, 0x80)))).toBe("padding");
      }
  });

  test("coordinates at or above p are refused, in every place", () => {
    for (const value of [FIELD_MODULUS, FIELD_MODULUS + 1n, 2n ** 384n - 1n]) {
      for (const start of [0, 48]) {
        const affine = toAffinePublicKey(blst.publicKeyOf(blst.deriveSecretKey(new Uint8Array(32))));
        affine.set(coordinate(value), start);
        expect(faultOf(() => fromAffinePublicKey(affine))).toBe("coordinate");
      }
      for (const start of [16, 80, 144, 208]) {
        const point = toEip2537Signature(blst.sign(blst.deriveSecretKey(new Uint8Array(32)), new Uint8Array(1)));
        point.set(coordinate(value), start);
        expect(faultOf(() => fromEip2537Signature(point))).toBe("coordinate");
      }
    }
  });

  test("wrong Fp2 order is refused", () => {
    const point = toEip2537Signature(blst.sign(blst.deriveSecretKey(new Uint8Array(32)), new Uint8Array(1)));
    const element = (index: number) => point.subarray(index * 64, (index + 1) * 64);
    const swapped = Buffer.concat([element(1), element(0), element(3), element(2)]);
    expect(faultOf(() => fromEip2537Signature(swapped))).toBe("curve");
  });

  test("lengths are exact", () => {
    for (const size of [0, 47, 95, 97, 127, 129, 255, 257, 512]) {
      const bytes = new Uint8Array(size);
      for (const convert of [toAffinePublicKey, fromAffinePublicKey, toEip2537PublicKey, fromEip2537PublicKey])
        expect(faultOf(() => convert(bytes))).toBe("length");
      for (const convert of [toEip2537Signature, fromEip2537Signature])
        expect(faultOf(() => convert(bytes))).toBe("length");
    }
  });
});
