import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import fc from "fast-check";
import { concat, keccak256, slice, toHex } from "viem";
import { decodeG1, encodeG1, encodeNonSigners, nonSignersEntry, signAll, sumOf, testKeys } from "./support/blsKeys.ts";
import { revertsWith } from "./support/reverts.ts";
import {
  addKeys,
  deploySignerSet,
  keyOf,
  type PopulatedSet,
  range,
  seedUnproven,
  signersWithout,
} from "./support/signerSets.ts";

const digest = keccak256(toHex("checkpoint"));

/**
 * Keys in all places at once: 300 seeded (pages 0 and 1), 512–767 registered and compacted (page 2), 768–799
 * registered and grouped, 800–811 in blobs of their own; some of each are gone.
 */
async function mixedSet(): Promise<PopulatedSet> {
  const populated = await seedUnproven(300);
  await addKeys(populated, testKeys(256 + 16 + 3, 2000));
  await populated.set.write.compactKeys([2]);
  await populated.set.write.compactKeys([3]);
  await addKeys(populated, testKeys(13 + 12, 3000));
  await populated.set.write.compactKeys([3]);
  for (const id of [1, 77, 256, 520, 770, 805]) {
    await populated.set.write.remove([id]);
    populated.keys.delete(id);
  }
  return populated;
}

describe("non-signers", () => {
  let mixed: PopulatedSet;
  before(async () => {
    mixed = await mixedSet();
  });

  it("without absentees the key is that of all", async () => {
    const [key, absent] = await mixed.set.read.aggregateWithout(["0x"]);
    assert.equal(key, sumOf([...mixed.keys.values()]));
    assert.equal(absent, 0n);
  });

  it("any absentees: the key is noble's sum of the others, and their signature is valid", async () => {
    const all = [...mixed.keys.keys()];
    const total = decodeG1(sumOf([...mixed.keys.values()]));
    // Some ids from everywhere, or all of a stretch: few and many of a page both occur.
    const somewhere = fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 40 });
    const stretch = fc
      .tuple(fc.nat({ max: all.length - 1 }), fc.integer({ min: 1, max: 200 }))
      .map(([start, length]) => all.slice(start, start + length));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          somewhere,
          stretch,
          fc.tuple(somewhere, stretch).map((lists) => lists.flat()),
        ),
        async (ids) => {
          const absent = new Set(ids);
          const [key, number] = await mixed.set.read.aggregateWithout([encodeNonSigners(absent)]);
          const missing = decodeG1(sumOf([...absent].map((id) => keyOf(mixed.keys, id))));
          assert.equal(key, encodeG1(total.subtract(missing)));
          assert.equal(number, BigInt(absent.size));
          const signature = signAll(signersWithout(mixed.keys, absent), digest);
          assert.equal(await mixed.set.read.verifyWithout([digest, signature, encodeNonSigners(absent)]), true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("every single one of a word, by every way of reading keys", async () => {
    const everyone = await seedUnproven(255);
    const total = decodeG1(sumOf([...everyone.keys.values()]));
    for (const id of range(1, 256)) {
      const [key, number] = await everyone.set.read.aggregateWithout([encodeNonSigners([id])]);
      assert.equal(key, encodeG1(total.subtract(decodeG1(keyOf(everyone.keys, id).pubkey))));
      assert.equal(number, 1n);
    }
    for (const signer of [1, 128, 255]) {
      const [key, number] = await everyone.set.read.aggregateWithout([
        encodeNonSigners(range(1, 256).filter((id) => id !== signer)),
      ]);
      assert.equal(key, keyOf(everyone.keys, signer).pubkey);
      assert.equal(number, 254n);
    }
  });

  it("a signature of more or fewer than said is not valid", async () => {
    const signature = signAll(signersWithout(mixed.keys, new Set([2, 3])), digest);
    assert.equal(await mixed.set.read.verifyWithout([digest, signature, encodeNonSigners([2, 3])]), true);
    assert.equal(await mixed.set.read.verifyWithout([digest, signature, encodeNonSigners([2])]), false);
    assert.equal(await mixed.set.read.verifyWithout([digest, signature, encodeNonSigners([2, 3, 4])]), false);
  });

  it("§1.13: words not ascending or repeated", async () => {
    const first = encodeNonSigners([2]);
    const second = encodeNonSigners([257]);
    const descending = mixed.set.read.aggregateWithout([concat([second, first])]);
    assert.deepEqual(await revertsWith(descending, "NonSignersNotAscending"), [1n, 0n]);
    for (const entry of [first, second]) {
      const word = BigInt(slice(entry, 0, 2));
      const repeated = mixed.set.read.aggregateWithout([concat([entry, entry])]);
      assert.deepEqual(await revertsWith(repeated, "NonSignersNotAscending"), [word, word]);
    }
    const splitWord = concat([first, nonSignersEntry(0, 1n << 5n)]);
    await revertsWith(mixed.set.read.aggregateWithout([splitWord]), "NonSignersNotAscending");
  });

  it("§1.13: ids unknown, in a gap, or already gone", async () => {
    const gone = [1, 77, 256, 520, 770, 805];
    for (const id of [0, 301, 511, 812, 1023, 65_535 * 256 + 255, ...gone]) {
      const call = mixed.set.read.aggregateWithout([encodeNonSigners([id])]);
      const unknown = 1n << BigInt(id & 0xff);
      assert.deepEqual(await revertsWith(call, "NonSignersNotActive"), [BigInt(id >> 8), unknown]);
    }
    const among = mixed.set.read.aggregateWithout([encodeNonSigners([76, 77, 78])]);
    assert.deepEqual(await revertsWith(among, "NonSignersNotActive"), [0n, 1n << 77n]);
  });

  it("§1.13: an entry that names nobody, or half an entry", async () => {
    const empty = mixed.set.read.aggregateWithout([nonSignersEntry(0, 0n)]);
    assert.deepEqual(await revertsWith(empty, "EmptyNonSignersWord"), [0n]);
    for (const length of [1, 2, 33, 35, 67]) {
      const call = mixed.set.read.aggregateWithout([`0x${"01".repeat(length)}`]);
      assert.deepEqual(await revertsWith(call, "MalformedNonSigners"), [BigInt(length)]);
    }
  });

  it("§1.14: nobody there, or all keys subtracted", async () => {
    const empty = await deploySignerSet();
    await revertsWith(empty.read.aggregateWithout(["0x"]), "PointAtInfinity");
    const all = encodeNonSigners(mixed.keys.keys());
    await revertsWith(mixed.set.read.aggregateWithout([all]), "PointAtInfinity");
  });

  it("§1.14: keys that cancel each other out leave no key", async () => {
    const set = await deploySignerSet();
    await set.write.finishSeeding();
    const [key, third] = testKeys(2);
    assert.ok(key && third);
    await set.write.add([1, key.pubkey]);
    await set.write.add([2, encodeG1(decodeG1(key.pubkey).negate())]);
    await revertsWith(set.read.aggregateWithout(["0x"]), "PointAtInfinity");
    await set.write.add([3, third.pubkey]);
    assert.deepEqual((await set.read.aggregateWithout(["0x"]))[0], third.pubkey);
    // Absentees whose own sum is infinity.
    assert.deepEqual((await set.read.aggregateWithout([encodeNonSigners([1, 2])]))[0], third.pubkey);
    await revertsWith(set.read.aggregateWithout([encodeNonSigners([3])]), "PointAtInfinity");
  });
});
