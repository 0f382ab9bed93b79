import { fromEip2537PublicKey, fromEip2537Signature, verifyProofOfPossession } from "@session/bls";
import { blst } from "@session/bls/blst";
import { verifyRegistrationSignature } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import { hexToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { preparedRegistrationSchema, prepareRegistration, registrationToJson } from "./registration.ts";

const keys = nodeKeys(blst, "sdk");
const operator = `0x${"1f".repeat(20)}` as const;
const contract = `0x${"2e".repeat(20)}` as const;
const parameters = {
  ...{ bls: blst, blsSecret: keys.blsSecretKey, ed25519Seed: keys.ed25519SecretKey },
  ...{ operator, chainId: 42_161n, contract },
};
const registration = prepareRegistration(parameters);

/** What the chain checks of the ed25519 half, and the contract of the BLS half. */
function check(prepared: typeof registration, changed: Partial<typeof registration> = {}) {
  const { chainId, contract: verifyingContract, operator: owner, ...proofs } = { ...prepared, ...changed };
  const ed25519Key = hexToBytes(proofs.ed25519Pubkey);
  const blsKey = fromEip2537PublicKey(hexToBytes(proofs.blsPubkey));
  const content = { chainId, contract: hexToBytes(verifyingContract), operator: hexToBytes(owner), ed25519Key, blsKey };
  const domain = { chainId, verifyingContract };
  const claim = { publicKey: blsKey, operator: owner, ed25519PublicKey: ed25519Key };
  const signature = fromEip2537Signature(hexToBytes(proofs.proofOfPossession));
  return {
    ed25519: verifyRegistrationSignature(content, hexToBytes(proofs.ed25519Signature)),
    bls: verifyProofOfPossession(blst, claim, domain, signature),
  };
}

describe("a prepared registration", () => {
  it("carries proofs of both keys that the chain and the contract take", () => {
    expect(check(registration)).toEqual({ ed25519: true, bls: true });
  });

  it("is bound to operator, chain and contract", () => {
    for (const changed of [{ operator: contract }, { chainId: 1n }, { contract: operator }])
      expect(check(registration, changed)).toEqual({ ed25519: false, bls: false });
    const other = prepareRegistration({ ...parameters, ed25519Seed: nodeKeys(blst, "other").ed25519SecretKey });
    expect(check(registration, { ed25519Pubkey: other.ed25519Pubkey })).toEqual({ ed25519: false, bls: false });
  });

  it("survives JSON, and holds no secret", () => {
    const json = JSON.stringify(registrationToJson(registration));
    expect(preparedRegistrationSchema.parse(JSON.parse(json))).toEqual(registration);
    for (const secret of [keys.blsSecretKey, keys.ed25519SecretKey])
      expect(json).not.toContain(Buffer.from(secret).toString("hex"));
  });

  it("is refused with a field of another size", () => {
    const json = registrationToJson(registration);
    for (const field of [
      "contract",
      "operator",
      "blsPubkey",
      "proofOfPossession",
      "ed25519Pubkey",
      "ed25519Signature",
    ]) {
      expect(preparedRegistrationSchema.safeParse({ ...json, [field]: `${json[field]}00` }).success).toBe(false);
      expect(preparedRegistrationSchema.safeParse({ ...json, [field]: json[field]?.slice(2) }).success).toBe(false);
    }
    expect(preparedRegistrationSchema.safeParse({ ...json, chainId: "1e3" }).success).toBe(false);
  });
});
