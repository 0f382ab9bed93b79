import { describe, expect, test } from "vitest";
import { hexOf } from "../test/fixtures.ts";
import { blst } from "./backends/blst.ts";
import { noble } from "./backends/noble.ts";
import { GROUP_ORDER } from "./points.ts";

// EIP-2333, test cases 0 to 3: seed and master_SK.
const EIP2333 = [
  [
    "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04",
    6083874454709270928345386274498605044986640685124978867557563392430687146096n,
  ],
  [
    "3141592653589793238462643383279502884197169399375105820974944592",
    29757020647961307431480504535336562678282505419141012933316116377660817309383n,
  ],
  [
    "0099FF991111002299DD7744EE3355BBDD8844115566CC55663355668888CC00",
    27580842291869792442942448775674722299803720648445448686099262467207037398656n,
  ],
  [
    "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    19022158461524446591288038168518313374041767046816487870552872741050760015818n,
  ],
] as const;

const scalar = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");

describe.each([blst, noble])("$backend", (bls) => {
  test.each(EIP2333)("derives the master key of EIP-2333 from %s", (seed, expected) => {
    expect(BigInt(`0x${hexOf(bls.deriveSecretKey(Buffer.from(seed, "hex")))}`)).toBe(expected);
  });

  test("refuses 31 bytes of keying material, takes 32", () => {
    expect(() => bls.deriveSecretKey(new Uint8Array(31))).toThrow(
      expect.objectContaining({
        code: "BLS_KEY_MATERIAL_TOO_SHORT",
        detail: expect.objectContaining({ sizeBytes: 31 }),
      }),
    );
    expect(bls.deriveSecretKey(new Uint8Array(32))).toHaveLength(32);
  });

  test.each([
    ["zero", scalar(0n)],
    ["the group order", scalar(GROUP_ORDER)],
    ["order + 1, which a library would reduce to 1", scalar(GROUP_ORDER + 1n)],
    ["2^256 - 1", scalar(2n ** 256n - 1n)],
    ["31 bytes", scalar(1n).subarray(1)],
    ["33 bytes", new Uint8Array(33).fill(1)],
    ["nothing", new Uint8Array(0)],
  ])("refuses as secret key: %s", (_name, secretKey) => {
    const refusal = expect.objectContaining({ code: "BLS_INVALID_SECRET_KEY" });
    expect(() => bls.publicKeyOf(secretKey)).toThrow(refusal);
    expect(() => bls.sign(secretKey, new Uint8Array(32))).toThrow(refusal);
  });

  test("takes the smallest and the largest secret key", () => {
    const [first, last] = [bls.publicKeyOf(scalar(1n)), bls.publicKeyOf(scalar(GROUP_ORDER - 1n))];
    // −1 has the generator's x with the other sign.
    expect(hexOf(first).slice(1)).toBe(hexOf(last).slice(1));
    expect([hexOf(first)[0], hexOf(last)[0]]).toEqual(["9", "b"]);
  });
});
