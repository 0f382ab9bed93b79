import {
  aggregatePublicKeys,
  aggregateSignatures,
  aggregateVerify,
  aggregateWithRandomness,
  PublicKey,
  SecretKey,
  Signature,
  type SignatureSet,
  verifyMultipleAggregateSignatures,
} from "@chainsafe/blst";
import { groupByMessage } from "../aggregate.ts";
import type { Bls, PublicKeyBytes, SignatureBytes } from "../bls.ts";
import { type BlsOptions, type CheckedPair, type CheckedSet, createBls } from "../createBls.ts";
import {
  AFFINE_PUBLIC_KEY_SIZE_BYTES,
  fromAffinePublicKey as fromAffinePublicKeyPortable,
  toAffinePublicKey as toAffinePublicKeyPortable,
} from "../eip2537.ts";
import { isCompressedShape, PUBLIC_KEY_SIZE_BYTES, SIGNATURE_SIZE_BYTES } from "../points.ts";

// The binding leaves these checks out unless told otherwise.
const VALIDATE = true;
const CHECK_INFINITY = true;

/** The binding answers bad input by throwing. */
function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function readPublicKey(bytes: Uint8Array): PublicKey | undefined {
  if (!isCompressedShape(bytes, PUBLIC_KEY_SIZE_BYTES)) return undefined;
  return attempt(() => PublicKey.fromBytes(bytes, VALIDATE));
}

function readSignature(bytes: SignatureBytes): Signature | undefined {
  if (!isCompressedShape(bytes, SIGNATURE_SIZE_BYTES)) return undefined;
  return attempt(() => Signature.fromBytes(bytes, VALIDATE, CHECK_INFINITY));
}

/** The point, unless it is infinity: its encoding has the second flag bit. */
function finite<Point extends { toBytes(): Uint8Array }>(point: Point): Point | undefined {
  return ((point.toBytes()[0] ?? 0) & 0x40) === 0 ? point : undefined;
}

function verifyProduct(pairs: readonly CheckedPair<PublicKey>[], signature: Signature): boolean {
  const messages = pairs.map((pair) => pair.message);
  const keys = pairs.map((pair) => pair.publicKey);
  return attempt(() => aggregateVerify(messages, keys, signature)) ?? false;
}

/** One message of a batch, folded into one set: a pairing per message, not per signer. */
function foldGroup(message: Uint8Array, items: readonly CheckedSet<PublicKey>[]): SignatureSet | undefined {
  const [only] = items;
  if (only === undefined || !items.every((item) => isCompressedShape(item.signature, SIGNATURE_SIZE_BYTES)))
    return undefined;
  if (items.length === 1) {
    const sig = readSignature(only.signature);
    return sig === undefined ? undefined : { msg: message, pk: only.publicKey, sig };
  }
  // Checks every signature (encoding, subgroup, infinity) and weighs each with its own random coefficient.
  const folded = attempt(() =>
    aggregateWithRandomness(items.map((item) => ({ pk: item.publicKey, sig: item.signature }))),
  );
  return folded === undefined ? undefined : { msg: message, ...folded };
}

function verifyRandomised(sets: readonly CheckedSet<PublicKey>[]): boolean {
  const folded: SignatureSet[] = [];
  for (const { message, items } of groupByMessage(sets)) {
    const set = foldGroup(message, items);
    if (set === undefined) return false;
    folded.push(set);
  }
  // A second set of coefficients, this time over the messages.
  return attempt(() => verifyMultipleAggregateSignatures(folded)) ?? false;
}

/** A BLS with its own cache of checked keys, on the native blst. Node only. */
export function createBlstBls(options: BlsOptions = {}): Bls {
  return createBls<PublicKey, Signature>(
    {
      backend: "blst",
      deriveSecretKey: (ikm) => SecretKey.fromKeygen(ikm).toBytes(),
      publicKeyOf: (secretKey) => SecretKey.fromBytes(secretKey).toPublicKey().toBytes(),
      sign: (secretKey, message) => SecretKey.fromBytes(secretKey).sign(message).toBytes(),
      readPublicKey,
      readSignature,
      sumPublicKeys: (keys) => finite(aggregatePublicKeys([...keys])),
      sumSignatures: (signatures) => finite(aggregateSignatures([...signatures])),
      writePublicKey: (key) => key.toBytes(),
      writeSignature: (signature) => signature.toBytes(),
      verifyProduct,
      verifyRandomised,
    },
    options,
  );
}

/** BLS on the native blst: for nodes and tools. */
export const blst: Bls = createBlstBls();

/**
 * `toAffinePublicKey` of `@session/bls`, some thirty times as fast: for thousands of nodes at once.
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function toAffinePublicKey(publicKey: PublicKeyBytes): Uint8Array {
  // What the native code refuses, the portable code refuses with the reason.
  return readPublicKey(publicKey)?.toBytes(false) ?? toAffinePublicKeyPortable(publicKey);
}

/**
 * `fromAffinePublicKey` of `@session/bls`, some thirty times as fast.
 *
 * @throws {BlsError} `BLS_INVALID_PUBLIC_KEY` with the fault
 */
export function fromAffinePublicKey(affine: Uint8Array): PublicKeyBytes {
  // x < p leaves the three topmost bits free; without flags 96 bytes are an uncompressed point or nothing.
  const isAffineShape = affine.length === AFFINE_PUBLIC_KEY_SIZE_BYTES && (affine[0] ?? 0) < 0x20;
  const key = isAffineShape ? attempt(() => PublicKey.fromBytes(affine, VALIDATE)) : undefined;
  return key?.toBytes() ?? fromAffinePublicKeyPortable(affine);
}
