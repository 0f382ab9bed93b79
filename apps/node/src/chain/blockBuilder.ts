import { type Block, type BlockBody, type BlockDraft, type Commit, produceBlock } from "@session/protocol";
import { freshBlockTime } from "../consensus/rules/proposal.ts";
import type { Executed } from "../store/chainStore.ts";
import type { Chain } from "./chain.ts";
import { gatherL2Content, gatherL2Part, type L2Content, l2ViewOf } from "./l2View.ts";

/** A fresh block on the chain's head, or undefined when this node can't propose (no id, or the head has moved on). */
export async function buildBlock(
  chain: Chain,
  round: number,
  late: readonly Commit[],
  signal: AbortSignal,
): Promise<({ block: Block } & Executed) | undefined> {
  const { signer, clock, ready } = chain.modules;
  if (signer?.id === undefined) return undefined;
  const head = chain.head();
  const { state, final } = chain;
  const l2 = await chooseL2Content(chain, round);
  signal.throwIfAborted();
  if (chain.head() !== head) return undefined;
  const draft: BlockDraft = {
    height: head.height + 1,
    time: freshBlockTime(head.time, chain.preset.blockIntervalSec, clock.now()),
    proposer: signer.id,
    round,
    reveal: signer.reveal(head.height + 1),
    l2Number: l2.l2Number,
    l2Hash: l2.l2Hash,
    rewardRate: l2.rewardRate,
    poolReleased: l2.poolReleased,
  };
  const body: BlockBody = {
    commits: final === undefined ? [] : [final.commit, ...late],
    l2Events: [...l2.events],
    stateChanges: [],
    ready: ready.pending({ state, hash: head.hash }),
    evidence: [],
    reconcile: null,
  };
  return produceBlock(state, head.hash, draft, body, chain.context);
}

/**
 * The newest L2 step behind the safe lag, or a part of steps too large for a block; the parent's view from round 2 on, or
 * while there is nothing newer (appchain.md, "L2 events in blocks").
 */
async function chooseL2Content(chain: Chain, round: number): Promise<L2Content> {
  const kept = keptL2Content(chain);
  const { l2 } = chain.modules;
  const safe = l2?.newestSafe();
  if (round >= 2 || l2 === undefined || safe === undefined) return kept;
  const view = l2ViewOf(chain.state);
  const to = Number(safe.block.number);
  const gathered = await gatherL2Content(l2, view, to);
  if (gathered !== undefined) return gathered;
  const part = await gatherL2Part(l2, view, to);
  return part === undefined ? kept : { ...kept, events: part };
}

/** The parent's L2 fields, without events. Block 1 has no parent header to copy from: it copies the genesis view. */
export function keptL2Content(chain: Chain): L2Content {
  const header = chain.final?.block.header;
  const { genesis } = chain.options;
  if (header === undefined)
    return {
      l2Number: genesis.l2.number,
      l2Hash: genesis.l2.hash,
      rewardRate: genesis.rewardRate,
      poolReleased: genesis.poolReleased,
      events: [],
    };
  const { l2Number, l2Hash, rewardRate, poolReleased } = header;
  return { l2Number, l2Hash, rewardRate, poolReleased, events: [] };
}
