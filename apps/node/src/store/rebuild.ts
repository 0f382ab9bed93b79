import { applyBlock, blockHash, ChainState, type TransitionContext } from "@session/protocol";
import type { ChainStore } from "./chainStore.ts";

/**
 * Executes the stored blocks 1 to `height` again, from the genesis, and writes what follows from them: places of hashes,
 * outcomes and histories. The blocks were verified before they were stored, so signatures aren't checked again.
 */
export async function rebuild(store: ChainStore, height: number, context: TransitionContext): Promise<void> {
  let state = ChainState.fromGenesis(context.genesis);
  let hash = context.genesisHash;
  for (let next = 1; next <= height; next++) {
    const final = await store.blockAt(next);
    if (final === undefined) return;
    const executed = applyBlock(state, hash, final.block, context, { skipSignatures: true });
    await store.saveDerived(final.block, executed);
    state = executed.state;
    hash = blockHash(final.block.header);
  }
}
