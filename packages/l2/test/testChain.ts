import type { Hex } from "../src/index.ts";

/** A chain a test drives block by block; the same tests run over the fake and over Anvil. */
export interface TestChain {
  /** The contract whose events are followed; without call data it returns the number of the block it runs in. */
  readonly address: Hex;
  head(): Promise<bigint>;
  /** Mines one block with an event per topic; equal topics give equal events. */
  mine(topics?: readonly Hex[]): Promise<void>;
  /** Replaces the newest `depth` blocks by as many others. */
  reorg(depth: number): Promise<void>;
  /** What is on the chain now, in order. */
  topics(): Promise<{ block: bigint; topic: Hex }[]>;
}
