import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { AggregateSet, SignatureSet } from "@session/bls";
import { blst } from "@session/bls/blst";
import { nodeKeys } from "@session/protocol/testing";
import type { ConsensusCrypto, Voter } from "../../src/consensus/ports.ts";

export type SimulatedKey = { readonly secret: Uint8Array; readonly publicKey: Uint8Array };

const keys = new Map<number, SimulatedKey>();

/** The key of node `id`, the same in every simulation. */
export function keyOf(id: number): SimulatedKey {
  const known = keys.get(id);
  if (known !== undefined) return known;
  const { blsSecretKey: secret, blsKey: publicKey } = nodeKeys(blst, id);
  const key = { secret, publicKey };
  keys.set(id, key);
  return key;
}

/** Nodes 1 … n. */
export function votersOf(count: number): Voter[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, blsKey: keyOf(index + 1).publicKey }));
}

const signatures = new Map<string, Uint8Array>();
const verdicts = new Map<string, boolean>();

function remember<Value>(cache: Map<string, Value>, key: Uint8Array, compute: () => Value): Value {
  const hex = bytesToHex(sha256(key));
  const known = cache.get(hex);
  if (known !== undefined) return known;
  const value = compute();
  cache.set(hex, value);
  return value;
}

/** Real signatures, made and verified once per process: BLS is deterministic, so equal content has equal results. */
export const sharedBls = {
  deriveSecretKey: blst.deriveSecretKey,
  publicKeyOf: blst.publicKeyOf,
  sign: (secret: Uint8Array, message: Uint8Array): Uint8Array =>
    remember(signatures, concatBytes(secret, message), () => blst.sign(secret, message)),
  verify: (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
    remember(verdicts, concatBytes(publicKey, message, signature), () => blst.verify(publicKey, message, signature)),
  verifyAggregate: (set: AggregateSet): boolean =>
    remember(verdicts, concatBytes(...set.publicKeys, set.message, set.signature), () => blst.verifyAggregate(set)),
  aggregateSignatures: (list: readonly Uint8Array[]): Uint8Array =>
    remember(signatures, concatBytes(utf8ToBytes("sum"), ...list), () => blst.aggregateSignatures(list)),
  isValidPublicKey: blst.isValidPublicKey,
};

export const sharedCrypto: ConsensusCrypto = {
  findInvalid: async (sets: readonly SignatureSet[]) =>
    [...sets.entries()]
      .filter(([, set]) => !sharedBls.verify(set.publicKey, set.message, set.signature))
      .map(([index]) => index),
  verifyAggregate: async (set) => sharedBls.verifyAggregate(set),
  aggregateSignatures: sharedBls.aggregateSignatures,
};
