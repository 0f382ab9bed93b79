import { hexToBigInt } from "viem";
import type { PreparedRegistration } from "../registration.ts";

/** What contracts take a node's keys as: BLS key, proof of possession, and `ServiceNodeParams`. */
export function registrationArgs(registration: PreparedRegistration, feeBps: number) {
  const signature = registration.ed25519Signature.slice(2);
  const params = {
    ed25519Pubkey: hexToBigInt(registration.ed25519Pubkey),
    ed25519Signature0: hexToBigInt(`0x${signature.slice(0, 64)}`),
    ed25519Signature1: hexToBigInt(`0x${signature.slice(64)}`),
    feeBps,
  };
  return [registration.blsPubkey, registration.proofOfPossession, params] as const;
}
