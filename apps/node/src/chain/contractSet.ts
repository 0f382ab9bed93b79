import type { NodeId } from "@session/protocol";
import type { Voter } from "../consensus/ports.ts";
import type { Chain } from "./chain.ts";
import { toL2Event } from "./l2Events.ts";
import { readsOf } from "./l2View.ts";

/** The contract's nodes, ascending by id, and its `setVersion`, as of the newest L2 block this node has seen. */
export type ContractSet = { readonly voters: readonly Voter[]; readonly setVersion: bigint };

/**
 * The set a certificate must be made for: the chain's own view, brought up to the follower's newest block. The chain lags
 * behind it by the safe lag, and a contract that has moved on refuses the older set (SignerSetChanged).
 */
export async function contractSetNow(chain: Chain): Promise<ContractSet> {
  const voters = new Map<NodeId, Uint8Array>(chain.state.attesters().map(({ id, blsKey }) => [id, blsKey]));
  const { l2 } = chain.modules;
  const newest = l2?.newest();
  let number = chain.state.l2Number;
  while (l2 !== undefined && newest !== undefined && number < Number(newest.block.number)) {
    const step = await l2.stepAfter(number);
    if (step === undefined) break;
    for (const log of step.logs) {
      const event = toL2Event(log);
      if (event?.kind === "NewServiceNode" || event?.kind === "NewSeededServiceNode")
        voters.set(event.data.id, event.data.blsKey);
      if (event?.kind === "ServiceNodeExit" || event?.kind === "ServiceNodeLiquidated") voters.delete(event.data.id);
    }
    number = Number(step.block.number);
  }
  const ascending = [...voters].map(([id, blsKey]) => ({ id, blsKey })).sort((a, b) => a.id - b.id);
  return {
    voters: ascending,
    setVersion: newest === undefined ? chain.options.genesis.setVersion : readsOf(newest).setVersion,
  };
}
