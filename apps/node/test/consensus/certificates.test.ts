import { NIL_VALUE, VoteType } from "@session/protocol";
import { expect, test } from "vitest";
import { AttestationBook } from "../../src/attestations/attestationBook.ts";
import { Certificates } from "../../src/attestations/certificates.ts";
import { keyOf, sharedBls, sharedCrypto, votersOf } from "../simulation/keys.ts";
import { hashOf, SILENT } from "./support.ts";

const HEIGHT = 10;
const digest = hashOf("checkpoint");
const fields = { height: 10n, time: 1n, blockHash: hashOf("block"), claimsRoot: hashOf("claims") };

function bench(signers: readonly number[]) {
  const book = new AttestationBook();
  book.open({ height: HEIGHT, fields, digest });
  for (const node of signers) book.add({ height: HEIGHT, node, signature: sharedBls.sign(keyOf(node).secret, digest) });
  return { book, certificates: new Certificates({ book, crypto: sharedCrypto, logger: SILENT }) };
}

test("a quorum of the contract's set, verified as one aggregate, absentees named", async () => {
  const { certificates } = bench([1, 2, 4, 5, 7]);
  const certificate = await certificates.certificate(HEIGHT, votersOf(7));
  expect(certificate?.signers).toEqual([1, 2, 4, 5, 7]);
  expect(certificate?.absent).toEqual([3, 6]);
  // Word 0, bits 3 and 6.
  expect(certificate?.nonSigners.length).toBe(34);
  expect(certificate?.nonSigners.at(-1)).toBe(0b1001000);
  const publicKeys = [1, 2, 4, 5, 7].map((id) => keyOf(id).publicKey);
  const signature = certificate?.signature ?? NIL_VALUE;
  expect(sharedBls.verifyAggregate({ publicKeys, message: digest, signature })).toBe(true);
});

test("must-not-repeat 5.9: one signer leaves, one joins: the singles make a certificate for the set of now", async () => {
  const { book, certificates } = bench([1, 2, 3, 4]);
  const without3 = votersOf(4).filter(({ id }) => id !== 3);
  expect((await certificates.certificate(HEIGHT, without3))?.signers).toEqual([1, 2, 4]);
  const with5 = votersOf(5).filter(({ id }) => id !== 3);
  expect((await certificates.certificate(HEIGHT, with5))?.absent).toEqual([5]);
  book.add({ height: HEIGHT, node: 5, signature: sharedBls.sign(keyOf(5).secret, digest) });
  expect((await certificates.certificate(HEIGHT, with5))?.signers).toEqual([1, 2, 4, 5]);
});

test("fewer than ⌊2n/3⌋ + 1, no nodes, or an unknown checkpoint: none", async () => {
  for (let n = 1; n <= 12; n++) {
    const needed = Math.floor((2 * n) / 3) + 1;
    const ids = votersOf(n).map(({ id }) => id);
    expect(await bench(ids.slice(0, needed - 1)).certificates.certificate(HEIGHT, votersOf(n))).toBeUndefined();
    expect(await bench(ids.slice(0, needed)).certificates.certificate(HEIGHT, votersOf(n))).toBeDefined();
  }
  expect(await bench([1]).certificates.certificate(HEIGHT, [])).toBeUndefined();
  expect(await bench([1]).certificates.certificate(HEIGHT + 5, votersOf(1))).toBeUndefined();
});

test("a kept signature gone bad is found, dropped, and the rest makes the certificate", async () => {
  const { book, certificates } = bench([1, 2, 3]);
  book.add({ height: HEIGHT, node: 4, signature: new Uint8Array(96).fill(7) });
  const certificate = await certificates.certificate(HEIGHT, votersOf(4));
  expect(certificate?.signers).toEqual([1, 2, 3]);
  expect(book.has(HEIGHT, 4)).toBe(false);
});

test("must-not-repeat 3.15: a hundred requests cost one pairing", async () => {
  const { book } = bench([1, 2, 3, 4]);
  let pairings = 0;
  const crypto = {
    ...sharedCrypto,
    verifyAggregate: async (set: Parameters<typeof sharedCrypto.verifyAggregate>[0]) => {
      pairings += 1;
      return sharedCrypto.verifyAggregate(set);
    },
  };
  const certificates = new Certificates({ book, crypto, logger: SILENT });
  await Promise.all(Array.from({ length: 50 }, () => certificates.certificate(HEIGHT, votersOf(4))));
  for (let i = 0; i < 50; i++) await certificates.certificate(HEIGHT, votersOf(4));
  expect(pairings).toBe(1);
});

test("the last three checkpoints are kept, and peers get what they lack of them", () => {
  const { book } = bench([1, 2, 3]);
  const attesters = votersOf(4);
  const peer = new AttestationBook();
  peer.open({ height: HEIGHT, fields, digest });
  peer.add({ height: HEIGHT, node: 2, signature: new Uint8Array(96) });
  expect(book.missing(HEIGHT, attesters, peer.have(HEIGHT, attesters)).map(({ node }) => node)).toEqual([1, 3]);
  expect(book.missing(HEIGHT, attesters, []).every(({ type }) => type === VoteType.attest)).toBe(true);
  for (const height of [15, 20, 25]) book.open({ height, fields, digest });
  expect([10, 15, 20, 25].map((height) => book.checkpoint(height) !== undefined)).toEqual([false, true, true, true]);
});
