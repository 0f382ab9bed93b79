// @vitest-environment node
import fc from "fast-check";
import { expect, test } from "vitest";
import { findSetBlock } from "./findSetBlock.ts";

test("finds a block of every version that lasted to the end of one, in few questions", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 300 }),
      fc.nat(),
      async (steps, pick) => {
        let version = 0;
        const versions = steps.map((step) => {
          version += step;
          return BigInt(version);
        });
        const wanted = versions[pick % versions.length] ?? 0n;
        let asked = 0;
        const versionAt = async (block: bigint) => {
          asked++;
          return versions[Number(block)];
        };
        const found = await findSetBlock(versionAt, wanted, { latest: BigInt(versions.length - 1), hints: [] });
        expect(found === undefined ? undefined : versions[Number(found)]).toBe(wanted);
        expect(asked).toBeLessThanOrEqual(11);
      },
    ),
  );
});

test("takes the newest block or a hint without searching, and never a block ahead of the chain", async () => {
  const asked: bigint[] = [];
  const versionAt = async (block: bigint) => {
    asked.push(block);
    return block >= 50n ? 2n : 1n;
  };
  expect(await findSetBlock(versionAt, 2n, { latest: 60n, hints: [90n, 10n] })).toBe(60n);
  expect(await findSetBlock(versionAt, 1n, { latest: 60n, hints: [90n, 10n] })).toBe(10n);
  expect(asked).toEqual([60n, 60n, 10n]);
});

test("says that there is none where the RPC has forgotten the state, or the version never stood", async () => {
  const forgetful = async (block: bigint) => (block < 50n ? undefined : 3n);
  expect(await findSetBlock(forgetful, 2n, { latest: 60n, hints: [20n] })).toBeUndefined();
});
