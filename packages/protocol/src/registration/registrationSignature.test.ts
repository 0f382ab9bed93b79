import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { acceptingBls } from "../../test/acceptingBls.ts";
import { nodeKeys, testAddress } from "../testing/nodeKeys.ts";
import { registrationMessage } from "./registrationMessage.ts";
import { verifyRegistrationSignature } from "./verifyRegistrationSignature.ts";

const keys = nodeKeys(acceptingBls, "registration");
const content = {
  chainId: 42_161n,
  contract: testAddress("contract"),
  operator: testAddress("operator"),
  ed25519Key: keys.ed25519Key,
  blsKey: keys.blsKey,
};
const signature = ed25519.sign(registrationMessage(content), keys.ed25519SecretKey);
/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

test("the message is the prefix, 32 B chain id, contract, operator, ed25519 and BLS key", () => {
  expect(bytesToHex(registrationMessage(content))).toBe(
    bytesToHex(new TextEncoder().encode("session-registration")) +
      42_161n.toString(16).padStart(64, "0") +
      bytesToHex(concatBytes(content.contract, content.operator, content.ed25519Key, content.blsKey)),
  );
});

test("a signature is bound to chain, contract, operator and both keys", () => {
  const other = new Uint8Array(20).fill(9);
  expect(verifyRegistrationSignature(content, signature)).toBe(true);
  expect(verifyRegistrationSignature({ ...content, chainId: 1n }, signature)).toBe(false);
  expect(verifyRegistrationSignature({ ...content, contract: other }, signature)).toBe(false);
  expect(verifyRegistrationSignature({ ...content, operator: other }, signature)).toBe(false);
  expect(verifyRegistrationSignature({ ...content, blsKey: new Uint8Array(48) }, signature)).toBe(false);
  const { ed25519Key } = nodeKeys(acceptingBls, "someone else");
  expect(verifyRegistrationSignature({ ...content, ed25519Key }, signature)).toBe(false);
});

test("strict RFC 8032: s is below the group order", () => {
  const s = BigInt(`0x${bytesToHex(signature.slice(32).reverse())}`) + L;
  const malleated = concatBytes(signature.slice(0, 32), hexToBytes(s.toString(16).padStart(64, "0")).reverse());
  expect(verifyRegistrationSignature(content, malleated)).toBe(false);
});

test("strict RFC 8032: keys of small order and encodings that aren't canonical are refused", () => {
  const smallOrder = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    // The same points, y not below the field's order, and "minus zero".
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
  ].map(hexToBytes);
  // R = identity and s = 0 satisfy the equation for a key of small order: only the key's check stands in the way.
  const forged = concatBytes(hexToBytes("01".padEnd(64, "0")), new Uint8Array(32));
  for (const ed25519Key of smallOrder) {
    expect(verifyRegistrationSignature({ ...content, ed25519Key }, forged)).toBe(false);
    expect(verifyRegistrationSignature({ ...content, ed25519Key }, signature)).toBe(false);
  }
});

test("lengths that are wrong are refused, not thrown on", () => {
  expect(verifyRegistrationSignature(content, signature.slice(1))).toBe(false);
  expect(verifyRegistrationSignature({ ...content, ed25519Key: new Uint8Array(31) }, signature)).toBe(false);
});
