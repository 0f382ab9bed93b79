import type { Chain } from "../chain/chain.ts";
import type { ConsensusEngine } from "../consensus/engine.ts";
import type { ChainStore } from "../store/chainStore.ts";
import type { P2pNetwork } from "./network.ts";

export type ServedModules = { readonly chain: Chain; readonly store: ChainStore; readonly consensus: ConsensusEngine };

/** Answers peers' requests from this node's chain and votes. */
export function serveRequests(p2p: P2pNetwork, { chain, store, consensus }: ServedModules): void {
  p2p.serve({
    status: () => {
      const { height, hash } = chain.head();
      return { height, headHash: hash, l2Number: chain.state.l2Number };
    },
    blocks: (from, count) => finalBlocks(store, from, count),
    commits: async function* (from, count) {
      for await (const { commit } of finalBlocks(store, from, count)) yield commit;
    },
    votes: ({ height, round, proposal, have }) => consensus.votesFor({ height, round, proposal, have }),
  });
}

async function* finalBlocks(store: ChainStore, from: number, count: number) {
  for (let height = from; height < from + count; height++) {
    const final = await store.blockAt(height);
    if (final === undefined) return;
    yield final;
  }
}
