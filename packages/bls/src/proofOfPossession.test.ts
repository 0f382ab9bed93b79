import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { hashTypedData, keccak256, domainSeparator as viemDomainSeparator } from "viem";
import { describe, expect, test } from "vitest";
import { hexOf, INFINITY_PUBLIC_KEY } from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import { checkpointDigest } from "./checkpoint.ts";
import { domainSeparator, type Hex } from "./eip712.ts";
import { toAffinePublicKey } from "./eip2537.ts";
import {
  blsKeyHash,
  proofOfPossessionDigest,
  signProofOfPossession,
  verifyProofOfPossession,
} from "./proofOfPossession.ts";

const toHex = (bytes: Uint8Array): Hex => `0x${hexOf(bytes)}`;
const words = fc.uint8Array({ minLength: 32, maxLength: 32 });
const addresses = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(toHex);
const domains = fc.record({ chainId: fc.bigInt({ min: 1n, max: 2n ** 64n }), verifyingContract: addresses });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const secretKey = blst.deriveSecretKey(new Uint8Array(32).fill(9));
const publicKey = blst.publicKeyOf(secretKey);
const domain = { chainId: 42161n, verifyingContract: `0x${"ab".repeat(20)}` } as const;
const claim = { operator: `0x${"cd".repeat(20)}`, ed25519PublicKey: new Uint8Array(32).fill(1) } as const;

const named = { name: "Session Network", version: "1" };

describe("digests are those of viem", () => {
  test("domain", () => {
    fc.assert(
      fc.property(domains, (any) => {
        expect(toHex(domainSeparator(any))).toBe(viemDomainSeparator({ domain: { ...named, ...any } }));
      }),
    );
  });

  test("ProofOfPossession", () => {
    fc.assert(
      fc.property(domains, addresses, words, (any, operator, ed25519PublicKey) => {
        const expected = hashTypedData({
          domain: { ...named, ...any },
          types: {
            ProofOfPossession: [
              { name: "blsKeyHash", type: "bytes32" },
              { name: "operator", type: "address" },
              { name: "ed25519Pubkey", type: "uint256" },
            ],
          },
          primaryType: "ProofOfPossession",
          message: {
            blsKeyHash: keccak256(toAffinePublicKey(publicKey)),
            operator,
            ed25519Pubkey: BigInt(toHex(ed25519PublicKey)),
          },
        });
        // Bytes, hex and number are three spellings of the same.
        for (const spelling of [ed25519PublicKey, toHex(ed25519PublicKey), BigInt(toHex(ed25519PublicKey))])
          for (const address of [operator, hexToBytes(operator.slice(2))]) {
            const proof = { publicKey, operator: address, ed25519PublicKey: spelling };
            expect(toHex(proofOfPossessionDigest(proof, any))).toBe(expected);
          }
      }),
    );
  });

  test("Checkpoint", () => {
    fc.assert(
      fc.property(domains, uint64, uint64, words, words, (any, height, time, blockHash, claimsRoot) => {
        const expected = hashTypedData({
          domain: { ...named, ...any },
          types: {
            Checkpoint: [
              { name: "height", type: "uint64" },
              { name: "time", type: "uint64" },
              { name: "blockHash", type: "bytes32" },
              { name: "claimsRoot", type: "bytes32" },
            ],
          },
          primaryType: "Checkpoint",
          message: { height, time, blockHash: toHex(blockHash), claimsRoot: toHex(claimsRoot) },
        });
        expect(toHex(checkpointDigest({ height, time, blockHash, claimsRoot }, any))).toBe(expected);
      }),
    );
  });

  test("the key hash is that of x ‖ y", () => {
    expect(toHex(blsKeyHash(publicKey))).toBe(keccak256(toAffinePublicKey(publicKey)));
  });
});

describe.each([blst, noble])("proof of possession with $backend", (bls) => {
  test("signs and verifies", () => {
    const proof = signProofOfPossession(bls, secretKey, claim, domain);
    expect(hexOf(proof)).toBe(hexOf(bls.sign(secretKey, proofOfPossessionDigest({ ...claim, publicKey }, domain))));
    expect(verifyProofOfPossession(bls, { ...claim, publicKey }, domain, proof)).toBe(true);
  });

  test("malformed fields make it false, and signing refuses them", () => {
    const proof = signProofOfPossession(bls, secretKey, claim, domain);
    for (const bad of [
      { operator: "0x12" as const },
      { operator: new Uint8Array(32) },
      { ed25519PublicKey: new Uint8Array(31) },
      { ed25519PublicKey: 2n ** 256n },
      { ed25519PublicKey: -1n },
    ]) {
      expect(verifyProofOfPossession(bls, { ...claim, ...bad, publicKey }, domain, proof)).toBe(false);
      expect(() => signProofOfPossession(bls, secretKey, { ...claim, ...bad }, domain)).toThrow(
        expect.objectContaining({
          code: "BLS_INVALID_FIELD",
          detail: expect.objectContaining({ field: Object.keys(bad)[0] }),
        }),
      );
    }
    for (const key of [INFINITY_PUBLIC_KEY, new Uint8Array(48), publicKey.subarray(1)])
      expect(verifyProofOfPossession(bls, { ...claim, publicKey: key }, domain, proof)).toBe(false);
  });
});

test("a checkpoint's numbers are uint64", () => {
  const good = { height: 2n ** 64n - 1n, time: 0n, blockHash: new Uint8Array(32), claimsRoot: new Uint8Array(32) };
  expect(checkpointDigest(good, domain)).toHaveLength(32);
  for (const [field, value] of [
    ["height", 2n ** 64n],
    ["time", -1n],
    ["blockHash", new Uint8Array(31)],
    ["claimsRoot", "0x"],
  ] as const)
    expect(() => checkpointDigest({ ...good, [field]: value }, domain)).toThrow(
      expect.objectContaining({ code: "BLS_INVALID_FIELD", detail: expect.objectContaining({ field }) }),
    );
});
