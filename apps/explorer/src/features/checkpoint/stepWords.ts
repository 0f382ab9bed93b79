import { defineMessages } from "@session/ui";
import type { StepFaultCode, StepGap, StepId } from "../../verify/steps.ts";

/** Titles of the steps, and what each one does. */
export const stepMessages = defineMessages("explorer.steps", {
  block: "The block is the one that was signed",
  "block.why":
    "The SSZ root of the header a node gave has to be the block hash, and height, time and claims root those of the checkpoint.",
  digest: "The digest follows from it",
  "digest.why":
    "EIP-712 over height, time, block hash and claims root, for this chain and this contract alone. It has to be what the contract computes.",
  set: "These are all the contract's nodes",
  "set.why":
    "Their keys, read from the contract, have to add up to the sum the contract keeps, in the version the certificate is for.",
  absentees: "Enough signed, and those absent are named",
  "absentees.why": "The certificate's bitmap may name nodes of the contract only, each once, and at most a third.",
  signature: "Everyone else signed this digest",
  "signature.why":
    "The keys of all but the absent nodes are added up; one pairing equation compares digest, key and signature.",
  root: "The contract holds this claims root",
  "root.why": "What is stored for this height is read from the contract.",
  claim: "The claim is in the tree",
  "claim.why": "The leaf is hashed with each part of its proof; what results has to be the claims root.",
} satisfies Record<StepId | `${StepId}.why`, string>);

/** Why a step failed. */
export const faultMessages = defineMessages("explorer.stepFaults", {
  MALFORMED: "The field {field} isn't of the length it must have.",
  HEADER_FIELD: "The header says {field} {header}, the checkpoint {checkpoint}.",
  HEADER_HASH: "The header's root is another hash: this isn't the block that was signed.",
  DIGEST: "Another digest results: the checkpoint, the chain or the contract isn't the one that was signed for.",
  SET_VERSION: "The certificate is for version {certificate} of the set, this is version {contract}.",
  SET_ORDER: "Node {id} stands twice, or out of order.",
  SET_KEY: "The key of node {id} isn't a point of the curve ({fault}).",
  SET_SUM: "The keys don't add up to the contract's sum: a node is missing, too many, or has another key.",
  BITMAP_LENGTH: "The bitmap has {sizeBytes, number} bytes, which is no whole number of entries.",
  BITMAP_ORDER: "The bitmap's entry {word} doesn't follow the one before it.",
  BITMAP_EMPTY_WORD: "The bitmap's entry {word} names nobody.",
  BITMAP_UNKNOWN: "The bitmap names nodes the contract doesn't have: {ids}.",
  ABSENT_DIFFER: "Bitmap and list disagree about who was absent: {ids}.",
  SIGNED_DIFFER: "The list of signers isn't everyone but those absent: {ids}.",
  TOO_FEW: "{signed, number} signed, {needed, number} are needed.",
  KEY_INFINITY: "Nobody is left to have signed.",
  SIGNATURE_ENCODING: "The signature isn't a point of the group ({fault}).",
  PAIRING: "The signature isn't that of these keys over this digest: it was altered, or the absentees named are wrong.",
  ROOT: "The contract holds another root for this height.",
  PROOF: "The proof leads to another root: the claim is not in this checkpoint.",
} satisfies Record<StepFaultCode, string>);

/** Why a step stays undecided. */
export const gapMessages = defineMessages("explorer.stepGaps", {
  SET_NOT_READABLE:
    "The contract's set has changed since, and the RPC has no state of that time: that these were all its nodes can't be shown.",
  ROOT_NOT_STORED:
    "The contract holds no root for this height: nobody has posted the checkpoint, or it is older than the last 64.",
  NO_CLAIM: "No claim was asked about. Check one below.",
  NEEDS_STEP: "A step before it failed, so there is nothing to compute it with.",
} satisfies Record<StepGap, string>);

/** Names of the values a step shows. */
export const valueMessages = defineMessages("explorer.stepValues", {
  height: "height",
  time: "time",
  stateRoot: "state root",
  claimsRoot: "claims root",
  blockHash: "block hash",
  domain: "domain separator",
  chainId: "chain id",
  contract: "contract",
  l2Block: "as of L2 block",
  nodes: "nodes of the contract",
  setVersion: "set version",
  nonSigners: "bitmap of absentees",
  digest: "digest",
  signature: "signature",
  kind: "kind of leaf",
  subject: "of whom",
  value: "value",
  leaf: "leaf hash",
  proofLength: "parts of the proof",
  computed: "computed here",
  expected: "expected",
  "computed.signature": "key that has to have signed",
  "computed.set": "sum of the keys",
  "expected.set": "the contract's sum",
  "computed.absentees": "signers",
  "expected.absentees": "needed",
  "expected.root": "stored by the contract",
  "computed.root": "of the checkpoint",
});
