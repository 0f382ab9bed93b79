import type { Random } from "@session/testing";
import { type Hex, toHex } from "viem";
import { factoryEvent, type LooseLog, poolEvent, rewardsEvent } from "./encodeEvents.ts";

export const SESH = 10n ** 9n;
const REQUIREMENT = 25_000n * SESH;
const STAKERS = 4_000;

/** Contracts of the benchmark's chain, lower case. */
export type BenchContracts = { readonly serviceNodeRewards: Hex; readonly rewardRatePool: Hex; readonly factory: Hex };

type Share = { readonly staker: Hex; beneficiary: Hex; amount: bigint };
type Pool = { readonly address: Hex; readonly shares: Share[]; readonly places: number };

const addressOf = (kind: number, index: number): Hex =>
  `0x${kind.toString(16).padStart(32, "b0")}${index.toString(16).padStart(8, "0")}`;
const staker = (random: Random): Hex => addressOf(0x57, random.int(0, STAKERS - 1));
const word = (random: Random): Hex => toHex(random.bytes(32));

/** How often an action is taken, of all actions. Claims and contributions are most of what happens; a pool lives through several. */
const WEIGHTS = {
  claim: 44,
  contribute: 27,
  deployPool: 5,
  register: 5,
  requestExit: 5,
  exit: 5,
  checkpoint: 4,
  withdraw: 2,
  updateBeneficiary: 1.5,
  liquidate: 0.6,
  withdrawLocked: 0.6,
  updateFee: 0.2,
  setParameter: 0.1,
} as const;

/**
 * What happens to a network of stakers: registrations with 1 to 10 contributors, pools that fill up, exits, claims,
 * checkpoints. Each action is one the contracts would allow at that moment.
 */
export class History {
  readonly pools: Hex[] = [];
  readonly #random: Random;
  readonly #contracts: BenchContracts;
  readonly #active: number[] = [];
  readonly #locked: number[] = [];
  readonly #open: Pool[] = [];
  #nextId = 1;
  #height = 0n;

  constructor(random: Random, contracts: BenchContracts) {
    this.#random = random;
    this.#contracts = contracts;
  }

  /** Logs of one action; none if nobody could take the one drawn. */
  act(): LooseLog[] {
    const sum = Object.values(WEIGHTS).reduce((total, weight) => total + weight, 0);
    let drawn = (this.#random.uint32() / 2 ** 32) * sum;
    for (const [name, weight] of Object.entries(WEIGHTS) as [keyof typeof WEIGHTS, number][]) {
      drawn -= weight;
      if (drawn < 0) return this.#actions[name]();
    }
    return [];
  }

  #rewards: <Name extends Parameters<typeof rewardsEvent>[1]>(
    ...args: [Name, Parameters<typeof rewardsEvent<Name>>[2]]
  ) => LooseLog = (name, args) => rewardsEvent(this.#contracts.serviceNodeRewards, name, args);

  readonly #actions: Readonly<Record<keyof typeof WEIGHTS, () => LooseLog[]>> = {
    claim: () => [
      this.#rewards("RewardsClaimed", {
        recipient: staker(this.#random),
        amount: BigInt(this.#random.uint32()),
        lifetimeRewards: BigInt(this.#random.uint32()) * 1_000n,
      }),
    ],
    checkpoint: () => {
      this.#height += BigInt(this.#random.int(1, 30));
      const hashes = { blockHash: word(this.#random), claimsRoot: word(this.#random) };
      const nodes = BigInt(Math.max(1, this.#active.length));
      return [this.#rewards("CheckpointSubmitted", { height: this.#height, ...hashes, signers: nodes, nodes })];
    },
    register: () => {
      const shares = this.#shares(this.#random.int(1, 10));
      return [this.#addNode(shares, shares[0]?.staker ?? staker(this.#random))];
    },
    requestExit: () => {
      const id = this.#active[this.#random.int(0, this.#active.length - 1)];
      return id === undefined
        ? []
        : [this.#rewards("ServiceNodeExitRequest", { id, contributor: staker(this.#random) })];
    },
    exit: () => {
      const id = this.#takeActive();
      if (id === undefined) return [];
      return [this.#rewards("ServiceNodeExit", { id, ...this.#leaving(id, REQUIREMENT) })];
    },
    liquidate: () => {
      const id = this.#takeActive();
      if (id === undefined) return [];
      const { lockedUntil } = this.#leaving(id, 0n);
      const penalties = { liquidatorPenalty: 8n * SESH, poolPenalty: 8n * SESH };
      return [
        this.#rewards("ServiceNodeLiquidated", { id, liquidator: staker(this.#random), ...penalties, lockedUntil }),
      ];
    },
    withdrawLocked: () => {
      const id = this.#locked.shift();
      return id === undefined
        ? []
        : [this.#rewards("LockedStakeWithdrawn", { id, returned: REQUIREMENT - 16n * SESH })];
    },
    setParameter: () => [this.#rewards("ClaimCapUpdated", { claimCap: BigInt(this.#random.uint32()) * SESH })],
    deployPool: () => this.#deployPool(),
    contribute: () => this.#contribute(),
    withdraw: () => this.#withdraw(),
    updateBeneficiary: () => {
      const share = this.#pickOpen()?.shares[0];
      const pool = this.#open.find(({ shares }) => share !== undefined && shares.includes(share));
      if (share === undefined || pool === undefined) return [];
      share.beneficiary = staker(this.#random);
      return [poolEvent(pool.address, "BeneficiaryUpdated", { staker: share.staker, beneficiary: share.beneficiary })];
    },
    updateFee: () => {
      const pool = this.#pickOpen();
      return pool === undefined ? [] : [poolEvent(pool.address, "FeeUpdated", { feeBps: this.#random.int(0, 10_000) })];
    },
  };

  #shares(count: number): Share[] {
    const stakers = new Set<Hex>();
    while (stakers.size < count) stakers.add(staker(this.#random));
    const amount = REQUIREMENT / BigInt(count);
    return [...stakers].map((address, index) => ({
      staker: address,
      beneficiary: address,
      amount: index === 0 ? REQUIREMENT - amount * BigInt(count - 1) : amount,
    }));
  }

  #params() {
    const [ed25519Pubkey, ed25519Signature0, ed25519Signature1] = [0, 1, 2].map(() => BigInt(word(this.#random)));
    const feeBps = this.#random.int(0, 2_000);
    return {
      ed25519Pubkey: ed25519Pubkey ?? 0n,
      ed25519Signature0: ed25519Signature0 ?? 0n,
      ed25519Signature1: ed25519Signature1 ?? 0n,
      feeBps,
    };
  }

  #addNode(contributors: readonly Share[], initiator: Hex): LooseLog {
    const id = this.#nextId++;
    this.#active.push(id);
    const operator = contributors[0]?.staker ?? initiator;
    const blsPubkey = toHex(this.#random.bytes(96));
    return this.#rewards("NewServiceNode", {
      id,
      operator,
      initiator,
      blsPubkey,
      params: this.#params(),
      contributors,
    });
  }

  #takeActive(): number | undefined {
    if (this.#active.length < 100) return undefined;
    const [id] = this.#active.splice(this.#random.int(0, this.#active.length - 1), 1);
    return id;
  }

  #leaving(id: number, returned: bigint): { readonly returned: bigint; readonly lockedUntil: bigint } {
    if (this.#random.chance(0.8)) return { returned, lockedUntil: 0n };
    this.#locked.push(id);
    return { returned: 0n, lockedUntil: 1_900_000_000n };
  }

  #pickOpen(): Pool | undefined {
    return this.#open[this.#random.int(0, this.#open.length - 1)];
  }

  #deployPool(): LooseLog[] {
    const pool = addressOf(0x90, this.pools.length);
    this.pools.push(pool);
    this.#open.push({ address: pool, shares: [], places: this.#random.int(2, 10) });
    const reserved = this.#random.chance(0.3) ? [{ contributor: staker(this.#random), amount: REQUIREMENT / 4n }] : [];
    const terms = { manualFinalize: false, stakingRequirement: REQUIREMENT, maxContributors: 10n };
    const keys = { blsPubkey: toHex(this.#random.bytes(96)), params: this.#params() };
    return [
      factoryEvent(this.#contracts.factory, "PoolDeployed", {
        pool,
        operator: staker(this.#random),
        ...keys,
        reserved,
        ...terms,
      }),
    ];
  }

  /** The last place takes what is left and makes the node. */
  #contribute(): LooseLog[] {
    const pool = this.#pickOpen();
    if (pool === undefined) return [];
    const { address, shares, places } = pool;
    const own = staker(this.#random);
    if (shares.some((share) => share.staker === own)) return [];
    const isLast = shares.length + 1 === places;
    const inside = shares.reduce((sum, { amount }) => sum + amount, 0n);
    const amount = isLast ? REQUIREMENT - inside : REQUIREMENT / BigInt(places);
    shares.push({ staker: own, beneficiary: own, amount });
    const contributed = poolEvent(address, "Contributed", {
      staker: own,
      beneficiary: own,
      amount,
      contributed: inside + amount,
    });
    if (!isLast) return [contributed];
    this.#open.splice(this.#open.indexOf(pool), 1);
    const nodeId = this.#nextId;
    return [contributed, this.#addNode(shares, address), poolEvent(address, "Finalized", { nodeId })];
  }

  #withdraw(): LooseLog[] {
    const pool = this.#pickOpen();
    if (pool === undefined || pool.shares.length < 2) return [];
    const [share] = pool.shares.splice(1, 1);
    if (share === undefined) return [];
    const contributed = pool.shares.reduce((sum, { amount }) => sum + amount, 0n);
    return [
      poolEvent(pool.address, "ContributionWithdrawn", { staker: share.staker, amount: share.amount, contributed }),
    ];
  }
}
