import type { Address } from "viem";
import { contractPresets } from "../../../src/index.ts";
import type { ClaimsTree } from "../../support/claimsTree.ts";
import type { Contributor } from "../../support/network.ts";

/** Those of mainnet: the ones the claims of docs/contracts/trust.md speak of. */
export const DURATIONS = contractPresets.mainnet.durations;
export const CYCLE = 43_200n;
const YEAR = 365n * 86_400n;

export type Leaf = readonly [kind: number, subject: bigint, value: bigint];

/** A node as the model knows it. Amounts are those handed in, never those the contract answers. */
export type GhostNode = {
  readonly id: number;
  readonly key: number;
  readonly contributors: readonly Contributor[];
  readonly addedAt: bigint;
  requestedAt: bigint;
  repeatedAt: bigint;
  state: "active" | "locked" | "gone";
  /** When it stopped being active. */
  removedAt: bigint;
  lockedUntil: bigint;
  penalty: bigint;
};

export type GhostTree = {
  readonly height: bigint;
  readonly tree: ClaimsTree;
  readonly leaves: readonly Leaf[];
  revoked: boolean;
};

/** What the system should look like: ghost sums beside every token and every node. */
export type Ghost = ReturnType<typeof createGhost>;

/** An empty model; the world fills in what was deployed. */
export function createGhost(system: { readonly rewards: Address; readonly pool: Address; readonly time: bigint }) {
  return {
    ...system,
    nodes: [] as GhostNode[],
    trees: [] as GhostTree[],
    /** Every token holder's balance. */
    ledger: new Map<Address, bigint>(),
    claimed: new Map<Address, bigint>(),
    /** Highest lifetime ever signed for a recipient, whether accepted or not. */
    signedLifetime: new Map<Address, bigint>(),
    spent: new Map<Address, { cycle: bigint; amount: bigint }>(),
    cycle: { number: 0n, spent: 0n },
    registrations: [] as bigint[],
    head: { height: 0n, time: 0n },
    pausedUntil: 0n,
    poolPaidAt: system.time,
    ratios: { liquidator: 3n, pool: 17n, recipient: 9_980n },
    requirement: contractPresets.mainnet.stakingRequirement,
    cap: 1_000_000n * 10n ** 9n,
    setVersion: 0n,
  };
}

export const depositOf = ({ contributors }: GhostNode): bigint =>
  contributors.reduce((sum, { amount }) => sum + amount, 0n);

/** What a node's stakers still have to get. */
export const returnable = (node: GhostNode): bigint => (node.state === "gone" ? 0n : depositOf(node) - node.penalty);

export const principalOf = ({ nodes }: Ghost): bigint => nodes.reduce((sum, node) => sum + returnable(node), 0n);

export const balanceOf = ({ ledger }: Ghost, holder: Address): bigint => ledger.get(holder) ?? 0n;

/** Moves tokens in the model. */
export function move(ghost: Ghost, from: Address, to: Address, amount: bigint): void {
  ghost.ledger.set(from, balanceOf(ghost, from) - amount);
  ghost.ledger.set(to, balanceOf(ghost, to) + amount);
}

/** Removes a node: locked until `lock` (0: at once), the penalties paid to whoever liquidates and the pool. */
export function removeNode(ghost: Ghost, node: GhostNode, now: bigint, lockedUntil: bigint): void {
  const latest = now + DURATIONS.maxLock;
  const lock = lockedUntil <= now ? 0n : lockedUntil < latest ? lockedUntil : latest;
  node.removedAt = now;
  node.lockedUntil = lock;
  node.state = "locked";
  ghost.setVersion += 1n;
  if (lock === 0n) returnStakes(ghost, node);
}

/** Pays each share to its staker, the operator's less the penalty. */
export function returnStakes(ghost: Ghost, node: GhostNode): void {
  for (const [i, { staker, amount }] of node.contributors.entries())
    move(ghost, ghost.rewards, staker, i === 0 ? amount - node.penalty : amount);
  node.state = "gone";
}

/** Penalties of a liquidation now: liquidator's rounded down, the pool's up. */
export function penalties({ ratios }: Ghost, deposit: bigint): { liquidator: bigint; pool: bigint } {
  const sum = ratios.liquidator + ratios.pool + ratios.recipient;
  return { liquidator: (deposit * ratios.liquidator) / sum, pool: (deposit * ratios.pool + sum - 1n) / sum };
}

/** The pool's release: 15.1 % simple a year of its balance, at most all of it. */
export function payout(ghost: Ghost, now: bigint): void {
  const balance = balanceOf(ghost, ghost.pool);
  const released = (balance * (now - ghost.poolPaidAt) * 151n) / (1_000n * YEAR);
  move(ghost, ghost.pool, ghost.rewards, released < balance ? released : balance);
  ghost.poolPaidAt = now;
}

/** What a claim should pay; nothing when it should revert. The pool's release is the caller's to make. */
export function claimable(
  ghost: Ghost,
  claim: { readonly recipient: Address; readonly lifetime: bigint; readonly amount: bigint },
  now: bigint,
): bigint {
  const cycle = now / CYCLE;
  const spent = ghost.spent.get(claim.recipient);
  const left = ghost.cap - (ghost.cycle.number === cycle ? ghost.cycle.spent : 0n);
  const own = ghost.cap / 4n - (spent?.cycle === cycle ? spent.amount : 0n);
  const unpaid = claim.lifetime - (ghost.claimed.get(claim.recipient) ?? 0n);
  const least = [left, own, unpaid, claim.amount].reduce((a, b) => (a < b ? a : b));
  return least > 0n ? least : 0n;
}

/** Books a claim that was paid. */
export function recordClaim(ghost: Ghost, recipient: Address, paid: bigint, now: bigint): void {
  const cycle = now / CYCLE;
  const spent = ghost.spent.get(recipient);
  ghost.cycle = { number: cycle, spent: (ghost.cycle.number === cycle ? ghost.cycle.spent : 0n) + paid };
  ghost.spent.set(recipient, { cycle, amount: (spent?.cycle === cycle ? spent.amount : 0n) + paid });
  ghost.claimed.set(recipient, (ghost.claimed.get(recipient) ?? 0n) + paid);
  move(ghost, ghost.rewards, recipient, paid);
}
