import { bls12_381 } from "@noble/curves/bls12-381.js";
import { type Anvil, startAnvil } from "@session/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { flipBits, fromHex, hexOf, type PrecompileVector, readVectors } from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import { toEip2537PublicKey, toEip2537Signature } from "./eip2537.ts";
import { negateCompressed } from "./points.ts";
import { SIGNATURE_DST } from "./suite.ts";

// EIP-2537, table of addresses.
const G1ADD = "0x000000000000000000000000000000000000000b";
const G2ADD = "0x000000000000000000000000000000000000000d";
const PAIRING_CHECK = "0x000000000000000000000000000000000000000f";

const TRUE = `0x${"01".padStart(64, "0")}`;
const FALSE = `0x${"00".repeat(32)}`;
const G1_GENERATOR = bls12_381.G1.Point.BASE.toBytes();

const message = new Uint8Array(32).fill(3);
const [first, second] = [1, 2].map((fill) => blst.deriveSecretKey(new Uint8Array(32).fill(fill))) as [
  Uint8Array,
  Uint8Array,
];
const [key, otherKey] = [blst.publicKeyOf(first), blst.publicKeyOf(second)];

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

function call(to: string, parts: readonly Uint8Array[]): Promise<string> {
  return anvil.request("eth_call", [{ to, data: `0x${parts.map(hexOf).join("")}` }, "latest"]);
}

/** e(key, H(message)) · e(−g1, signature): 1 if the signature is valid. */
function checkOnChain(publicKey: Uint8Array, text: Uint8Array, signature: Uint8Array): Promise<string> {
  const hash = bls12_381.G2.hashToCurve(text, { DST: SIGNATURE_DST }).toBytes();
  return call(PAIRING_CHECK, [
    toEip2537PublicKey(publicKey),
    toEip2537Signature(hash),
    toEip2537PublicKey(negateCompressed(G1_GENERATOR)),
    toEip2537Signature(signature),
  ]);
}

test.each([blst, noble])(
  "a signature of $backend passes the pairing of the chain, a wrong one doesn't",
  async (bls) => {
    const signature = bls.sign(first, message);
    expect(await checkOnChain(key, message, signature)).toBe(TRUE);
    expect(await checkOnChain(otherKey, message, signature)).toBe(FALSE);
    expect(await checkOnChain(key, new Uint8Array(32), signature)).toBe(FALSE);
    expect(await checkOnChain(key, message, negateCompressed(signature))).toBe(FALSE);
  },
);

test("an aggregate verifies against the sum of keys the chain makes itself", async () => {
  const sum = await call(G1ADD, [toEip2537PublicKey(key), toEip2537PublicKey(otherKey)]);
  const aggregate = blst.aggregatePublicKeys([key, otherKey]);
  expect(sum).toBe(`0x${hexOf(toEip2537PublicKey(aggregate))}`);
  const signatures = [blst.sign(first, message), noble.sign(second, message)];
  const signature = blst.aggregateSignatures(signatures);
  expect(await call(G2ADD, signatures.map(toEip2537Signature))).toBe(`0x${hexOf(toEip2537Signature(signature))}`);
  expect(await checkOnChain(aggregate, message, signature)).toBe(TRUE);
});

test("a subtraction is the addition of the negative on chain", async () => {
  const aggregate = blst.aggregatePublicKeys([key, otherKey]);
  const rest = await call(G1ADD, [toEip2537PublicKey(aggregate), toEip2537PublicKey(negateCompressed(key))]);
  expect(rest).toBe(`0x${hexOf(toEip2537PublicKey(blst.subtractPublicKeys(aggregate, [key])))}`);
});

test("the chain refuses what this package refuses: padding, Fp2 order, subgroup in a pairing", async () => {
  const point = toEip2537PublicKey(key);
  await expect(call(G1ADD, [flipBits(point, 0, 1), point])).rejects.toThrow();
  const signature = toEip2537Signature(blst.sign(first, message));
  const swapped = Buffer.concat([64, 0, 192, 128].map((start) => signature.subarray(start, start + 64)));
  await expect(call(PAIRING_CHECK, [point, swapped])).rejects.toThrow();
  expect(await call(PAIRING_CHECK, [point, signature])).toBe(FALSE);
  const outside = readVectors<PrecompileVector[]>("eip2537/fail-mul_G1_bls.json").find(({ Name }) =>
    Name.includes("not_in_correct_subgroup"),
  );
  expect(outside?.Input).toHaveLength(320);
  const stray = fromHex(outside?.Input.slice(0, 256) ?? "");
  // G1ADD checks no subgroup, the pairing does: the reason why a key is stored only after a pairing.
  expect(await call(G1ADD, [stray, new Uint8Array(128)])).toBe(`0x${hexOf(stray)}`);
  await expect(call(PAIRING_CHECK, [stray, signature])).rejects.toThrow();
});
