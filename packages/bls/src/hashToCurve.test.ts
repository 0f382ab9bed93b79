import { bls12_381 } from "@noble/curves/bls12-381.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { fromHex, hexOf, readVectors } from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import { SIGNATURE_DST } from "./suite.ts";

type Rfc9380 = {
  dst: string;
  ciphersuite: string;
  vectors: { msg: string; P: { x: string; y: string } }[];
};

const suite = readVectors<Rfc9380>("rfc9380/BLS12381G2_XMD_SHA-256_SSWU_RO.json");

test("the suite of the vectors is the one signatures use", () => {
  expect(suite.vectors).toHaveLength(5);
  expect(SIGNATURE_DST).toBe(`BLS_SIG_${suite.ciphersuite}POP_`);
});

test.each(suite.vectors)("RFC 9380 J.10.1, message #$#", ({ msg, P }) => {
  const { x, y } = bls12_381.G2.hashToCurve(utf8ToBytes(msg), { DST: suite.dst }).toAffine();
  const parts = [x.c0, x.c1, y.c0, y.c1];
  expect(parts).toEqual([...P.x.split(","), ...P.y.split(",")].map(BigInt));
});

test.each(suite.vectors)(
  "blst hashes message #$# of RFC 9380 as noble does, under the tag for signatures",
  ({ msg }) => {
    // With the secret key 1 the signature is the hash itself.
    const one = fromHex("01".padStart(64, "0"));
    const message = utf8ToBytes(msg);
    const hash = bls12_381.G2.hashToCurve(message, { DST: SIGNATURE_DST }).toBytes();
    expect(hexOf(blst.sign(one, message))).toBe(hexOf(hash));
    expect(hexOf(noble.sign(one, message))).toBe(hexOf(hash));
  },
);
