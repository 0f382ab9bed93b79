import blst from "@chainsafe/blst";
import type { TestBls } from "../src/testing/nodeKeys.ts";

/** blst itself, so that the pure package is tested with real signatures and still imports no other package. */
export const blstBls: TestBls = {
  deriveSecretKey: (ikm) => blst.SecretKey.fromKeygen(ikm).toBytes(),
  publicKeyOf: (secretKey) => blst.SecretKey.fromBytes(secretKey).toPublicKey().toBytes(),
  sign: (secretKey, message) => blst.SecretKey.fromBytes(secretKey).sign(message).toBytes(),
  aggregateSignatures: (signatures) =>
    blst.aggregateSignatures(signatures.map((signature) => blst.Signature.fromBytes(signature))).toBytes(),
  verify: (publicKey, message, signature) =>
    attempt(() =>
      blst.verify(message, blst.PublicKey.fromBytes(publicKey), blst.Signature.fromBytes(signature), true, true),
    ),
  verifyAggregate: ({ publicKeys, message, signature }) =>
    attempt(() =>
      blst.fastAggregateVerify(
        message,
        publicKeys.map((key) => blst.PublicKey.fromBytes(key)),
        blst.Signature.fromBytes(signature),
        true,
      ),
    ),
  isValidPublicKey: (publicKey) =>
    attempt(() => {
      blst.PublicKey.fromBytes(publicKey, true);
      return true;
    }),
};

function attempt(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
