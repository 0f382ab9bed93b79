import { type Bls, checkpointDigest, fromEip2537Signature, toEip2537Signature } from "@session/bls";
import { type BlockHeader, blockHash, encodeNonSigners, type Genesis, quorum } from "@session/protocol";
import type { CheckpointResponse } from "@session/sdk";
import type { certificates } from "../../raw/schema.ts";
import type { AttesterSets } from "./attesterSets.ts";
import type { CertificateFault } from "./errors.ts";
import { toHex } from "./hex.ts";

/** What its column holds: the contract counts changes one by one. */
const MAX_SET_VERSION = 2n ** 63n - 1n;

export type CertificateRow = typeof certificates.$inferInsert;
export type CertificateVerdict =
  | { readonly row: CertificateRow }
  | { readonly fault: CertificateFault }
  /** It is for a set of nodes the chain hasn't had yet: the contract is ahead, or the node makes it up. Ask again. */
  | { readonly isForOtherSet: true };

/**
 * Is this the certificate of that checkpoint? Its digest is made anew from the own block, its signers' keys come from the
 * chain, and signers and absentees together must be the nodes of the contract at some height from the checkpoint to `upTo`.
 * `setVersion` is what the node says: the contract refuses a wrong one.
 */
export function verifyCertificate(
  answer: CheckpointResponse,
  header: BlockHeader,
  sets: AttesterSets,
  { genesis, bls, upTo }: { readonly genesis: Genesis; readonly bls: Bls; readonly upTo: number },
): CertificateVerdict | undefined {
  const { certificate } = answer;
  if (certificate === null) return undefined;
  const digest = digestOf(header, genesis);
  if (answer.digest !== toHex(digest)) return { fault: "digest" };
  const signed = [...certificate.signed].sort(ascending);
  const absent = [...certificate.absent].sort(ascending);
  const all = [...signed, ...absent].sort(ascending);
  if (new Set(all).size !== all.length) return { fault: "signers" };
  if (!sets.wasSet(all, header.height, upTo)) return { isForOtherSet: true };
  if (signed.length < quorum(all.length)) return { fault: "quorum" };
  const signature = readSignature(certificate.signature);
  const isEncoded = certificate.nonSigners === toHex(encodeNonSigners(all, signed));
  const setVersion = BigInt(certificate.setVersion);
  if (signature === undefined || !isEncoded || setVersion > MAX_SET_VERSION) return { fault: "encoding" };
  const publicKeys = signed.flatMap((id) => sets.keyOf(id) ?? []);
  if (!bls.verifyAggregate({ publicKeys, message: digest, signature })) return { fault: "signature" };
  return {
    row: {
      ...{ height: header.height, digest: toHex(digest), signed, absent },
      signature: toHex(toEip2537Signature(signature)),
      nonSigners: certificate.nonSigners as `0x${string}`,
      setVersion,
    },
  };
}

/** protocol/consensus.md#attestations: the EIP-712 digest of a checkpoint header. */
function digestOf(header: BlockHeader, { chainId, contracts }: Genesis): Uint8Array {
  const { height, time, claimsRoot } = header;
  const fields = { height: BigInt(height), time: BigInt(time), blockHash: blockHash(header), claimsRoot };
  return checkpointDigest(fields, { chainId, verifyingContract: toHex(contracts.serviceNodeRewards) });
}

function readSignature(eip2537: string): Uint8Array | undefined {
  try {
    return fromEip2537Signature(new Uint8Array(Buffer.from(eip2537.slice(2), "hex")));
  } catch {
    return undefined;
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}
