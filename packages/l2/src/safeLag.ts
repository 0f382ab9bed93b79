import type { FollowerState, FollowerStore } from "./store.ts";
import type { BlockRef, FollowerOptions, L2Block } from "./types.ts";

const PAGE = 32;

/** Whether a block is so far behind the head that it counts as final. Seconds are those between L2 timestamps. */
export function isBehindLag(block: L2Block, head: L2Block, lag: FollowerOptions["safeLag"]): boolean {
  if ("blocks" in lag) return block.number + BigInt(lag.blocks) <= head.number;
  return block.timestamp + BigInt(lag.seconds) <= head.timestamp;
}

/** The newest step, or the start block, behind the safe lag; undefined if that is where `state.safe` stands already. */
export async function newestBehindLag(
  store: FollowerStore,
  state: FollowerState,
  head: L2Block,
  lag: FollowerOptions["safeLag"],
): Promise<BlockRef | undefined> {
  const known = state.safe?.number ?? -1n;
  for (let from = state.cursor.number; from > known; ) {
    const page = await store.stepsDown(from, PAGE);
    for (const { block } of page) {
      if (block.number <= known) return undefined;
      if (isBehindLag(block, head, lag)) return block;
    }
    const oldest = page.at(-1);
    if (oldest === undefined || page.length < PAGE) break;
    from = oldest.block.number - 1n;
  }
  return state.safe === null && isBehindLag(state.anchor, head, lag) ? state.anchor : undefined;
}
