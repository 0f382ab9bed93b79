import { ed25519 } from "@noble/curves/ed25519.js";
import { type RegistrationContent, registrationMessage } from "./registrationMessage.ts";

/**
 * Did the ed25519 key sign this registration? Strict RFC 8032: canonical encodings of key, R and s, and no key of small
 * order, so that every implementation of the appchain answers alike. False on anything wrong; never throws.
 */
export function verifyRegistrationSignature(content: RegistrationContent, signature: Uint8Array): boolean {
  if (signature.length !== 64 || content.ed25519Key.length !== 32) return false;
  // noble's own default is the permissive ZIP-215; a check that must be the same everywhere names its rule set.
  return ed25519.verify(signature, registrationMessage(content), content.ed25519Key, { zip215: false });
}
