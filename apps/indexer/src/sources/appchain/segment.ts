import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { TransitionContext } from "@session/protocol";
import type { FetchedBlocks } from "./blockFeed.ts";
import type { DeferredSet, DeferredSignatures } from "./deferredSignatures.ts";
import { type BlockFault, type ChainTip, type ExecutedBlock, executeBlock, tipOf } from "./executeBlock.ts";

/** Blocks of one answer, executed; nothing is proven before the signatures are verified. */
export type Segment = {
  readonly fetched: FetchedBlocks;
  readonly blocks: readonly ExecutedBlock[];
  readonly signatures: readonly DeferredSet[];
  /** Of the block after the last one. */
  readonly fault: (BlockFault & { readonly height: number }) | undefined;
  /** After the last block. */
  readonly tip: ChainTip;
};

/** The rest of the process (the API) waits no longer than this for a range of blocks. */
const MAX_BLOCKING_MS = 10;
/** This near to the newest block, claims roots are made again, too. */
const CLAIMS_CHECKED_BLOCKS = 10;

/** Executes ranges of blocks with their signatures put off. */
export class SegmentExecutor {
  readonly #context: TransitionContext;
  readonly #signatures: DeferredSignatures;

  constructor(context: TransitionContext, signatures: DeferredSignatures) {
    this.#signatures = signatures;
    this.#context = { ...context, bls: signatures };
  }

  /** @param head - newest height there is, as far as is known */
  async execute(start: ChainTip, fetched: FetchedBlocks, head: number, signal: AbortSignal): Promise<Segment> {
    const blocks: ExecutedBlock[] = [];
    let tip = start;
    let fault: Segment["fault"];
    let startMs = performance.now();
    for (const ssz of fetched.blocks) {
      const height = tip.state.height + 1;
      this.#signatures.startBlock(height);
      const skipClaims = head - height >= CLAIMS_CHECKED_BLOCKS;
      const result = executeBlock(tip, ssz, this.#context, { skipClaims });
      if ("fault" in result) {
        fault = { ...result.fault, height };
        break;
      }
      blocks.push(result.block);
      tip = tipOf(result.block);
      if (performance.now() - startMs < MAX_BLOCKING_MS) continue;
      await yieldToOthers();
      signal.throwIfAborted();
      startMs = performance.now();
    }
    // Signatures of a block that turned out invalid prove nothing either way.
    const signatures = this.#signatures.take().filter(({ height }) => height <= tip.state.height);
    return { fetched, blocks, signatures, fault, tip };
  }
}
