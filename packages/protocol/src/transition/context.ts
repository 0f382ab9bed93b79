import type { Genesis } from "../genesis.ts";
import type { Preset } from "../presets/preset.ts";
import type { BlockHeader } from "../types/block.ts";
import type { SignatureVerifier } from "../verifier.ts";

/** What stays the same for a network's whole life, and the one capability the rules need. */
export type TransitionContext = {
  readonly genesis: Genesis;
  readonly genesisHash: Uint8Array;
  readonly preset: Preset;
  readonly bls: SignatureVerifier;
};

/** What a proposer chooses; every other field of the header follows from it, the parent and the body. */
export type BlockDraft = Pick<
  BlockHeader,
  "height" | "time" | "proposer" | "round" | "reveal" | "l2Number" | "l2Hash" | "rewardRate" | "poolReleased"
>;
