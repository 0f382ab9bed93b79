import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bls, signProofOfPossession, toEip2537PublicKey, toEip2537Signature } from "@session/bls";
import { registrationMessage } from "@session/protocol";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { z } from "zod";

/**
 * What a node hands its operator to register it: its keys and the proofs that they are its own, bound to one operator,
 * chain and contract. Holds no secret.
 */
export type PreparedRegistration = {
  readonly chainId: bigint;
  readonly contract: Hex;
  readonly operator: Hex;
  /** 128 B, EIP-2537. */
  readonly blsPubkey: Hex;
  /** 256 B, EIP-2537. */
  readonly proofOfPossession: Hex;
  readonly ed25519Pubkey: Hex;
  /** 64 B. */
  readonly ed25519Signature: Hex;
};

export type PrepareRegistrationParameters = {
  readonly bls: Bls;
  readonly blsSecret: Uint8Array;
  readonly ed25519Seed: Uint8Array;
  readonly operator: Hex;
  readonly chainId: bigint;
  readonly contract: Hex;
};

/**
 * Signs a node's registration with both of its keys.
 *
 * Source of the rules: docs/protocol/registration.md and the contract's `addBLSPublicKey`.
 *
 * @example
 * const registration = prepareRegistration({ bls: blst, blsSecret, ed25519Seed, operator, chainId: 42161n, contract });
 */
export function prepareRegistration(parameters: PrepareRegistrationParameters): PreparedRegistration {
  const { bls, blsSecret, ed25519Seed, operator, chainId, contract } = parameters;
  const blsKey = bls.publicKeyOf(blsSecret);
  const ed25519Key = ed25519.getPublicKey(ed25519Seed);
  const domain = { chainId, verifyingContract: contract };
  const proof = signProofOfPossession(bls, blsSecret, { operator, ed25519PublicKey: ed25519Key }, domain);
  const message = registrationMessage({
    chainId,
    contract: hexToBytes(contract),
    operator: hexToBytes(operator),
    ed25519Key,
    blsKey,
  });
  return {
    chainId,
    contract,
    operator,
    blsPubkey: bytesToHex(toEip2537PublicKey(blsKey)),
    proofOfPossession: bytesToHex(toEip2537Signature(proof)),
    ed25519Pubkey: bytesToHex(ed25519Key),
    ed25519Signature: bytesToHex(ed25519.sign(message, ed25519Seed)),
  };
}

const hexOf = (bytes: number) =>
  z.string().regex(new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`), `${bytes} bytes of hex`) as unknown as z.ZodType<Hex>;

/** JSON form of {@link PreparedRegistration}: `chainId` as a decimal string. */
export const preparedRegistrationSchema = z.object({
  chainId: z.string().regex(/^\d+$/).transform(BigInt),
  contract: hexOf(20),
  operator: hexOf(20),
  blsPubkey: hexOf(128),
  proofOfPossession: hexOf(256),
  ed25519Pubkey: hexOf(32),
  ed25519Signature: hexOf(64),
});

/** {@link PreparedRegistration} as JSON carries it, and as `preparedRegistrationSchema` takes it. */
export type RegistrationJson = Readonly<Record<keyof PreparedRegistration, string> & Record<string, string>>;

export function registrationToJson(registration: PreparedRegistration): RegistrationJson {
  return { ...registration, chainId: registration.chainId.toString() };
}
