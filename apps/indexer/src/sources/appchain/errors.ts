import { CodedError } from "@session/protocol";

/** What can go wrong between the appchain and this database, by code. `node` is the URL of a node's API. */
export type ChainSourceErrorDetail =
  /** A block that isn't the one asked for. */
  | { code: "NODE_WRONG_HEIGHT"; node: string; height: number; actual: number }
  /** A block that can't be decoded, doesn't follow its parent or changes the state otherwise than its header says. */
  | { code: "NODE_BLOCK_INVALID"; node: string; height: number; reason: string }
  /** A commit or another signature that doesn't verify. */
  | { code: "NODE_SIGNATURE_INVALID"; node: string; height: number }
  /** It says it has the block, and doesn't give it. */
  | { code: "NODE_HEAD_NOT_SERVED"; node: string; height: number }
  | { code: "NODE_OF_OTHER_NETWORK"; node: string; actual: string }
  | { code: "NODE_ANSWER_MALFORMED"; node: string; reason: string }
  | { code: "NODE_UNREACHABLE"; node: string; reason: string }
  | { code: "NODE_CERTIFICATE_INVALID"; node: string; height: number; reason: CertificateFault }
  /** A stored block can't be executed any more. */
  | { code: "STORED_BLOCK_DAMAGED"; height: number; reason: string }
  /** What was credited to addresses isn't what the balances say: this program's view of rewards is wrong. */
  | { code: "REWARDS_DIFFER"; height: number; address: string };

/** Why a certificate isn't one. */
export type CertificateFault = "digest" | "signers" | "quorum" | "encoding" | "signature";

/** An error of the appchain source. */
export class ChainSourceError extends CodedError<ChainSourceErrorDetail> {}

/** A fault of one node: it is counted by code, and the node is left alone for a while. */
export type NodeFault = ChainSourceError & { readonly detail: { readonly node: string } };
