export type {
  AggregateSet,
  Bls,
  PublicKeyBytes,
  SecretKeyBytes,
  SignatureBytes,
  SignatureSet,
  SignedMessage,
} from "./bls.ts";
export { type CheckpointFields, checkpointDigest } from "./checkpoint.ts";
export type { BlsOptions } from "./createBls.ts";
export { domainSeparator, type Hex, type SessionDomain } from "./eip712.ts";
export {
  AFFINE_PUBLIC_KEY_SIZE_BYTES,
  EIP2537_PUBLIC_KEY_SIZE_BYTES,
  EIP2537_SIGNATURE_SIZE_BYTES,
  fromAffinePublicKey,
  fromEip2537PublicKey,
  fromEip2537Signature,
  toAffinePublicKey,
  toEip2537PublicKey,
  toEip2537Signature,
} from "./eip2537.ts";
export { BlsError, type BlsErrorDetail, type PointFault } from "./errors.ts";
export { MIN_KEY_MATERIAL_SIZE_BYTES } from "./keys.ts";
export { GROUP_ORDER, PUBLIC_KEY_SIZE_BYTES, SECRET_KEY_SIZE_BYTES, SIGNATURE_SIZE_BYTES } from "./points.ts";
export {
  blsKeyHash,
  type ProofOfPossession,
  proofOfPossessionDigest,
  signProofOfPossession,
  verifyProofOfPossession,
} from "./proofOfPossession.ts";
export { SIGNATURE_DST } from "./suite.ts";
