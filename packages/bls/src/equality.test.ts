import fc from "fast-check";
import { expect, test, vi } from "vitest";
import {
  flipBits,
  hexOf,
  INFINITY_PUBLIC_KEY,
  INFINITY_SIGNATURE,
  PUBLIC_KEY_OUTSIDE_SUBGROUP,
} from "../test/fixtures.ts";
import { blst, fromAffinePublicKey as fromAffineNative, toAffinePublicKey as toAffineNative } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import type { Bls, SignatureSet } from "./bls.ts";
import { fromAffinePublicKey, toAffinePublicKey } from "./eip2537.ts";
import { BlsError } from "./errors.ts";
import { decodePublicKey, decodeSignature, negateCompressed } from "./points.ts";

/** Result, or the detail of the refusal; anything else that is thrown fails the test. */
function outcome(run: (bls: Bls) => unknown, bls: Bls): unknown {
  try {
    const value = run(bls);
    return value instanceof Uint8Array ? hexOf(value) : value;
  } catch (error) {
    if (error instanceof BlsError) return error.detail;
    throw error;
  }
}

function expectSame(run: (bls: Bls) => unknown): unknown {
  const first = outcome(run, blst);
  expect(outcome(run, noble)).toEqual(first);
  return first;
}

// noble takes 20 ms for a pairing, and several times as long on a busy machine; some tests make more than a thousand.
vi.setConfig({ testTimeout: 600_000 });

const NUM_RUNS = 30;
const seeds = fc.uint8Array({ minLength: 32, maxLength: 48 });
const messages = fc.uint8Array({ maxLength: 80 });
/** A few signers, so that the same one comes up again. */
const signers = [1, 2, 3, 4, 5].map((fill) => {
  const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(fill));
  return { secretKey, publicKey: blst.publicKeyOf(secretKey) };
});
const fewMessages = [new Uint8Array(0), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

const spoil = (bytes: Uint8Array) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(bytes) },
    fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, bits]) => flipBits(bytes, at, bits)),
    fc.constant(negateCompressed(bytes)),
    fc.constant(bytes.length === 48 ? INFINITY_PUBLIC_KEY : INFINITY_SIGNATURE),
    fc.nat(bytes.length + 1).map((size) => Uint8Array.from({ length: size }, (_, index) => bytes[index] ?? 0)),
    fc.uint8Array({ minLength: bytes.length, maxLength: bytes.length }),
  );
const publicKeys = fc
  .constantFrom(...signers.map((signer) => signer.publicKey), PUBLIC_KEY_OUTSIDE_SUBGROUP)
  .chain(spoil);
const signatures = fc
  .tuple(fc.constantFrom(...signers), fc.constantFrom(...fewMessages))
  .chain(([{ secretKey }, message]) => spoil(blst.sign(secretKey, message)));
const honestSets: fc.Arbitrary<SignatureSet> = fc
  .tuple(fc.constantFrom(...signers), fc.constantFrom(...fewMessages))
  .map(([{ secretKey, publicKey }, message]) => ({ publicKey, message, signature: blst.sign(secretKey, message) }));
const anySets: fc.Arbitrary<SignatureSet> = fc.oneof(
  { weight: 3, arbitrary: honestSets },
  fc.record({ publicKey: publicKeys, message: fc.constantFrom(...fewMessages), signature: signatures }),
);

test("deriveSecretKey, publicKeyOf, sign, verify: the same bytes and the same answer", () => {
  fc.assert(
    fc.property(seeds, messages, messages, (seed, message, other) => {
      const secretKey = blst.deriveSecretKey(seed);
      expectSame((bls) => bls.deriveSecretKey(seed));
      const publicKey = blst.publicKeyOf(secretKey);
      expectSame((bls) => bls.publicKeyOf(secretKey));
      const signature = blst.sign(secretKey, message);
      expectSame((bls) => bls.sign(secretKey, message));
      expect(expectSame((bls) => bls.verify(publicKey, message, signature))).toBe(true);
      expect(expectSame((bls) => bls.verify(publicKey, other, signature))).toBe(hexOf(message) === hexOf(other));
    }),
    { numRuns: NUM_RUNS },
  );
});

test("secret keys of any bytes: taken or refused alike", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 31, maxLength: 33 }), (secretKey) => {
      expectSame((bls) => bls.publicKeyOf(secretKey));
      expectSame((bls) => bls.sign(secretKey, secretKey));
    }),
    { numRuns: NUM_RUNS },
  );
});

test("keys and signatures of any bytes: read or refused alike, with the same fault", () => {
  fc.assert(
    fc.property(publicKeys, signatures, fc.constantFrom(...fewMessages), (publicKey, signature, message) => {
      expect(expectSame((bls) => bls.isValidPublicKey(publicKey))).toBe("point" in decodePublicKey(publicKey));
      const sum = expectSame((bls) => bls.aggregateSignatures([signature]));
      expect(typeof sum === "string").toBe("point" in decodeSignature(signature));
      expectSame((bls) => bls.verify(publicKey, message, signature));
    }),
    { numRuns: 300 },
  );
});

test("aggregatePublicKeys, aggregateSignatures, subtractPublicKeys: the same bytes or the same refusal", () => {
  fc.assert(
    fc.property(
      fc.array(publicKeys, { maxLength: 5 }),
      fc.array(signatures, { maxLength: 4 }),
      publicKeys,
      (keys, parts, whole) => {
        expectSame((bls) => bls.aggregatePublicKeys(keys));
        expectSame((bls) => bls.aggregateSignatures(parts));
        expectSame((bls) => bls.subtractPublicKeys(whole, keys));
      },
    ),
    { numRuns: 100 },
  );
});

test("honest aggregates of different signers verify, and a subtraction leaves the rest", () => {
  fc.assert(
    fc.property(
      fc.subarray(signers, { minLength: 2 }),
      fc.constantFrom(...fewMessages),
      fc.nat(4),
      (some, message, at) => {
        const keys = some.map((signer) => signer.publicKey);
        const signature = blst.aggregateSignatures(some.map(({ secretKey }) => blst.sign(secretKey, message)));
        expect(expectSame((bls) => bls.verifyAggregate({ publicKeys: keys, message, signature }))).toBe(true);
        const absent = keys[at % keys.length] as Uint8Array;
        const rest = expectSame((bls) => bls.subtractPublicKeys(blst.aggregatePublicKeys(keys), [absent]));
        expect(rest).toBe(hexOf(blst.aggregatePublicKeys(keys.filter((key) => key !== absent))));
      },
    ),
    { numRuns: NUM_RUNS },
  );
});

test("verifyAggregate and verifyDistinct: the same answer on anything", () => {
  fc.assert(
    fc.property(fc.array(anySets, { maxLength: 4 }), signatures, fc.boolean(), (sets, foreign, useSum) => {
      const sum = outcome((bls) => bls.aggregateSignatures(sets.map((set) => set.signature)), blst);
      const signature = useSum && typeof sum === "string" ? Buffer.from(sum, "hex") : foreign;
      const message = sets[0]?.message ?? new Uint8Array(0);
      const keys = sets.map((set) => set.publicKey);
      expectSame((bls) => bls.verifyAggregate({ publicKeys: keys, message, signature }));
      expectSame((bls) => bls.verifyDistinct(sets, signature));
    }),
    { numRuns: 60 },
  );
});

test("verifyBatch and findInvalid agree with verify, one by one", () => {
  fc.assert(
    fc.property(fc.array(anySets, { maxLength: 5 }), (sets) => {
      const bad = sets.flatMap((set, index) => (blst.verify(set.publicKey, set.message, set.signature) ? [] : [index]));
      expect(expectSame((bls) => bls.findInvalid(sets))).toEqual(bad);
      expect(expectSame((bls) => bls.verifyBatch(sets))).toBe(sets.length > 0 && bad.length === 0);
    }),
    { numRuns: 40 },
  );
});

test("the fast affine conversions are the portable ones", () => {
  const signer = signers[0] as (typeof signers)[number];
  const affines = fc.constant(toAffinePublicKey(signer.publicKey)).chain(spoil);
  fc.assert(
    fc.property(publicKeys, affines, (publicKey, affine) => {
      const portable = outcome(() => toAffinePublicKey(publicKey), blst);
      expect(outcome(() => toAffineNative(publicKey), blst)).toEqual(portable);
      expect(outcome(() => fromAffineNative(affine), blst)).toEqual(outcome(() => fromAffinePublicKey(affine), blst));
    }),
    { numRuns: 150 },
  );
});
