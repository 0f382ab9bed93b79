import type { Address } from "viem";
import { sign, signAll } from "../../bls/support/blsKeys.ts";
import { claimsTree } from "../../support/claimsTree.ts";
import { type Contributor, digestOf, ed25519Of, possessionDigest } from "../../support/network.ts";
import type { Action, LeafPlan } from "./actions.ts";
import {
  balanceOf,
  claimable,
  DURATIONS,
  depositOf,
  type Ghost,
  type GhostNode,
  type Leaf,
  move,
  payout,
  penalties,
  principalOf,
  recordClaim,
  removeNode,
  returnStakes,
} from "./ghost.ts";
import { govern } from "./govern.ts";
import { isPaused, isStored, type Played, pick, pickTree, settle } from "./outcome.ts";
import { attacker, payer, stakers, type World } from "./world.ts";

const MAX_UINT64 = 2n ** 64n - 1n;

/** Makes one call and books in the model what it should do; fails when the contract does something else. */
export async function play(world: World, ghost: Ghost, action: Action): Promise<Played> {
  switch (action.do) {
    case "pass":
      world.pass(action.seconds);
      return "accepted";
    case "register":
      return register(world, ghost, action);
    case "certify":
      return certify(world, ghost, action);
    case "claim":
      return claim(world, ghost, action);
    case "leave":
      return leave(world, ghost, action);
    case "forge":
      return forge(world, ghost, action);
    case "request":
      return request(world, ghost, action);
    case "escape":
    case "withdraw":
      return leaveAlone(world, ghost, action);
    case "fund":
      move(ghost, payer, ghost.rewards, action.amount);
      return settle(await world.asToken(payer, "transfer", [ghost.rewards, action.amount]), true, "fund");
    default:
      return govern(world, ghost, action);
  }
}

async function register(world: World, ghost: Ghost, action: Action & { do: "register" }): Promise<Played> {
  const weights = action.shares.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  const rest = (index: number) => (ghost.requirement * BigInt(action.shares[index]?.weight ?? 0)) / weights;
  const others = action.shares.slice(1).reduce((sum, _, i) => sum + rest(i + 1), 0n);
  const contributors: Contributor[] = action.shares.map(({ staker }, i) => ({
    staker: pick(stakers, staker) ?? payer,
    beneficiary: pick(world.recipients, staker) ?? payer,
    amount: i === 0 ? ghost.requirement - others : rest(i),
  }));
  const operator = contributors[0]?.staker ?? payer;
  const key = world.keyOf(action.key);
  const ed25519Pubkey = ed25519Of(action.key);
  const domain = { chainId: world.network.chain.chainId, verifyingContract: ghost.rewards };
  const params = { ed25519Pubkey: BigInt(ed25519Pubkey), ed25519Signature0: 1n, ed25519Signature1: 2n, feeBps: 500 };
  const now = world.next();
  const minuteAgo = ghost.registrations.at(-20);
  const expected =
    !isPaused(ghost, now) &&
    !ghost.nodes.some((node) => node.key === action.key && node.state === "active") &&
    (contributors[0]?.amount ?? 0n) * 4n >= ghost.requirement &&
    (minuteAgo === undefined || now >= minuteAgo + 60n);
  const proof = sign(key, possessionDigest(domain, key, operator, ed25519Pubkey));
  const outcome = await world.asRewards(payer, "addBLSPublicKey", [key.pubkey, proof, params, contributors]);
  if (expected) {
    const registered = ghost.nodes.filter(({ id }) => id >= 256).length;
    ghost.nodes.push({
      id: 256 + registered,
      key: action.key,
      contributors,
      addedAt: now,
      requestedAt: 0n,
      repeatedAt: 0n,
      state: "active",
      removedAt: 0n,
      lockedUntil: 0n,
      penalty: 0n,
    });
    ghost.registrations.push(now);
    ghost.setVersion += 1n;
    move(ghost, payer, ghost.rewards, ghost.requirement);
  }
  return settle(outcome, expected, "register");
}

/** The attacker signs with all keys whatever leaves it likes. */
async function certify(world: World, ghost: Ghost, action: Action & { do: "certify" }): Promise<Played> {
  const now = world.next();
  const leaves = action.leaves.flatMap((plan): Leaf[] => leafOf(world, ghost, plan, now));
  for (const [kind, subject, value] of leaves)
    if (kind === 1) {
      const recipient = world.recipients.find((address) => BigInt(address) === subject) ?? payer;
      const highest = ghost.signedLifetime.get(recipient) ?? 0n;
      if (value > highest) ghost.signedLifetime.set(recipient, value);
    }
  const tree = claimsTree(leaves);
  const wanted = ghost.head.height + action.skip;
  const height = wanted > MAX_UINT64 ? MAX_UINT64 : wanted;
  const checkpoint = { height, time: now + action.ahead, blockHash: tree.root, claimsRoot: tree.root };
  const active = ghost.nodes.filter(({ state }) => state === "active");
  const { timeAtStart } = world;
  const since = checkpoint.time - (ghost.head.time === 0n ? timeAtStart : ghost.head.time);
  const expected =
    !isPaused(ghost, now) &&
    active.length > 0 &&
    since > 0n &&
    action.ahead <= 300n &&
    height > ghost.head.height &&
    action.skip <= since / DURATIONS.blockInterval;
  const digest = digestOf(world.network.chain.chainId, ghost.rewards, checkpoint);
  const keys = active.map(({ key }) => world.keyOf(key));
  const signature = signAll(keys.length === 0 ? [world.keyOf(0)] : keys, digest);
  const outcome = await world.asRewards(attacker, "submitCheckpoint", [checkpoint, signature, "0x", ghost.setVersion]);
  if (expected) {
    ghost.head = { height, time: checkpoint.time };
    ghost.trees.push({ height, tree, leaves, revoked: false });
  }
  return settle(outcome, expected, "certify");
}

function leafOf(world: World, ghost: Ghost, plan: LeafPlan, now: bigint): Leaf[] {
  if (plan.leaf === "reward") return [[1, BigInt(pick(world.recipients, plan.recipient) ?? payer), plan.lifetime]];
  const node = pick(ghost.nodes, plan.node);
  if (node === undefined) return [];
  const lock = plan.lock === "forever" ? MAX_UINT64 : now + plan.lock;
  return [[plan.leaf === "exit" ? 2 : 3, BigInt(node.id), plan.lock === 0n ? 0n : lock]];
}

async function claim(world: World, ghost: Ghost, action: Action & { do: "claim" }): Promise<Played> {
  const tree = pickTree(ghost, action.tree);
  const leaf =
    tree &&
    pick(
      tree.leaves.filter(([kind]) => kind === 1),
      action.leaf,
    );
  if (tree === undefined || leaf === undefined) return "idle";
  const recipient = world.recipients.find((address) => BigInt(address) === leaf[1]) ?? payer;
  const now = world.next();
  const paid = claimable(ghost, { recipient, lifetime: leaf[2], amount: action.amount }, now);
  const args = [tree.height, recipient, leaf[2], action.amount, tree.tree.proof(leaf)];
  const outcome = await world.asRewards(attacker, "claimRewards", args);
  const open = !isPaused(ghost, now) && isStored(ghost, tree) && paid > 0n;
  const before = new Map(ghost.ledger);
  const paidAt = ghost.poolPaidAt;
  const short = () => balanceOf(ghost, ghost.rewards) < principalOf(ghost) + paid;
  if (open && short()) payout(ghost, now);
  const expected = open && !short();
  if (expected) recordClaim(ghost, recipient, paid, now);
  else [ghost.ledger, ghost.poolPaidAt] = [before, paidAt];
  return settle(outcome, expected, "claim");
}

async function leave(world: World, ghost: Ghost, action: Action & { do: "leave" }): Promise<Played> {
  const tree = pickTree(ghost, action.tree);
  const leaf =
    tree &&
    pick(
      tree.leaves.filter(([kind]) => kind !== 1),
      action.leaf,
    );
  const node = leaf && ghost.nodes.find(({ id }) => BigInt(id) === leaf[1]);
  if (tree === undefined || leaf === undefined || node === undefined) return "idle";
  const now = world.next();
  const expected =
    !isPaused(ghost, now) &&
    node.state === "active" &&
    now >= node.addedAt + DURATIONS.minExitAge &&
    isStored(ghost, tree);
  const args = [node.id, tree.height, leaf[2], tree.tree.proof(leaf)];
  const isLiquidation = leaf[0] === 3;
  const functionName = isLiquidation ? "liquidateBLSPublicKey" : "exitBLSPublicKey";
  const outcome = await world.asRewards(attacker, functionName, args);
  if (expected) {
    if (isLiquidation) punish(ghost, node);
    removeNode(ghost, node, now, leaf[2]);
  }
  return settle(outcome, expected, functionName);
}

function punish(ghost: Ghost, node: GhostNode): void {
  const { liquidator, pool } = penalties(ghost, depositOf(node));
  node.penalty = liquidator + pool;
  move(ghost, ghost.rewards, attacker, liquidator);
  move(ghost, ghost.rewards, ghost.pool, pool);
}

/** A proof that is right, for something else: another node, another lock, the other kind, another recipient. */
async function forge(world: World, ghost: Ghost, action: Action & { do: "forge" }): Promise<Played> {
  const tree = pickTree(ghost, action.tree);
  const leaf = tree && pick(tree.leaves, action.leaf);
  const node = pick(ghost.nodes, action.node);
  if (tree === undefined || leaf === undefined || node === undefined) return "idle";
  const proof = tree.tree.proof(leaf);
  const has = (...forged: Leaf) => tree.leaves.some((one) => one.every((part, i) => part === forged[i]));
  const attempts: readonly { readonly leaf: Leaf; readonly call: readonly [string, readonly unknown[]] }[] = [
    {
      leaf: [2, BigInt(node.id), leaf[2]],
      call: ["exitBLSPublicKey", [node.id, tree.height, leaf[2] & MAX_UINT64, proof]],
    },
    { leaf: [3, BigInt(node.id), 1n], call: ["liquidateBLSPublicKey", [node.id, tree.height, 1n, proof]] },
    { leaf: [1, BigInt(attacker), leaf[2]], call: ["claimRewards", [tree.height, attacker, leaf[2], 1n, proof]] },
  ];
  for (const { leaf: forged, call } of attempts)
    if (!has(...forged)) settle(await world.asRewards(attacker, ...call), false, `forged ${call[0]}`);
  return "refused";
}

async function request(world: World, ghost: Ghost, action: Action & { do: "request" }): Promise<Played> {
  const node = pick(ghost.nodes, action.node);
  const staker = pick(stakers, action.staker);
  if (node === undefined || staker === undefined) return "idle";
  return requestExit(world, node, staker);
}

/** Asks for a node's exit as a staker, whether it may or not. */
export async function requestExit(world: World, node: GhostNode, staker: Address): Promise<Played> {
  const now = world.next();
  const stake = node.contributors.find((share) => share.staker === staker)?.amount ?? 0n;
  const isSmall = stake * 4n < depositOf(node);
  const expected =
    node.state === "active" &&
    stake > 0n &&
    (!isSmall || now >= node.addedAt + DURATIONS.smallContributorWait) &&
    (node.requestedAt === 0n || now >= node.repeatedAt + DURATIONS.exitRequestRepeat);
  const outcome = await world.asRewards(staker, "initiateExitBLSPublicKey", [node.id]);
  if (expected) {
    if (node.requestedAt === 0n) node.requestedAt = now;
    node.repeatedAt = now;
  }
  return settle(outcome, expected, "request");
}

async function leaveAlone(world: World, ghost: Ghost, action: Action & { do: "escape" | "withdraw" }): Promise<Played> {
  const waiting = ghost.nodes.filter(({ state, requestedAt }) =>
    action.do === "withdraw" ? state === "locked" : state === "active" && requestedAt !== 0n,
  );
  const node = pick(waiting.length > 0 ? waiting : ghost.nodes, action.node);
  return node === undefined ? "idle" : takeBack(world, ghost, node, action.do);
}

/** What needs nobody's consent: the exit after the wait, and a locked stake after its lock. */
export async function takeBack(
  world: World,
  ghost: Ghost,
  node: GhostNode,
  how: "escape" | "withdraw",
): Promise<Played> {
  const now = world.next();
  if (how === "withdraw") {
    const expected = node.state === "locked" && now >= node.lockedUntil;
    const outcome = await world.asRewards(attacker, "withdrawLockedStake", [node.id]);
    if (expected) returnStakes(ghost, node);
    return settle(outcome, expected, "withdraw");
  }
  const waited = node.requestedAt !== 0n && now >= node.requestedAt + DURATIONS.exitWait;
  const expected = node.state === "active" && waited;
  const outcome = await world.asRewards(attacker, "exitBLSPublicKeyAfterWaitTime", [node.id]);
  if (expected) removeNode(ghost, node, now, 0n);
  return settle(outcome, expected, "escape");
}
