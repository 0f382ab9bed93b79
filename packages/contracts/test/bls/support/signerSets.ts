import { concat, type Hex, keccak256, toHex } from "viem";
import { sign, type TestKey, testKeys } from "./blsKeys.ts";
import { connect } from "./connection.ts";

export async function deploySignerSet() {
  const { viem } = await connect();
  return viem.deployContract("SignerSetHarness");
}

export type SignerSetContract = Awaited<ReturnType<typeof deploySignerSet>>;

/** A set together with the keys behind its ids. */
export type PopulatedSet = { readonly set: SignerSetContract; readonly keys: Map<number, TestKey> };

/** A set without seeding, ready for `add`. */
export async function emptySet(): Promise<PopulatedSet> {
  const set = await deploySignerSet();
  await set.write.finishSeeding();
  return { set, keys: new Map() };
}

/** A digest which nobody else signs: the proof of possession of a key, by its number. */
export const proofDigest = (key: TestKey): Hex => keccak256(concat([toHex("possession"), key.pubkey]));

export const proofOf = (key: TestKey): Hex => sign(key, proofDigest(key));

/** Seeds ids 1 to `count` without proofs, page by page, and ends seeding. */
export async function seedUnproven(count: number, firstKey = 0): Promise<PopulatedSet> {
  const set = await deploySignerSet();
  const keys = new Map(testKeys(count, firstKey).map((key, index) => [index + 1, key] as const));
  for (let first = 1; first <= count; ) {
    const word = first >> 8;
    const end = Math.min((word + 1) * 256, count + 1);
    const page = range(first, end).map((id) => keyOf(keys, id).affine);
    await set.write.seedPage([word, concat(page)]);
    await set.write.activateUnproven([first, BigInt(end - first)]);
    first = end;
  }
  await set.write.finishSeeding();
  return { set, keys };
}

/** Adds keys one after the other, without proofs. @returns their ids */
export async function addKeys({ set, keys }: PopulatedSet, added: readonly TestKey[]): Promise<number[]> {
  let [, , id] = await set.read.state();
  const ids: number[] = [];
  for (const key of added) {
    await set.write.add([id, key.pubkey]);
    keys.set(id, key);
    ids.push(id);
    id += 1;
  }
  return ids;
}

export const range = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, index) => start + index);

export function keyOf(keys: ReadonlyMap<number, TestKey>, id: number): TestKey {
  const key = keys.get(id);
  if (key === undefined) throw new RangeError(`no key for id ${id}`);
  return key;
}

/** The keys of all ids but the absent ones. */
export const signersWithout = (keys: ReadonlyMap<number, TestKey>, absent: ReadonlySet<number>): TestKey[] =>
  [...keys].filter(([id]) => !absent.has(id)).map(([, key]) => key);
