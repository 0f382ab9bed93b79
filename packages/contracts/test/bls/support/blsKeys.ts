import { createHash } from "node:crypto";
import blst from "@chainsafe/blst";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bytesToHex, concat, type Hex, pad, toHex } from "viem";

/** DST of the proof-of-possession scheme: blst's default; noble's is another one and has to be told. */
export const POP_DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_";

/** The base field's modulus. */
export const P = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaabn;

export type G1 = InstanceType<typeof bls12_381.G1.Point>;
export type G2 = InstanceType<typeof bls12_381.G2.Point>;

export const G1_INFINITY: Hex = `0x${"00".repeat(128)}`;
export const G2_INFINITY: Hex = `0x${"00".repeat(256)}`;

/** A 64-byte EIP-2537 field element. */
export const fp = (value: bigint): Hex => toHex(value, { size: 64 });

/** EIP-2537 encoding of a G1 point, 128 bytes. */
export function encodeG1(point: G1): Hex {
  if (point.is0()) return G1_INFINITY;
  const { x, y } = point.toAffine();
  return concat([fp(x), fp(y)]);
}

/** EIP-2537 encoding of a G2 point, 256 bytes: x.c0, x.c1, y.c0, y.c1. */
export function encodeG2(point: G2): Hex {
  if (point.is0()) return G2_INFINITY;
  const { x, y } = point.toAffine();
  return concat([fp(x.c0), fp(x.c1), fp(y.c0), fp(y.c1)]);
}

/** 96 affine bytes (x ‖ y) of an EIP-2537 G1 point. */
export const toAffine96 = (encoded: Hex): Hex => `0x${encoded.slice(2 + 32, 2 + 128)}${encoded.slice(2 + 160)}`;

/** 96 affine bytes as the contract's struct of three words. */
export function toG1Struct(encoded: Hex): { a: bigint; b: bigint; c: bigint } {
  const hex = toAffine96(encoded).slice(2);
  const word = (index: number) => BigInt(`0x${hex.slice(64 * index, 64 * (index + 1))}`);
  return { a: word(0), b: word(1), c: word(2) };
}

/** A key pair of blst, its public parts in EIP-2537 encoding. */
export type TestKey = { readonly secret: blst.SecretKey; readonly pubkey: Hex; readonly affine: Hex };

/** Deterministic key number `index`. */
export function testKey(index: number): TestKey {
  const secret = blst.SecretKey.fromKeygen(createHash("sha256").update(`test key ${index}`).digest());
  // blst's uncompressed G1 is x ‖ y, 96 bytes.
  const affine = bytesToHex(secret.toPublicKey().toBytes(false));
  const coordinate = (start: number): Hex => pad(`0x${affine.slice(start, start + 96)}`, { size: 64 });
  return { secret, affine, pubkey: concat([coordinate(2), coordinate(98)]) };
}

export const testKeys = (count: number, first = 0): TestKey[] =>
  Array.from({ length: count }, (_, index) => testKey(first + index));

/** EIP-2537 encoding of blst's signature: its uncompressed form has c1 before c0. */
export function encodeBlstSignature(signature: blst.Signature): Hex {
  const hex = bytesToHex(signature.toBytes(false)).slice(2);
  const part = (index: number): Hex => pad(`0x${hex.slice(96 * index, 96 * (index + 1))}`, { size: 64 });
  return concat([part(1), part(0), part(3), part(2)]);
}

/** blst's signature over the 32 bytes of a digest. */
export const sign = (key: TestKey, digest: Hex): Hex =>
  encodeBlstSignature(key.secret.sign(Buffer.from(digest.slice(2), "hex")));

/** Sum of the signatures of many keys over one digest. */
export function signAll(keys: readonly TestKey[], digest: Hex): Hex {
  const message = Buffer.from(digest.slice(2), "hex");
  return encodeBlstSignature(blst.aggregateSignatures(keys.map((key) => key.secret.sign(message))));
}

/** noble's point of an EIP-2537 G1 encoding. */
export const decodeG1 = (encoded: Hex): G1 =>
  encoded === G1_INFINITY
    ? bls12_381.G1.Point.ZERO
    : bls12_381.G1.Point.fromAffine({
        x: BigInt(`0x${encoded.slice(2, 130)}`),
        y: BigInt(`0x${encoded.slice(130)}`),
      });

/** Sum of public keys, by noble. */
export const sumOf = (keys: readonly TestKey[]): Hex =>
  encodeG1(keys.reduce((sum, key) => sum.add(decodeG1(key.pubkey)), bls12_381.G1.Point.ZERO));

/** The wire format of absent nodes: `uint16 word ‖ uint256 bits` per word, ascending. */
export function encodeNonSigners(ids: Iterable<number>): Hex {
  const words = new Map<number, bigint>();
  for (const id of ids) words.set(id >> 8, (words.get(id >> 8) ?? 0n) | (1n << BigInt(id & 0xff)));
  const entries = [...words].sort(([left], [right]) => left - right);
  return concat(["0x", ...entries.map(([word, bits]) => nonSignersEntry(word, bits))]);
}

/** One entry of the wire format, checked by nothing. */
export const nonSignersEntry = (word: number, bits: bigint): Hex =>
  concat([toHex(word, { size: 2 }), toHex(bits, { size: 32 })]);
