import type { NodeId } from "@session/protocol";
import type { Voter } from "../consensus/ports.ts";
import type { Chain } from "./chain.ts";
import { toL2Event } from "./l2Events.ts";
import { readsOf } from "./l2View.ts";

/** The contract's nodes, ascending by id, and its `setVersion`, as of the newest L2 block this node has seen. */
export type ContractSet = { readonly voters: readonly Voter[]; readonly setVersion: bigint };

/**
 * The set a certificate must be made for: the chain's own view, brought up to the follower's newest step. The chain lags
 * behind it by the safe lag, and a contract that has moved on refuses the older set (SignerSetChanged).
 *
 * @returns undefined when this node can't know the contract's `setVersion`: it follows no provider, or its provider has
 * none for the newest step it can reach
 */
export async function contractSetNow(chain: Chain): Promise<ContractSet | undefined> {
  const voters = new Map<NodeId, Uint8Array>(chain.state.attesters().map(({ id, blsKey }) => [id, blsKey]));
  const from = chain.state.l2Number;
  const { l2 } = chain.modules;
  let setVersion = await setVersionAt(chain, from);
  for (let step = await l2?.stepAfter(from); step !== undefined; ) {
    for (const log of step.logs) {
      const event = toL2Event(log);
      if (event?.kind === "NewServiceNode" || event?.kind === "NewSeededServiceNode")
        voters.set(event.data.id, event.data.blsKey);
      if (event?.kind === "ServiceNodeExit" || event?.kind === "ServiceNodeLiquidated") voters.delete(event.data.id);
    }
    setVersion = readsOf(step)?.setVersion;
    step = await l2?.stepAfter(Number(step.block.number));
  }
  if (setVersion === undefined) return undefined;
  return { voters: [...voters].map(([id, blsKey]) => ({ id, blsKey })).sort((a, b) => a.id - b.id), setVersion };
}

async function setVersionAt({ modules, options: { genesis } }: Chain, l2Number: number): Promise<bigint | undefined> {
  if (l2Number === genesis.l2.number) return genesis.setVersion;
  const step = await modules.l2?.stepAt(l2Number);
  return step === undefined ? undefined : readsOf(step)?.setVersion;
}
