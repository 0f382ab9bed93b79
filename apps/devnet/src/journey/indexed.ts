import { createIndexerClient, type IndexerClient, SdkError } from "@session/sdk";
import type { NodeLifecycleState } from "@session/sdk/indexer-api";
import type { Hex } from "viem";
import { check, type Journey } from "./journey.ts";
import type { StepName } from "./report.ts";
import { waitFor } from "./waiting.ts";

/** States the indexer may show a node in after a step, in its own words; time goes on while it is asked. */
const STATES: Readonly<Record<StepName, readonly NodeLifecycleState[]>> = {
  registered: ["pendingOnL2", "joining", "active"],
  active: ["active"],
  payable: ["active"],
  earned: ["active"],
  claimed: ["active"],
  exitRequested: ["unlocking", "exitable", "liquidatable"],
  unlocked: ["exitable", "liquidatable"],
  exited: ["exited"],
  liquidatable: ["liquidatable"],
  liquidated: ["locked", "liquidated"],
  stakeReturned: ["exited", "liquidated"],
};

/** What the appchain does with a node in the course of each journey, in this order. */
const LIFE = ["node-joining", "node-active", "exit-requested", "node-removed", "node-forgotten"];
/** A leaver may ask for its exit before this. */
const PAYABLE = "node-payable";

/**
 * Waits until the indexer shows what a step has done, and checks that it shows the same: the node's state, its stakes, what
 * was claimed, and at the end its life.
 *
 * @throws DevnetError JOURNEY_STEP_FAILED, START_TIMEOUT
 */
export async function checkIndexed(journey: Journey, step: StepName): Promise<void> {
  const indexer = createIndexerClient({ url: journey.live.indexerUrl });
  await checkNode(indexer, journey, step);
  // A leaver's journey ends without a claim.
  const hasClaimed = journey.stakers.some(({ claimed }) => claimed > 0n);
  if (hasClaimed && (step === "claimed" || step === "stakeReturned")) await checkClaims(indexer, journey, step);
  if (step === "stakeReturned") await checkLife(indexer, journey, step);
}

async function checkNode(indexer: IndexerClient, journey: Journey, step: StepName): Promise<void> {
  const { nodeId, patienceSec } = journey;
  const states = STATES[step];
  const node = await waitFor(`the indexer to show node ${nodeId} ${states.join(" or ")}`, patienceSec, async () => {
    const found = await indexer.getNode({ id: nodeId }).catch(unlessUnknown);
    return found !== undefined && states.includes(found.state) ? found : undefined;
  });
  const shown = node.shares.map(({ staker, amount }) => `${staker}: ${amount}`);
  const staked = journey.stakers.map(({ address, stake }) => `${address}: ${stake}`);
  check(step, shown.join() === staked.join(), `the indexer shows the stakes ${shown}, they are ${staked}`);
}

/**
 * Waits until the indexer shows a step's transaction final: mined, seen, in a block where it belongs into one, applied, and
 * covered by a certified checkpoint. For the end of a journey: waiting for checkpoints in between would change its times.
 *
 * @throws DevnetError JOURNEY_STEP_FAILED, START_TIMEOUT
 */
export async function checkTransaction(journey: Journey, step: StepName, hash: Hex): Promise<void> {
  const indexer = createIndexerClient({ url: journey.live.indexerUrl });
  const progress = await waitFor(`the indexer to show transaction ${hash} final`, journey.patienceSec, async () => {
    const found = await indexer.getTransactionProgress({ hash });
    return found.stage === "final" ? found : undefined;
  });
  const rejected = progress.events.find(({ result }) => result === "rejected");
  check(step, rejected === undefined, `the appchain rejected ${rejected?.kind} (${rejected?.code})`);
  check(step, progress.events.length > 0, `the indexer knows no event of transaction ${hash}`);
}

async function checkClaims(indexer: IndexerClient, journey: Journey, step: StepName): Promise<void> {
  for (const { address, role, claimed, finalLifetime } of journey.stakers) {
    const expected = step === "claimed" ? claimed : finalLifetime;
    await waitFor(`the indexer to show what ${role} claimed: ${expected}`, journey.patienceSec, async () => {
      const rewards = await indexer.getRewards({ address });
      return BigInt(rewards.claimed) === expected ? true : undefined;
    });
  }
}

async function checkLife(indexer: IndexerClient, { nodeId, patienceSec }: Journey, step: StepName): Promise<void> {
  const types = await waitFor(`the indexer to show how node ${nodeId} was forgotten`, patienceSec, async () => {
    const { items } = await indexer.getNodeTimeline({ id: nodeId, limit: 200 });
    const ofChain = items.filter(({ source }) => source === "chain").map(({ type }) => type);
    return ofChain.includes("node-forgotten") ? ofChain.reverse() : undefined;
  });
  const life = types.filter((type) => type !== PAYABLE);
  check(step, life.join() === LIFE.join(), `the indexer shows the life ${life.join()}, it was ${LIFE.join()}`);
  const payable = types.filter((type) => type === PAYABLE).length;
  check(step, payable === 1, `the indexer shows ${payable} times that it became payable`);
}

/** A node the indexer doesn't know yet is waited for. */
function unlessUnknown(error: unknown): undefined {
  if (error instanceof SdkError && error.detail.code === "API_PROBLEM" && error.detail.status === 404) return undefined;
  throw error;
}
