import { type Address, concat, type Hex, size, slice } from "viem";
import { DeployError } from "./errors.ts";

/** A node to seed before the start. */
export type SeedParameters = {
  /** 128 bytes, EIP-2537. */
  readonly blsPubkey: Hex;
  /** 256 bytes, EIP-2537, over the digest of key, operator and ed25519 key for the contract it is seeded into. */
  readonly pop: Hex;
  /** 32 bytes. */
  readonly ed25519Pubkey: Hex;
  /** contributors[0].staker. */
  readonly operator: Address;
  /** Basis points, default 0. */
  readonly feeBps?: number;
  /** Default: the operator stakes all for itself. */
  readonly contributors?: readonly {
    readonly staker: Address;
    readonly beneficiary: Address;
    readonly amount: bigint;
  }[];
};

/** Ids of a word share a page of keys. */
const IDS_PER_WORD = 256;
/** Most proofs the contract checks at once (Bls12381.MAX_BATCH). */
const MAX_BATCH = 64;
/** Gas to allow, above what contracts:gas measures. A batch stays below the 2^24 of EIP-7825. */
const GAS = { page: 8_000_000n, batch: 400_000n, node: 250_000n, contributor: 15_000n, cap: 16_000_000n } as const;

/** A call of ServiceNodeRewards with the gas to allow for it. */
export type SeedCall = { readonly gas: bigint } & (
  | { readonly functionName: "seedKeyPage"; readonly args: readonly [number, Hex] }
  | { readonly functionName: "seedPublicKeyList"; readonly args: readonly [readonly SeedNodeStruct[], Hex] }
);

type SeedNodeStruct = {
  readonly ed25519Pubkey: bigint;
  readonly feeBps: number;
  readonly contributors: readonly { staker: Address; beneficiary: Address; amount: bigint }[];
};

/**
 * The calls that seed nodes, in order: each word's page of keys, then its nodes in batches. Ids follow the list, from 1.
 *
 * @throws {DeployError} `DEPLOY_INVALID_SEED`
 */
export function seedCalls(seeds: readonly SeedParameters[], stakingRequirement: bigint): SeedCall[] {
  const calls: SeedCall[] = [];
  for (let word = 0, from = 0; from < seeds.length; word++) {
    // There is no id 0: the first page holds one key less.
    const to = Math.min(seeds.length, (word + 1) * IDS_PER_WORD - 1);
    const page = seeds.slice(from, to);
    const keys = concat(page.map((seed, i) => affineKey(seed, from + i)));
    calls.push({ functionName: "seedKeyPage", args: [word, keys], gas: GAS.page });
    for (const batch of batches(page)) calls.push(batchCall(batch, stakingRequirement));
    from = to;
  }
  return calls;
}

function* batches(page: readonly SeedParameters[]): Generator<SeedParameters[]> {
  let batch: SeedParameters[] = [];
  for (const seed of page) {
    if (batch.length === MAX_BATCH || gasOf([...batch, seed]) > GAS.cap) {
      yield batch;
      batch = [];
    }
    batch.push(seed);
  }
  yield batch;
}

function gasOf(batch: readonly SeedParameters[]): bigint {
  const contributors = batch.reduce((sum, seed) => sum + (seed.contributors?.length ?? 1), 0);
  return GAS.batch + GAS.node * BigInt(batch.length) + GAS.contributor * BigInt(contributors);
}

function batchCall(batch: readonly SeedParameters[], stakingRequirement: bigint): SeedCall {
  const nodes = batch.map((seed) => ({
    ed25519Pubkey: BigInt(seed.ed25519Pubkey),
    feeBps: seed.feeBps ?? 0,
    contributors: [
      ...(seed.contributors ?? [{ staker: seed.operator, beneficiary: seed.operator, amount: stakingRequirement }]),
    ],
  }));
  return { functionName: "seedPublicKeyList", args: [nodes, concat(batch.map(({ pop }) => pop))], gas: gasOf(batch) };
}

function affineKey(seed: SeedParameters, index: number): Hex {
  if (size(seed.blsPubkey) !== 128) throw invalid(index, "blsPubkey must be 128 bytes (EIP-2537)");
  if (size(seed.pop) !== 256) throw invalid(index, "pop must be 256 bytes (EIP-2537)");
  if (size(seed.ed25519Pubkey) !== 32) throw invalid(index, "ed25519Pubkey must be 32 bytes");
  const operator = seed.contributors?.[0]?.staker ?? seed.operator;
  if (operator.toLowerCase() !== seed.operator.toLowerCase())
    throw invalid(index, "the first contributor must be the operator");
  return concat([slice(seed.blsPubkey, 16, 64), slice(seed.blsPubkey, 80, 128)]);
}

function invalid(index: number, reason: string): DeployError {
  return new DeployError({ code: "DEPLOY_INVALID_SEED", index, reason }, `Seed ${index}: ${reason}.`);
}
