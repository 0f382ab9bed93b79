import type { ValueOf } from "@chainsafe/ssz";
import type { PresetName } from "./presets/preset.ts";
import type { NewServiceNodeSsz } from "./types/l2Event.ts";

/** A seeded node: active, a validator and payable from block 1. */
export type GenesisNode = Omit<ValueOf<typeof NewServiceNodeSsz>, "ed25519Signature">;

/**
 * What a network starts from: preset, chain, contracts, and the contract's state at the L2 block of `start()`.
 * `genesisHash` binds all of it and enters every signature domain but the two EIP-712 digests.
 */
export type Genesis = {
  readonly preset: PresetName;
  readonly chainId: bigint;
  readonly contracts: {
    readonly serviceNodeRewards: Uint8Array;
    readonly rewardRatePool: Uint8Array;
    readonly sesh: Uint8Array;
  };
  /** Unix seconds; block 1 is at `time + blockIntervalSec` at the earliest. */
  readonly time: number;
  /** Block of `start()`: events at or before it are never applied. */
  readonly l2: { readonly number: number; readonly hash: Uint8Array };
  /** Base units. */
  readonly stakingRequirement: bigint;
  readonly maxContributors: number;
  /** Base units the pool had released at `l2`: Σ due since genesis ≤ poolReleased − this. */
  readonly poolReleased: bigint;
  /** Pool's reward rate at `l2`, base units per 120 s: block 1 carries it when it keeps the genesis view of L2. */
  readonly rewardRate: bigint;
  /** The contract's `setVersion` at `l2`. */
  readonly setVersion: bigint;
  readonly nodes: readonly GenesisNode[];
  /** Rewards brought along, in base units; funded at start, outside the pool's cap. */
  readonly balances: readonly { readonly address: Uint8Array; readonly amount: bigint }[];
};
