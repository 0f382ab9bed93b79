import { applyBlock, type Block, BlockBodySsz, CodedError } from "@session/protocol";
import { checkFreshBlockTime } from "../consensus/rules/proposal.ts";
import { DEFAULT_TIMEOUTS, proposeTimeoutMs } from "../consensus/timeouts.ts";
import type { Executed } from "../store/chainStore.ts";
import { keptL2Content } from "./blockBuilder.ts";
import type { Chain } from "./chain.ts";
import { gatherL2Content, gatherL2Part, type L2Content, l2ViewOf } from "./l2View.ts";

type Refused = { readonly ok: false; readonly code: string; readonly message?: string };
export type CheckedBlock = { readonly ok: true; readonly executed: Executed } | Refused;

/** How long a validator waits for its own follower to reach the L2 block of a proposal before it prevotes nil. */
const L2_WAIT_MS = 1_000;
const L2_POLL_MS = 50;

/**
 * Recomputes everything in a proposed block. What the block says of L2 counts only if this node's own follower says the
 * same; a re-proposal, which a quorum has already checked, is held to it only where this node has a view of its own.
 */
export async function checkProposedBlock(
  chain: Chain,
  block: Block,
  proposal: { round: number; fresh: boolean },
  signal: AbortSignal,
): Promise<CheckedBlock> {
  const { header } = block;
  const head = chain.head();
  if (header.height !== head.height + 1) return { ok: false, code: "BLOCK_OUT_OF_ORDER" };
  if (proposal.fresh) {
    // [REJECT] protocol/consensus.md#proposal-round: a fresh block is made for the round it is proposed in.
    if (header.round !== proposal.round) return { ok: false, code: "BLOCK_WRONG_ROUND" };
    const time = checkFreshBlockTime({
      time: header.time,
      parentTime: head.time,
      intervalSec: chain.preset.blockIntervalSec,
      nowMs: chain.modules.clock.now(),
      proposeTimeoutMs: proposeTimeoutMs(proposal.round, DEFAULT_TIMEOUTS),
    });
    if (!time.ok) return time;
  }
  const l2 = await checkL2Content(chain, block, proposal, signal);
  if (!l2.ok) return l2;
  if (chain.head() !== head) return { ok: false, code: "BLOCK_OUT_OF_ORDER" };
  try {
    return { ok: true, executed: applyBlock(chain.state, head.hash, block, chain.context) };
  } catch (error) {
    if (error instanceof CodedError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

async function checkL2Content(
  chain: Chain,
  block: Block,
  proposal: { round: number; fresh: boolean },
  signal: AbortSignal,
): Promise<{ ok: true } | Refused> {
  const { l2Number } = block.header;
  const kept = keptL2Content(chain);
  const last = block.body.l2Events.at(-1);
  const isPart = l2Number === kept.l2Number && last !== undefined;
  if (l2Number === kept.l2Number && !isPart) return compare(block, kept);
  // [REJECT] appchain.md, "L2 events in blocks": from round 2 on a fresh proposal must keep the parent's view.
  if (proposal.fresh && proposal.round >= 2)
    return { ok: false, code: "BLOCK_L2_MUST_STAY", message: "from round 2 on L2 stands still" };
  if (chain.modules.l2 === undefined) return { ok: false, code: "NO_L2_PROVIDER" };
  const reach = isPart ? last.l2Number : l2Number;
  const own = (await waitForL2(chain, reach, signal)) ? await ownContent(chain, block, kept, isPart) : undefined;
  if (own !== undefined) return compare(block, own);
  if (!proposal.fresh) return { ok: true };
  return { ok: false, code: "L2_NOT_SEEN", message: `own follower hasn't L2 block ${reach} yet` };
}

/** What this node would say in the block's place; undefined when it has no view of that. */
async function ownContent(
  chain: Chain,
  block: Block,
  kept: L2Content,
  isPart: boolean,
): Promise<L2Content | undefined> {
  const { l2 } = chain.modules;
  if (l2 === undefined) return undefined;
  const { l2Number } = block.header;
  const view = l2ViewOf(chain.state);
  if (isPart) {
    const events = await gatherL2Part(l2, view, Number(l2.newest()?.block.number ?? 0));
    return { ...kept, events: events ?? [] };
  }
  const own = await gatherL2Content(l2, view, l2Number);
  // A step without reads can't be recomputed: then this node has no view of that block, not a different one.
  return own?.l2Number === l2Number ? own : undefined;
}

/** Waits for the own follower to have this L2 block; false if it doesn't come in time. */
async function waitForL2(chain: Chain, l2Number: number, signal: AbortSignal): Promise<boolean> {
  const { l2, clock } = chain.modules;
  const deadline = clock.now() + L2_WAIT_MS;
  for (;;) {
    const newest = l2?.newest();
    if (newest !== undefined && Number(newest.block.number) >= l2Number) return true;
    if (signal.aborted || clock.now() >= deadline) return false;
    await new Promise<void>((resolve) => clock.setTimeout(resolve, L2_POLL_MS));
  }
}

/** [REJECT] protocol/blocks.md#l2-view: hash, rate, released amount and every event equal this node's own. */
function compare(block: Block, own: L2Content): { ok: true } | Refused {
  const { header, body } = block;
  const what =
    header.l2Number !== own.l2Number || Buffer.compare(header.l2Hash, own.l2Hash) !== 0
      ? "block hash"
      : header.rewardRate !== own.rewardRate
        ? "reward rate"
        : header.poolReleased !== own.poolReleased
          ? "released amount"
          : haveSameEvents(body.l2Events, own.events)
            ? undefined
            : "events";
  if (what === undefined) return { ok: true };
  return {
    ok: false,
    code: "L2_VIEW_DIFFERS",
    message: `${what} at L2 block ${header.l2Number} differs from the own view`,
  };
}

function haveSameEvents(a: L2Content["events"], b: L2Content["events"]): boolean {
  const type = BlockBodySsz.fields.l2Events;
  return Buffer.compare(type.hashTreeRoot([...a]), type.hashTreeRoot([...b])) === 0;
}
