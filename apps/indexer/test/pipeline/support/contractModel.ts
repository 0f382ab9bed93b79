import type { Hex } from "@session/l2";
import type { Random } from "@session/testing";
import { fromFactory, fromPool, fromRewards, fromVesting, hexOf, type LooseLog } from "./logs.ts";

type Share = { staker: Hex; beneficiary: Hex; amount: bigint };
type Node = { shares: Share[]; state: "active" | "locked" | "gone"; penalty: bigint };
type Pool = { operator: Hex; shares: Share[]; resets: number; isFinalized: boolean };

/** What the contracts remember, as far as their events need it; plain data, so that a chain's past can be kept. */
export type ModelState = {
  nextId: number;
  nodes: Record<number, Node>;
  pools: Record<Hex, Pool>;
  /** Pools ever made on any fork: a new fork makes others. */
  serial: number;
  height: number;
  roots: number[];
};

export const REQUIREMENT = 1_000n;
export const emptyModel = (): ModelState => ({ nextId: 1, nodes: {}, pools: {}, serial: 0, height: 0, roots: [] });

const person = (random: Random): Hex => hexOf(20, 0x1000 + random.int(0, 12));
const paramsOf = (random: Random) => ({
  ed25519Pubkey: BigInt(random.uint32()),
  ed25519Signature0: 1n,
  ed25519Signature1: 2n,
  feeBps: random.int(0, 10_000),
});
const sumOf = (shares: readonly Share[]): bigint => shares.reduce((sum, { amount }) => sum + amount, 0n);

/** What one transaction does; undefined if the contracts would refuse it now. */
export type Action = (state: ModelState, random: Random) => LooseLog[] | undefined;

function addNode(state: ModelState, random: Random, shares: Share[], initiator: Hex): LooseLog {
  const id = state.nextId++;
  state.nodes[id] = { shares, state: "active", penalty: 0n };
  const operator = shares[0]?.staker ?? person(random);
  const blsPubkey = hexOf(96, random.uint32());
  return fromRewards("NewServiceNode", {
    id,
    operator,
    initiator,
    blsPubkey,
    params: paramsOf(random),
    contributors: shares,
  });
}

const register: Action = (state, random) => {
  const people = random.shuffle(Array.from({ length: 12 }, (_, index) => hexOf(20, 0x1000 + index)));
  const stakers = people.slice(0, random.int(1, 10));
  const each = REQUIREMENT / BigInt(stakers.length);
  const shares = stakers.map((staker) => ({ staker, beneficiary: person(random), amount: each }));
  return [addNode(state, random, shares, stakers[0] ?? person(random))];
};

const nodeIn = (state: ModelState, random: Random, wanted: Node["state"]): number | undefined => {
  const ids = Object.keys(state.nodes)
    .map(Number)
    .filter((id) => state.nodes[id]?.state === wanted);
  return ids.length === 0 ? undefined : random.pick(ids);
};

const requestExit: Action = (state, random) => {
  const id = nodeIn(state, random, "active");
  return id === undefined ? undefined : [fromRewards("ServiceNodeExitRequest", { id, contributor: person(random) })];
};

const exit: Action = (state, random) => {
  const id = nodeIn(state, random, "active");
  const node = id === undefined ? undefined : state.nodes[id];
  if (id === undefined || node === undefined) return undefined;
  const isLocked = random.chance(0.5);
  node.state = isLocked ? "locked" : "gone";
  const amounts = isLocked ? { returned: 0n, lockedUntil: 99_999n } : { returned: sumOf(node.shares), lockedUntil: 0n };
  return [fromRewards("ServiceNodeExit", { id, ...amounts })];
};

const liquidate: Action = (state, random) => {
  const id = nodeIn(state, random, "active");
  const node = id === undefined ? undefined : state.nodes[id];
  if (id === undefined || node === undefined) return undefined;
  const isLocked = random.chance(0.5);
  node.state = isLocked ? "locked" : "gone";
  node.penalty = 5n;
  const lockedUntil = isLocked ? 77_777n : 0n;
  const penalties = { liquidatorPenalty: 2n, poolPenalty: 3n };
  return [fromRewards("ServiceNodeLiquidated", { id, liquidator: person(random), ...penalties, lockedUntil })];
};

const withdrawLocked: Action = (state, random) => {
  const id = nodeIn(state, random, "locked");
  const node = id === undefined ? undefined : state.nodes[id];
  if (id === undefined || node === undefined) return undefined;
  node.state = "gone";
  return [fromRewards("LockedStakeWithdrawn", { id, returned: sumOf(node.shares) - node.penalty })];
};

const claim: Action = (_, random) => [
  fromRewards("RewardsClaimed", {
    recipient: person(random),
    amount: BigInt(random.uint32()),
    lifetimeRewards: 2n ** 40n,
  }),
];

const checkpoint: Action = (state, random) => {
  state.height += random.int(1, 3);
  state.roots.push(state.height);
  const hashes = { blockHash: hexOf(32, random.uint32()), claimsRoot: hexOf(32, random.uint32()) };
  return [fromRewards("CheckpointSubmitted", { height: BigInt(state.height), ...hashes, signers: 7n, nodes: 9n })];
};

const revoke: Action = (state, random) => {
  const height = state.roots.splice(random.int(0, state.roots.length), 1)[0];
  if (height === undefined) return undefined;
  return [fromRewards("CheckpointRevoked", { height: BigInt(height), claimsRoot: hexOf(32, 1) })];
};

const setParameter: Action = (_, random) =>
  random.pick([
    () => [fromRewards("ClaimCapUpdated", { claimCap: BigInt(random.uint32()) })],
    () => [
      fromRewards("Paused", { account: person(random), until: 5n }),
      fromRewards("Unpaused", { account: person(random) }),
    ],
    () => [fromRewards("LiquidationRatiosUpdated", { liquidatorRatio: 0n, poolRatio: 2n ** 200n, recipientRatio: 1n })],
  ])();

const deployPool: Action = (state, random) => {
  const pool = hexOf(20, 0x900000 + ++state.serial * 1_000 + random.int(0, 999));
  const operator = person(random);
  state.pools[pool] = { operator, shares: [], resets: 0, isFinalized: false };
  const reserved = random.chance(0.5) ? [] : [{ contributor: person(random), amount: 250n }];
  const terms = { stakingRequirement: REQUIREMENT, maxContributors: 10n, manualFinalize: random.chance(0.5) };
  const blsPubkey = hexOf(96, random.uint32());
  return [fromFactory("PoolDeployed", { pool, operator, blsPubkey, params: paramsOf(random), reserved, ...terms })];
};

const openPool = (state: ModelState, random: Random): [Hex, Pool] | undefined => {
  const open = Object.entries(state.pools).filter(([, { isFinalized }]) => !isFinalized);
  return open.length === 0 ? undefined : (random.pick(open) as [Hex, Pool]);
};

const finalize = (state: ModelState, random: Random, address: Hex, pool: Pool): LooseLog[] => {
  pool.isFinalized = true;
  const nodeId = state.nextId;
  return [addNode(state, random, pool.shares, address), fromPool(address)("Finalized", { nodeId })];
};

const contribute: Action = (state, random) => {
  const [address, pool] = openPool(state, random) ?? [];
  if (address === undefined || pool === undefined) return undefined;
  const emit = fromPool(address);
  const left = REQUIREMENT - sumOf(pool.shares);
  if (left === 0n) return random.chance(0.5) ? finalize(state, random, address, pool) : undefined;
  const staker = pool.shares.length === 0 ? pool.operator : person(random);
  const amount = random.chance(0.4) ? left : BigInt(random.int(1, Number(left)));
  const beneficiary = person(random);
  const inside = pool.shares.find((share) => share.staker === staker);
  if (inside === undefined && pool.shares.length === 10) return undefined;
  if (inside === undefined) pool.shares.push({ staker, beneficiary, amount });
  else Object.assign(inside, { beneficiary, amount: inside.amount + amount });
  const logs = [emit("Contributed", { staker, beneficiary, amount, contributed: sumOf(pool.shares) })];
  if (sumOf(pool.shares) !== REQUIREMENT) return logs;
  if (random.chance(0.3))
    return [...logs, emit("FinalizationFailed", { reason: random.chance(0.5) ? "0x" : "0xdeadbeef" })];
  return random.chance(0.5) ? [...logs, ...finalize(state, random, address, pool)] : logs;
};

const withdraw: Action = (state, random) => {
  const [address, pool] = openPool(state, random) ?? [];
  if (address === undefined || pool === undefined || pool.shares.length < 2) return undefined;
  const [share] = pool.shares.splice(random.int(1, pool.shares.length - 1), 1);
  if (share === undefined) return undefined;
  const { staker, amount } = share;
  return [fromPool(address)("ContributionWithdrawn", { staker, amount, contributed: sumOf(pool.shares) })];
};

const resetPool: Action = (state, random) => {
  const [address, pool] = openPool(state, random) ?? [];
  if (address === undefined || pool === undefined) return undefined;
  let contributed = sumOf(pool.shares);
  const logs = pool.shares.map(({ staker, amount }) => {
    contributed -= amount;
    return fromPool(address)("ContributionWithdrawn", { staker, amount, contributed });
  });
  pool.shares = [];
  return [...logs, fromPool(address)("PoolReset", { resets: ++pool.resets })];
};

const editPool: Action = (state, random) => {
  const [address, pool] = openPool(state, random) ?? [];
  if (address === undefined || pool === undefined) return undefined;
  const emit = fromPool(address);
  const [share] = pool.shares;
  if (share !== undefined) {
    share.beneficiary = person(random);
    const manual = emit("ManualFinalizeUpdated", { manualFinalize: random.chance(0.5) });
    return [emit("BeneficiaryUpdated", { staker: share.staker, beneficiary: share.beneficiary }), manual];
  }
  return random.pick([
    () => [emit("FeeUpdated", { feeBps: random.int(0, 10_000) })],
    () => [emit("PubkeysUpdated", { blsPubkey: hexOf(96, random.uint32()), params: paramsOf(random) })],
    () => [emit("ReservedContributorsUpdated", { reserved: [{ contributor: person(random), amount: 300n }] })],
    () => [emit("Rescued", { token: hexOf(20, 7), amount: 2n ** 255n })],
  ])();
};

const vest: Action = (state, random) => {
  const [pool] = openPool(state, random) ?? [];
  return pool && [fromVesting("PoolStaked", { pool, rewardsBeneficiary: person(random), amount: 5n })];
};

/** What no contract would emit: stays raw. */
const nonsense: Action = (_, random) => {
  const whole = fromRewards("ServiceNodeExit", { id: 16_000_000, returned: 1n, lockedUntil: 2n });
  return random.pick([
    [{ ...whole, data: "0x" as Hex }],
    [{ ...whole, topics: [hexOf(32, random.uint32())] }],
    [whole],
    [fromRewards("RewardsClaimed", { recipient: person(random), amount: 2n ** 100n, lifetimeRewards: 0n })],
    [fromRewards("CheckpointRevoked", { height: 2n ** 64n - 1n, claimsRoot: hexOf(32, 1) })],
  ]);
};

const actions: readonly Action[] = [
  ...[register, register, requestExit, exit, liquidate, withdrawLocked, claim, checkpoint, checkpoint, revoke],
  ...[setParameter, deployPool, deployPool, contribute, contribute, contribute, contribute, contribute, withdraw],
  ...[resetPool, editPool, editPool, vest, nonsense],
];

/** The logs of a random transaction; none if it was refused. */
export const transact: (state: ModelState, random: Random) => LooseLog[] = (state, random) =>
  random.pick(actions)(state, random) ?? [];
