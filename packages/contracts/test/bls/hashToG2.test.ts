import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import fc from "fast-check";
import { bytesToHex, concat, type Hex, hexToBigInt, keccak256, stringToHex, toHex } from "viem";
import { encodeG2, fp, P, POP_DST } from "./support/blsKeys.ts";
import { connect } from "./support/connection.ts";
import { revertsWith } from "./support/reverts.ts";

type ExpandVectors = { DST: string; tests: { len_in_bytes: string; msg: string; uniform_bytes: string }[] };
type Fp2 = string;
type SuiteVectors = { dst: string; vectors: { P: { x: Fp2; y: Fp2 }; msg: string; u: Fp2[] }[] };

function rfc9380<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/rfc9380/${file}.json`, import.meta.url), "utf8"));
}

/** The vectors write c0,c1: the order of EIP-2537. */
const encodeFp2 = (value: Fp2): Hex => concat(value.split(",").map((part) => fp(BigInt(part))));

const deploy = async () => (await connect()).viem.deployContract("BlsHarness");

describe("hash to G2", () => {
  let bls: Awaited<ReturnType<typeof deploy>>;
  before(async () => {
    bls = await deploy();
  });

  it("RFC 9380 vectors of expand_message_xmd with SHA-256", async () => {
    const { DST, tests } = rfc9380<ExpandVectors>("expand_message_xmd_SHA256_38");
    assert.equal(tests.length, 10);
    for (const { len_in_bytes, msg, uniform_bytes } of tests) {
      const uniform = await bls.read.expandMessageXmd([stringToHex(msg), stringToHex(DST), BigInt(len_in_bytes)]);
      assert.equal(uniform, `0x${uniform_bytes}`);
    }
  });

  it("§1.3: RFC 9380 vectors of BLS12381G2_XMD:SHA-256_SSWU_RO_, field elements and points", async () => {
    const { dst, vectors } = rfc9380<SuiteVectors>("BLS12381G2_XMD_SHA-256_SSWU_RO");
    assert.equal(vectors.length, 5);
    for (const { msg, u, P: point } of vectors) {
      const elements = await bls.read.hashToField([stringToHex(msg), stringToHex(dst)]);
      assert.equal(elements, concat(u.map(encodeFp2)));
      const hashed = await bls.read.hashMessageToG2([stringToHex(msg), stringToHex(dst)]);
      assert.equal(hashed, concat([encodeFp2(point.x), encodeFp2(point.y)]));
    }
  });

  it("hashes digests as noble does with the same DST", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (digest) => {
        const expected = bls12_381.G2.hashToCurve(digest, { DST: POP_DST });
        assert.equal(await bls.read.hashToG2([bytesToHex(digest)]), encodeG2(expected));
      }),
      { numRuns: 20 },
    );
  });

  it("§1.3: its gas is the same for every digest", async () => {
    const digests = ["a", "b", "c", "d", "e", "f"].map((text) => keccak256(toHex(text)));
    const gas = await Promise.all(digests.map((digest) => bls.read.hashToG2Gas([digest])));
    assert.deepEqual(new Set(gas).size, 1);
  });

  it("reduces every 512-bit number modulo p", async () => {
    const MAX = (1n << 512n) - 1n;
    const edges = [
      0n,
      1n,
      P - 1n,
      P,
      P + 1n,
      2n * P - 1n,
      2n * P,
      3n * P,
      MAX,
      MAX - 1n,
      (MAX / P) * P,
      (MAX / P) * P - 1n,
    ];
    const numbers = fc.oneof(
      fc.constantFrom(...edges, (1n << 256n) - 1n, 1n << 256n, 1n << 381n, MAX - ((1n << 256n) - 1n)),
      fc.bigInt({ min: 0n, max: MAX }),
      // Around multiples of p, where the estimated quotient is most likely to be off.
      fc
        .tuple(fc.bigInt({ min: 1n, max: MAX / P - 1n }), fc.integer({ min: -2, max: 2 }))
        .map(([q, d]) => q * P + BigInt(d)),
    );
    await fc.assert(
      fc.asyncProperty(numbers, async (number) => {
        const [high, low] = await bls.read.reduce512([number >> 256n, number & ((1n << 256n) - 1n)]);
        assert.equal((high << 256n) | low, number % P);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a DST or a length RFC 9380 doesn't define", async () => {
    const long = stringToHex("x".repeat(256));
    for (const [dst, length] of [
      ["0x", 32n],
      [long, 32n],
      ["0x01", 0n],
      ["0x01", 33n],
      ["0x01", 256n * 32n],
    ] as const) {
      await revertsWith(bls.read.expandMessageXmd(["0x", dst, length]), "InvalidExpandParameters");
    }
    assert.equal(hexToBigInt(await bls.read.expandMessageXmd(["0x", "0x01", 255n * 32n])) > 0n, true);
  });
});
