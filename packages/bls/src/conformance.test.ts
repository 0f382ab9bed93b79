import { describe, expect, test } from "vitest";
import { hexOf, INFINITY_PUBLIC_KEY, INFINITY_SIGNATURE } from "../test/fixtures.ts";
import { createBlstBls } from "./backends/blst.ts";
import { createNobleBls } from "./backends/noble.ts";
import type { SignatureSet } from "./bls.ts";
import { negateCompressed } from "./points.ts";

const message = new Uint8Array(32).fill(7);
const other = new Uint8Array(32).fill(8);

const coded = (code: string, detail: object = {}) =>
  expect.objectContaining({ code, detail: expect.objectContaining(detail) });

describe.each([createBlstBls(), createNobleBls()])("$backend", (bls) => {
  const secretKeys = [1, 2, 3, 4].map((fill) => bls.deriveSecretKey(new Uint8Array(32).fill(fill)));
  const keys = secretKeys.map((secretKey) => bls.publicKeyOf(secretKey));
  const [key0, key1, key2, key3] = keys as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const signatures = secretKeys.map((secretKey) => bls.sign(secretKey, message));
  const [sig0, sig1] = signatures as [Uint8Array, Uint8Array];
  const aggregate = bls.aggregateSignatures(signatures);
  const same: SignatureSet[] = keys.map((publicKey, index) => ({
    publicKey,
    message,
    signature: signatures[index] ?? new Uint8Array(),
  }));
  const distinct: SignatureSet[] = secretKeys.map((secretKey, index) => {
    const own = new Uint8Array(32).fill(100 + index);
    return { publicKey: bls.publicKeyOf(secretKey), message: own, signature: bls.sign(secretKey, own) };
  });

  test("sizes and plain byte arrays", () => {
    expect([key0.length, sig0.length, aggregate.length, bls.aggregatePublicKeys(keys).length]).toEqual([
      48, 96, 96, 48,
    ]);
    for (const bytes of [secretKeys[0], key0, sig0, aggregate]) expect(bytes?.constructor).toBe(Uint8Array);
  });

  test("verify: this key, this message, this signature", () => {
    expect(bls.verify(key0, message, sig0)).toBe(true);
    expect(bls.verify(key1, message, sig0)).toBe(false);
    expect(bls.verify(key0, other, sig0)).toBe(false);
    expect(bls.verify(key0, message, sig1)).toBe(false);
    expect(bls.verify(key0, message, negateCompressed(sig0))).toBe(false);
  });

  test("messages of any length, empty ones too", () => {
    for (const size of [0, 1, 31, 33, 1000]) {
      const text = new Uint8Array(size).fill(1);
      const signature = bls.sign(secretKeys[0] as Uint8Array, text);
      expect(bls.verify(key0, text, signature)).toBe(true);
      expect(bls.verify(key0, new Uint8Array(size + 1).fill(1), signature)).toBe(false);
    }
  });

  test("aggregates don't depend on order, and one of one is itself", () => {
    expect(hexOf(bls.aggregatePublicKeys([...keys].reverse()))).toBe(hexOf(bls.aggregatePublicKeys(keys)));
    expect(hexOf(bls.aggregateSignatures([...signatures].reverse()))).toBe(hexOf(aggregate));
    expect(hexOf(bls.aggregatePublicKeys([key0]))).toBe(hexOf(key0));
    expect(hexOf(bls.aggregateSignatures([sig0]))).toBe(hexOf(sig0));
  });

  test("verifyAggregate: all of these keys, no more, no fewer, none twice", () => {
    expect(bls.verifyAggregate({ publicKeys: keys, message, signature: aggregate })).toBe(true);
    expect(bls.verifyAggregate({ publicKeys: keys.slice(1), message, signature: aggregate })).toBe(false);
    expect(bls.verifyAggregate({ publicKeys: keys, message: other, signature: aggregate })).toBe(false);
    expect(bls.verifyAggregate({ publicKeys: [], message, signature: aggregate })).toBe(false);
    const twice = bls.aggregateSignatures([sig0, sig0]);
    expect(bls.verifyAggregate({ publicKeys: [key0, key0], message, signature: twice })).toBe(false);
  });

  test("verifyDistinct: each its own message, some sharing one", () => {
    const all = bls.aggregateSignatures(distinct.map((set) => set.signature));
    expect(bls.verifyDistinct(distinct, all)).toBe(true);
    expect(bls.verifyDistinct([...distinct].reverse(), all)).toBe(true);
    expect(bls.verifyDistinct(distinct.slice(1), all)).toBe(false);
    expect(bls.verifyDistinct([], all)).toBe(false);
    const swapped = distinct.map((set, index) => ({ ...set, message: distinct[index ^ 1]?.message ?? message }));
    expect(bls.verifyDistinct(swapped, all)).toBe(false);
    const mixed = [...same, ...distinct];
    const sum = bls.aggregateSignatures(mixed.map((set) => set.signature));
    expect(bls.verifyDistinct(mixed, sum)).toBe(true);
  });

  test("verifyBatch and findInvalid: all must hold, the bad ones are named", () => {
    for (const sets of [same, distinct, [...same, ...distinct]]) {
      expect(bls.verifyBatch(sets)).toBe(true);
      expect(bls.findInvalid(sets)).toEqual([]);
      for (const bad of sets.keys()) {
        const spoiled = sets.map((set, index) => (index === bad ? { ...set, signature: aggregate } : set));
        expect(bls.verifyBatch(spoiled)).toBe(false);
        expect(bls.findInvalid(spoiled)).toEqual([bad]);
      }
    }
    expect(bls.verifyBatch([])).toBe(false);
    expect(bls.findInvalid([])).toEqual([]);
  });

  test("findInvalid: unreadable and forged ones together, ascending; all bad", () => {
    const sets = [...same, ...distinct].map((set, index) => {
      if (index === 6) return { ...set, publicKey: INFINITY_PUBLIC_KEY };
      if (index === 5) return { ...set, signature: new Uint8Array(96) };
      return index === 0 || index === 2 ? { ...set, message: other } : set;
    });
    expect(bls.verifyBatch(sets)).toBe(false);
    expect(bls.findInvalid(sets)).toEqual([0, 2, 5, 6]);
    expect(bls.findInvalid(same.map((set) => ({ ...set, message: other })))).toEqual([0, 1, 2, 3]);
    expect(bls.findInvalid(same.map((set) => ({ ...set, publicKey: new Uint8Array(0) })))).toEqual([0, 1, 2, 3]);
  });

  test("subtractPublicKeys undoes aggregatePublicKeys", () => {
    const whole = bls.aggregatePublicKeys(keys);
    expect(hexOf(bls.subtractPublicKeys(whole, [key1, key3]))).toBe(hexOf(bls.aggregatePublicKeys([key0, key2])));
    expect(hexOf(bls.subtractPublicKeys(whole, []))).toBe(hexOf(whole));
    const rest = bls.subtractPublicKeys(whole, [key2]);
    const signature = bls.aggregateSignatures(signatures.filter((_, index) => index !== 2));
    expect(bls.verify(rest, message, signature)).toBe(true);
  });

  test("refusals say what and where", () => {
    expect(() => bls.aggregatePublicKeys([])).toThrow(coded("BLS_EMPTY"));
    expect(() => bls.aggregateSignatures([])).toThrow(coded("BLS_EMPTY"));
    expect(() => bls.aggregatePublicKeys([key0, INFINITY_PUBLIC_KEY])).toThrow(
      coded("BLS_INVALID_PUBLIC_KEY", { fault: "infinity", index: 1 }),
    );
    expect(() => bls.aggregateSignatures([sig0, sig1, INFINITY_SIGNATURE])).toThrow(
      coded("BLS_INVALID_SIGNATURE", { fault: "infinity", index: 2 }),
    );
    expect(() => bls.aggregatePublicKeys([key0, key1, key0])).toThrow(coded("BLS_DUPLICATE_PUBLIC_KEY", { index: 2 }));
    expect(() => bls.subtractPublicKeys(bls.aggregatePublicKeys(keys), [key1, key1])).toThrow(
      coded("BLS_DUPLICATE_PUBLIC_KEY", { index: 1 }),
    );
    expect(() => bls.subtractPublicKeys(new Uint8Array(47), [key1])).toThrow(
      coded("BLS_INVALID_PUBLIC_KEY", { fault: "length" }),
    );
    expect(() => bls.aggregatePublicKeys([key0, negateCompressed(key0)])).toThrow(coded("BLS_INFINITY"));
    expect(() => bls.aggregateSignatures([sig0, negateCompressed(sig0)])).toThrow(coded("BLS_INFINITY"));
    expect(() => bls.subtractPublicKeys(key0, [key0])).toThrow(coded("BLS_INFINITY"));
    expect(() => bls.subtractPublicKeys(bls.aggregatePublicKeys(keys), keys)).toThrow(coded("BLS_INFINITY"));
  });

  test("what was given stays as it was", () => {
    const before = [...keys, ...signatures].map(hexOf);
    bls.verifyBatch(same);
    bls.subtractPublicKeys(bls.aggregatePublicKeys(keys), [key0]);
    expect([...keys, ...signatures].map(hexOf)).toEqual(before);
  });
});

test("a small cache of keys changes no answer", () => {
  const bls = createBlstBls({ publicKeyCacheSize: 1 });
  const sets = [1, 2, 3].map((fill) => {
    const secretKey = bls.deriveSecretKey(new Uint8Array(32).fill(fill));
    return { publicKey: bls.publicKeyOf(secretKey), message, signature: bls.sign(secretKey, message) };
  });
  expect(bls.verifyBatch([...sets, ...sets])).toBe(true);
  expect(bls.isValidPublicKey(INFINITY_PUBLIC_KEY)).toBe(false);
  expect(bls.isValidPublicKey(INFINITY_PUBLIC_KEY)).toBe(false);
});
