import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import type { TestBls } from "../src/testing/nodeKeys.ts";

/**
 * For histories of thousands of blocks whose subject isn't signatures: takes every one. Real signatures are tested with
 * blst in the tests of commits, reveals, ready records and blocks.
 */
export const acceptingBls: TestBls = {
  deriveSecretKey: (ikm) => ikm,
  publicKeyOf: (secretKey) => concatBytes(sha256(secretKey), new Uint8Array(16)),
  sign: (secretKey, message) => concatBytes(sha256(secretKey), sha256(message), new Uint8Array(32)),
  aggregateSignatures: () => new Uint8Array(96),
  verify: () => true,
  verifyAggregate: () => true,
  isValidPublicKey: () => true,
};
