import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { concat, type Hex, keccak256, toHex } from "viem";
import { encodeNonSigners, signAll, testKeys } from "./support/blsKeys.ts";
import { connect } from "./support/connection.ts";
import {
  addKeys,
  deploySignerSet,
  type PopulatedSet,
  proofDigest,
  proofOf,
  range,
  seedUnproven,
  signersWithout,
} from "./support/signerSets.ts";

const digest = keccak256(toHex("checkpoint"));

async function gasOf(hash: Hex): Promise<number> {
  const { viem } = await connect();
  const client = await viem.getPublicClient();
  const receipt = await client.getTransactionReceipt({ hash });
  assert.equal(receipt.status, "success");
  return Number(receipt.gasUsed);
}

/** Gas of a transaction that verifies a certificate with these absentees. */
async function submitGas({ set, keys }: PopulatedSet, absent: readonly number[]): Promise<number> {
  const signature = signAll(signersWithout(keys, new Set(absent)), digest);
  const hash = await set.write.submit([digest, signature, encodeNonSigners(absent)]);
  const [event] = await set.getEvents.Verified();
  assert.deepEqual(event?.args, { valid: true, absent: BigInt(absent.length) });
  return gasOf(hash);
}

/** `count` of the first `total` ids, evenly spread over all pages. */
const spread = (count: number, total: number): number[] =>
  range(0, count).map((index) => 1 + Math.floor((index * total) / count));

/**
 * Ceilings of whole transactions of a contract that does nothing else: what is left to the table in the design
 * (submit and claim, register, seed) is for tokens, records and proofs of claims.
 */
const CEILINGS = {
  "submit, 0 absent": 196_000,
  "submit, 1 absent": 207_000,
  "submit, 100 absent": 323_000,
  "submit, 600 absent": 665_000,
  "submit, 666 absent": 708_000,
  "submit, 50 seeded and 50 late absent, keys in blobs of their own": 454_000,
  "submit, 50 seeded and 50 late absent, keys in groups": 341_000,
  "submit, 50 seeded and 50 late absent, keys in a page": 329_000,
  register: 273_000,
  "compact three groups of 16": 1_260_000,
  "compact a word": 6_070_000,
  "remove, seeded": 55_000,
  "remove, late": 55_000,
  "seed a page": 5_920_000,
  "seed, per node": 150_000,
} as const;

describe("gas of the signer set, 2,000 seeded nodes", () => {
  const measured = new Map<string, number>();
  const report = (name: keyof typeof CEILINGS, gas: number) => {
    measured.set(name, gas);
    assert.ok(gas <= CEILINGS[name], `${name}: ${gas} gas, ceiling ${CEILINGS[name]}`);
  };

  it("certificates", async () => {
    const populated = await seedUnproven(2000);
    const { set, keys } = populated;
    for (const count of [0, 1, 100, 600, 666] as const) {
      report(`submit, ${count} absent`, await submitGas(populated, spread(count, 2000)));
    }

    const late = testKeys(50, 5000);
    const ids = await addKeys(populated, late);
    const [newcomer] = testKeys(1, 6000);
    assert.ok(newcomer);
    report(
      "register",
      await gasOf(await set.write.register([newcomer.pubkey, proofDigest(newcomer), proofOf(newcomer)])),
    );
    keys.set(2048 + 50, newcomer);
    const mixed = [...spread(50, 2000), ...ids];
    const name = "submit, 50 seeded and 50 late absent, keys in";
    report(`${name} blobs of their own`, await submitGas(populated, mixed));
    report("compact three groups of 16", await gasOf(await set.write.compactKeys([8])));
    report(`${name} groups`, await submitGas(populated, mixed));
    await addKeys(populated, testKeys(256 - 51, 7000));
    report("compact a word", await gasOf(await set.write.compactKeys([8])));
    report(`${name} a page`, await submitGas(populated, mixed));

    report("remove, seeded", await gasOf(await set.write.remove([77])));
    report("remove, late", await gasOf(await set.write.remove([2050])));
  });

  it("seeding 255 nodes with their proofs of possession", async () => {
    const set = await deploySignerSet();
    const keys = testKeys(255);
    const page = await gasOf(await set.write.seedPage([0, concat(keys.map(({ affine }) => affine))]));
    report("seed a page", page);
    let total = page;
    for (const start of [0, 64, 128, 192]) {
      const batch = keys.slice(start, start + 64);
      const hash = await set.write.seed([1 + start, batch.map(proofDigest), concat(batch.map(proofOf))]);
      total += await gasOf(hash);
    }
    report("seed, per node", Math.ceil(total / keys.length));
    assert.deepEqual([...measured.keys()].sort(), Object.keys(CEILINGS).sort());
  });
});
