import assert from "node:assert/strict";
import type { Address } from "viem";
import { serviceNodeRewardsAbi, seshL2Abi } from "../../../src/index.ts";
import { sumOf, toAffine96 } from "../../bls/support/blsKeys.ts";
import { DURATIONS, depositOf, type Ghost, type GhostNode, principalOf, returnable } from "./ghost.ts";
import { attacker, payer, stakers, type World } from "./world.ts";

const ZERO_KEY = `0x${"00".repeat(96)}` as const;
/** Liquidator and pool together, whatever the owner sets. */
const MOST_PENALTY_PARTS = 50n;
const STATE = { active: 1, exited: 2, locked: 3, withdrawn: 4 } as const;

type Views = Awaited<ReturnType<typeof readViews>>;

/** Reads everything in one call, so that every action can be checked. */
async function readViews(world: World, ghost: Ghost, holders: readonly Address[]) {
  const { network } = world;
  const token = { address: network.addresses.seshL2, abi: seshL2Abi } as const;
  const rewards = { address: network.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  const many = { allowFailure: false, deployless: true } as const;
  const [balances, claims, nodes, sums] = await Promise.all([
    network.chain.client.multicall({
      ...many,
      contracts: holders.map((holder) => ({ ...token, functionName: "balanceOf", args: [holder] }) as const),
    }),
    network.chain.client.multicall({
      ...many,
      contracts: world.recipients.map((who) => ({ ...rewards, functionName: "claims", args: [who] }) as const),
    }),
    network.chain.client.multicall({
      ...many,
      contracts: ghost.nodes.map(({ id }) => ({ ...rewards, functionName: "node", args: [id] }) as const),
    }),
    network.chain.client.multicall({
      ...many,
      contracts: [
        { ...rewards, functionName: "totalPrincipal" },
        { ...rewards, functionName: "totalNodes" },
        { ...rewards, functionName: "setVersion" },
        { ...rewards, functionName: "aggregatePubkey" },
        { ...token, functionName: "totalSupply" },
      ] as const,
    }),
  ]);
  const [principal, totalNodes, setVersion, aggregate, supply] = sums;
  return { balances, claims, nodes, principal, totalNodes, setVersion, aggregate, supply };
}

/** Remembers what may only grow. One for each sequence. */
export function createChecks(world: World, ghost: Ghost) {
  const holders = [...new Set([...stakers, ...world.recipients, attacker, payer, ghost.rewards, ghost.pool])];
  const claimedBefore = world.recipients.map(() => 0n);
  let aggregateOf = { version: -1n, key: ZERO_KEY as string };

  /** Every invariant that holds between any two calls. */
  return async function check(): Promise<void> {
    const views = await readViews(world, ghost, holders);
    checkMoney(ghost, holders, views);
    if (aggregateOf.version !== ghost.setVersion) {
      const active = ghost.nodes.filter(({ state }) => state === "active").map(({ key }) => world.keyOf(key));
      aggregateOf = {
        version: ghost.setVersion,
        key: active.length === 0 ? ZERO_KEY : toAffine96(sumOf(active)),
      };
    }
    assert.equal(views.aggregate, aggregateOf.key, "the aggregate key is the sum of the active nodes' keys");
    assert.equal(views.setVersion, ghost.setVersion, "the set's version counts its changes");
    assert.equal(views.totalNodes, BigInt(ghost.nodes.filter(({ state }) => state === "active").length));
    for (const [i, who] of world.recipients.entries()) {
      const claimed = views.claims[i]?.[0] ?? -1n;
      assert.ok(claimed >= (claimedBefore[i] ?? 0n), "claimed never falls");
      assert.equal(claimed, ghost.claimed.get(who) ?? 0n, "claimed is what was paid");
      assert.ok(claimed <= (ghost.signedLifetime.get(who) ?? 0n), "nobody gets more than the leaf");
      claimedBefore[i] = claimed;
    }
    for (const [i, node] of ghost.nodes.entries()) checkNode(node, views.nodes[i]);
  };
}

function checkMoney(ghost: Ghost, holders: readonly Address[], views: Views): void {
  for (const [i, holder] of holders.entries())
    assert.equal(views.balances[i], ghost.ledger.get(holder) ?? 0n, `balance of ${holder}`);
  const inside = views.balances[holders.indexOf(ghost.rewards)] ?? 0n;
  assert.equal(views.principal, principalOf(ghost), "the principal is the sum of all stakes not returned");
  assert.ok(inside >= views.principal, "the balance covers every stake");
}

function checkNode(node: GhostNode, view: Views["nodes"][number] | undefined): void {
  assert.ok(view !== undefined);
  const sum = view.contributors.reduce((total, { amount }) => total + amount, 0n);
  assert.equal(sum, view.deposit, "the contributors' shares are the deposit");
  assert.deepEqual(view.contributors, node.contributors, "shares and their owners never change");
  assert.equal(view.penalty, node.penalty);
  assert.ok(view.penalty * MOST_PENALTY_PARTS <= view.deposit + MOST_PENALTY_PARTS, "a penalty is at most 2 %");
  assert.equal(view.lockedUntil, node.lockedUntil);
  if (node.state !== "active")
    assert.ok(
      view.lockedUntil <= node.removedAt + DURATIONS.maxLock,
      "a lock ends 30 days from the exit at the latest",
    );
  const gone = node.lockedUntil === 0n ? STATE.exited : STATE.withdrawn;
  assert.equal(view.state, node.state === "gone" ? gone : STATE[node.state]);
}

/** After everybody has left: each staker has all of its stakes but a penalty for each liquidated node it operated. */
export async function checkEverythingReturned(world: World, ghost: Ghost): Promise<void> {
  for (const node of ghost.nodes) assert.equal(returnable(node), 0n, `node ${node.id} still holds a stake`);
  for (const staker of stakers) {
    const shares = ghost.nodes.flatMap(({ contributors }) => contributors.filter((share) => share.staker === staker));
    const operated = ghost.nodes.filter(({ contributors }) => contributors[0]?.staker === staker);
    const least =
      shares.reduce((sum, { amount }) => sum + amount, 0n) - operated.reduce((sum, { penalty }) => sum + penalty, 0n);
    const mostLost = operated.reduce((sum, node) => sum + depositOf(node) / MOST_PENALTY_PARTS + 1n, 0n);
    const balance = await world.network.balanceOf(staker);
    const claimed = ghost.claimed.get(staker) ?? 0n;
    assert.equal(balance - claimed, least, `${staker} has its stakes back`);
    assert.ok(least >= shares.reduce((sum, { amount }) => sum + amount, 0n) - mostLost);
  }
  assert.equal(await world.network.rewards.read.totalPrincipal(), 0n);
}
