import { bisectInvalid, findDuplicate, groupByMessage } from "./aggregate.ts";
import type {
  AggregateSet,
  Bls,
  PublicKeyBytes,
  SecretKeyBytes,
  SignatureBytes,
  SignatureSet,
  SignedMessage,
} from "./bls.ts";
import { bytesKey } from "./bytesKey.ts";
import { BlsError } from "./errors.ts";
import { checkKeyMaterial, checkSecretKey } from "./keys.ts";
import { LruCache } from "./lruCache.ts";
import { decodePublicKey, decodeSignature, negateCompressed } from "./points.ts";

/** A checked key and the message it is said to have signed. */
export type CheckedPair<PublicKey> = { readonly publicKey: PublicKey; readonly message: Uint8Array };
/** One member of a batch: the key is checked, the signature not yet. */
export type CheckedSet<PublicKey> = CheckedPair<PublicKey> & { readonly signature: SignatureBytes };

/**
 * The mathematics a backend brings. Which bytes are refused, when, and how is decided once, in `createBls`, so that two
 * backends can only differ in arithmetic.
 */
export interface BlsPrimitives<PublicKey, Signature> {
  readonly backend: Bls["backend"];
  deriveSecretKey(ikm: Uint8Array): SecretKeyBytes;
  publicKeyOf(secretKey: SecretKeyBytes): PublicKeyBytes;
  sign(secretKey: SecretKeyBytes, message: Uint8Array): SignatureBytes;
  /** Fully checked point, or undefined: wrong length, flags, x ≥ p, curve, subgroup, infinity. */
  readPublicKey(bytes: Uint8Array): PublicKey | undefined;
  readSignature(bytes: Uint8Array): Signature | undefined;
  /** Sum of at least one; undefined for infinity. */
  sumPublicKeys(keys: readonly PublicKey[]): PublicKey | undefined;
  sumSignatures(signatures: readonly Signature[]): Signature | undefined;
  writePublicKey(key: PublicKey): PublicKeyBytes;
  writeSignature(signature: Signature): SignatureBytes;
  /** e(g1, signature) = ∏ e(key, H(message)), messages all different, at least one pair. */
  verifyProduct(pairs: readonly CheckedPair<PublicKey>[], signature: Signature): boolean;
  /** At least one set; reads and checks the signatures, then all at once with random coefficients. */
  verifyRandomised(sets: readonly CheckedSet<PublicKey>[]): boolean;
}

/** Options of both backends. */
export type BlsOptions = {
  /** How many checked public keys are kept; more than a network has nodes, so that each is checked once. */
  readonly publicKeyCacheSize?: number;
};

const DEFAULT_PUBLIC_KEY_CACHE_SIZE = 16_384;

/** Builds the one interface from a backend's arithmetic; holds the cache of checked public keys. */
export function createBls<PublicKey, Signature>(
  primitives: BlsPrimitives<PublicKey, Signature>,
  options: BlsOptions = {},
): Bls {
  const cache = new LruCache<string, PublicKey>(options.publicKeyCacheSize ?? DEFAULT_PUBLIC_KEY_CACHE_SIZE);

  function readPublicKey(bytes: Uint8Array): PublicKey | undefined {
    const id = bytesKey(bytes);
    const cached = cache.get(id);
    if (cached !== undefined) return cached;
    const key = primitives.readPublicKey(bytes);
    if (key !== undefined) cache.set(id, key);
    return key;
  }

  const reader: Reader<PublicKey, Signature> = { ...primitives, readPublicKey };
  return {
    backend: primitives.backend,
    deriveSecretKey: (ikm) => {
      checkKeyMaterial(ikm);
      return primitives.deriveSecretKey(ikm);
    },
    publicKeyOf: (secretKey) => {
      checkSecretKey(secretKey);
      return primitives.publicKeyOf(secretKey);
    },
    sign: (secretKey, message) => {
      checkSecretKey(secretKey);
      return primitives.sign(secretKey, message);
    },
    verify: (publicKey, message, signature) => verifyAggregate(reader, { publicKeys: [publicKey], message, signature }),
    aggregatePublicKeys: (keys) => aggregatePublicKeys(reader, keys),
    aggregateSignatures: (signatures) => aggregateSignatures(reader, signatures),
    verifyAggregate: (set) => verifyAggregate(reader, set),
    verifyDistinct: (sets, signature) => verifyDistinct(reader, sets, signature),
    verifyBatch: (sets) => verifyBatch(reader, sets),
    findInvalid: (sets) => findInvalid(reader, sets),
    subtractPublicKeys: (aggregate, absent) => subtractPublicKeys(reader, aggregate, absent),
    isValidPublicKey: (bytes) => readPublicKey(bytes) !== undefined,
  };
}

/** The primitives with the cache in front of `readPublicKey`. */
type Reader<PublicKey, Signature> = BlsPrimitives<PublicKey, Signature>;

/** Sum of different keys; undefined when one can't be read or occurs twice, or when they cancel out. */
function readSum<P, S>(reader: Reader<P, S>, keys: readonly PublicKeyBytes[]): P | undefined {
  if (keys.length === 0 || findDuplicate(keys) !== -1) return undefined;
  const points: P[] = [];
  for (const bytes of keys) {
    const point = reader.readPublicKey(bytes);
    if (point === undefined) return undefined;
    points.push(point);
  }
  return sumPublicKeys(reader, points);
}

function verifyAggregate<P, S>(reader: Reader<P, S>, { publicKeys, message, signature }: AggregateSet): boolean {
  const point = reader.readSignature(signature);
  const publicKey = point === undefined ? undefined : readSum(reader, publicKeys);
  return point !== undefined && publicKey !== undefined && reader.verifyProduct([{ publicKey, message }], point);
}

function verifyDistinct<P, S>(reader: Reader<P, S>, sets: readonly SignedMessage[], bytes: SignatureBytes): boolean {
  const signature = reader.readSignature(bytes);
  if (sets.length === 0 || signature === undefined) return false;
  const pairs: CheckedPair<P>[] = [];
  for (const { message, items } of groupByMessage(sets)) {
    const publicKey = readSum(
      reader,
      items.map((item) => item.publicKey),
    );
    if (publicKey === undefined) return false;
    pairs.push({ publicKey, message });
  }
  return reader.verifyProduct(pairs, signature);
}

function sumPublicKeys<P, S>(reader: Reader<P, S>, keys: readonly P[]): P | undefined {
  return keys.length === 1 ? keys[0] : reader.sumPublicKeys(keys);
}

function verifyBatch<P, S>(reader: Reader<P, S>, sets: readonly SignatureSet[]): boolean {
  const checked: CheckedSet<P>[] = [];
  for (const { publicKey: bytes, message, signature } of sets) {
    const publicKey = reader.readPublicKey(bytes);
    if (publicKey === undefined) return false;
    checked.push({ publicKey, message, signature });
  }
  const [only] = checked;
  if (only === undefined) return false;
  if (checked.length > 1) return reader.verifyRandomised(checked);
  const signature = reader.readSignature(only.signature);
  return signature !== undefined && reader.verifyProduct([only], signature);
}

function findInvalid<P, S>(reader: Reader<P, S>, sets: readonly SignatureSet[]): number[] {
  if (sets.length === 0 || verifyBatch(reader, sets)) return [];
  const unreadable: number[] = [];
  const readable: number[] = [];
  for (const [index, { publicKey, signature }] of sets.entries()) {
    const isReadable = reader.readPublicKey(publicKey) !== undefined && reader.readSignature(signature) !== undefined;
    (isReadable ? readable : unreadable).push(index);
  }
  const forged = bisectInvalid(sets, readable, (part) => verifyBatch(reader, part));
  return [...unreadable, ...forged].sort((a, b) => a - b);
}

function expectPublicKey<P, S>(reader: Reader<P, S>, bytes: Uint8Array, index?: number): P {
  const key = reader.readPublicKey(bytes);
  if (key !== undefined) return key;
  const decoded = decodePublicKey(bytes);
  const fault = "fault" in decoded ? decoded.fault : "curve";
  throw new BlsError(
    { code: "BLS_INVALID_PUBLIC_KEY", fault, ...(index === undefined ? {} : { index }) },
    `Not a BLS12-381 public key: ${fault}.`,
  );
}

function expectSignature<P, S>(reader: Reader<P, S>, bytes: Uint8Array, index: number): S {
  const signature = reader.readSignature(bytes);
  if (signature !== undefined) return signature;
  const decoded = decodeSignature(bytes);
  const fault = "fault" in decoded ? decoded.fault : "curve";
  throw new BlsError({ code: "BLS_INVALID_SIGNATURE", fault, index }, `Not a BLS12-381 signature: ${fault}.`);
}

function expectDifferent(keys: readonly PublicKeyBytes[]): void {
  const index = findDuplicate(keys);
  if (index === -1) return;
  throw new BlsError({ code: "BLS_DUPLICATE_PUBLIC_KEY", index }, `Public key ${index} occurs twice: count it once.`);
}

function expectFinite<Point>(point: Point | undefined): Point {
  if (point !== undefined) return point;
  throw new BlsError({ code: "BLS_INFINITY" }, "The sum is the point at infinity, which anybody can sign for.");
}

function expectSome(list: readonly unknown[]): void {
  if (list.length === 0) throw new BlsError({ code: "BLS_EMPTY" }, "Nothing to aggregate.");
}

function aggregatePublicKeys<P, S>(reader: Reader<P, S>, keys: readonly PublicKeyBytes[]): PublicKeyBytes {
  expectSome(keys);
  const points = keys.map((key, index) => expectPublicKey(reader, key, index));
  expectDifferent(keys);
  return reader.writePublicKey(expectFinite(sumPublicKeys(reader, points)));
}

function aggregateSignatures<P, S>(reader: Reader<P, S>, signatures: readonly SignatureBytes[]): SignatureBytes {
  expectSome(signatures);
  const points = signatures.map((signature, index) => expectSignature(reader, signature, index));
  return reader.writeSignature(expectFinite(reader.sumSignatures(points)));
}

function subtractPublicKeys<P, S>(
  reader: Reader<P, S>,
  aggregate: PublicKeyBytes,
  absent: readonly PublicKeyBytes[],
): PublicKeyBytes {
  const whole = expectPublicKey(reader, aggregate);
  if (absent.length === 0) return reader.writePublicKey(whole);
  const points = absent.map((key, index) => expectPublicKey(reader, key, index));
  expectDifferent(absent);
  // A − B = −(B − A) = −(B + (−A)): one negation of known bytes instead of one per absentee.
  const negated = reader.readPublicKey(negateCompressed(aggregate));
  const rest = negated === undefined ? undefined : reader.sumPublicKeys([...points, negated]);
  return negateCompressed(reader.writePublicKey(expectFinite(rest)));
}
