import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { registrationMessage } from "../registration/registrationMessage.ts";
import type { Contributor, L2Event } from "../types/l2Event.ts";
import type { NodeId } from "../types/primitive.ts";
import type { SignatureVerifier } from "../verifier.ts";

/** Real BLS with secret keys, as every backend of `@session/bls` has it. */
export interface TestBls extends SignatureVerifier {
  deriveSecretKey(ikm: Uint8Array): Uint8Array;
  publicKeyOf(secretKey: Uint8Array): Uint8Array;
  sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array;
  aggregateSignatures(signatures: readonly Uint8Array[]): Uint8Array;
}

/** Keys of a test node, derived from its name alone: never for anything of value. */
export type NodeKeys = {
  readonly blsSecretKey: Uint8Array;
  readonly blsKey: Uint8Array;
  readonly ed25519SecretKey: Uint8Array;
  readonly ed25519Key: Uint8Array;
};

export function nodeKeys(bls: TestBls, name: string | number): NodeKeys {
  const blsSecretKey = bls.deriveSecretKey(sha256(utf8ToBytes(`session test bls key ${name}`)));
  const ed25519SecretKey = sha256(utf8ToBytes(`session test ed25519 key ${name}`));
  return {
    blsSecretKey,
    blsKey: bls.publicKeyOf(blsSecretKey),
    ed25519SecretKey,
    ed25519Key: ed25519.getPublicKey(ed25519SecretKey),
  };
}

/** An address derived from a name. */
export function testAddress(name: string | number): Uint8Array {
  return sha256(utf8ToBytes(`session test address ${name}`)).slice(0, 20);
}

export type RegistrationParameters = {
  readonly id: NodeId;
  readonly keys: NodeKeys;
  readonly chainId: bigint;
  readonly contract: Uint8Array;
  readonly contributors: readonly Contributor[];
  readonly feeBps?: number;
};

/** The data of a `NewServiceNode` event with a valid ed25519 signature; contributors[0] is the operator. */
export function signedRegistration(
  parameters: RegistrationParameters,
): Extract<L2Event, { kind: "NewServiceNode" | "NewSeededServiceNode" }>["data"] {
  const { id, keys, chainId, contract, contributors, feeBps = 0 } = parameters;
  const operator = contributors[0]?.staker ?? testAddress(`operator ${id}`);
  const { blsKey, ed25519Key } = keys;
  const message = registrationMessage({ chainId, contract, operator, ed25519Key, blsKey });
  return {
    id,
    operator,
    blsKey,
    ed25519Key,
    ed25519Signature: ed25519.sign(message, keys.ed25519SecretKey),
    feeBps,
    contributors: [...contributors],
  };
}
