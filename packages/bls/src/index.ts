export type {
  AggregateSet,
  Bls,
  PublicKeyBytes,
  SecretKeyBytes,
  SignatureBytes,
  SignatureSet,
  SignedMessage,
} from "./bls.ts";
export { type BlsEncoding, BlsError, type BlsErrorDetail, type PointFault } from "./errors.ts";
