import { type Bls, BlsError, fromEip2537PublicKey, fromEip2537Signature, verifyProofOfPossession } from "@session/bls";
import { verifyRegistrationSignature } from "@session/protocol";
import { type Hex, hexToBytes } from "viem";
import type { PreparedRegistration } from "./registration.ts";

export type RegistrationFault = {
  readonly code:
    | "WRONG_CHAIN"
    | "WRONG_CONTRACT"
    | "BLS_KEY_INVALID"
    | "ED25519_SIGNATURE_INVALID"
    | "PROOF_OF_POSSESSION_INVALID";
  /** What is wrong and what to do, for people. */
  readonly message: string;
};

/**
 * Whether contract and appchain would take a prepared registration's keys and proofs: the first thing they wouldn't, or
 * undefined. It says nothing about what is registered already.
 *
 * Source of the rules: docs/protocol/registration.md and the contract's `addBLSPublicKey`.
 *
 * @param domain - chain id and rewards contract of the network it is meant for
 */
export function checkRegistration(
  bls: Bls,
  registration: PreparedRegistration,
  domain: { readonly chainId: bigint; readonly contract: Hex },
): RegistrationFault | undefined {
  const { chainId, contract, operator } = registration;
  if (chainId !== domain.chainId)
    return { code: "WRONG_CHAIN", message: `it is for chain ${chainId}; this network is on ${domain.chainId}` };
  if (contract.toLowerCase() !== domain.contract.toLowerCase())
    return { code: "WRONG_CONTRACT", message: `it is for contract ${contract}; this network's is ${domain.contract}` };
  const blsKey = unlessInvalid(() => fromEip2537PublicKey(hexToBytes(registration.blsPubkey)));
  if (blsKey instanceof BlsError)
    return {
      code: "BLS_KEY_INVALID",
      message: `${trimEnd(blsKey.message)}; prepare it anew with session-node register`,
    };
  const ed25519Key = hexToBytes(registration.ed25519Pubkey);
  const content = { chainId, contract: hexToBytes(contract), operator: hexToBytes(operator), ed25519Key, blsKey };
  if (!verifyRegistrationSignature(content, hexToBytes(registration.ed25519Signature)))
    return {
      code: "ED25519_SIGNATURE_INVALID",
      message: `the ed25519 signature isn't of this key over this operator, chain, contract and BLS key`,
    };
  const proof = unlessInvalid(() => fromEip2537Signature(hexToBytes(registration.proofOfPossession)));
  const claim = { publicKey: blsKey, operator, ed25519PublicKey: ed25519Key };
  if (
    proof instanceof BlsError ||
    !verifyProofOfPossession(bls, claim, { chainId, verifyingContract: contract }, proof)
  )
    return {
      code: "PROOF_OF_POSSESSION_INVALID",
      message: "the proof of possession isn't of this BLS key over this operator, ed25519 key, chain and contract",
    };
  return undefined;
}

function unlessInvalid(decode: () => Uint8Array): Uint8Array | BlsError {
  try {
    return decode();
  } catch (error) {
    if (error instanceof BlsError) return error;
    throw error;
  }
}

const trimEnd = (sentence: string) => sentence.replace(/\.$/, "");
