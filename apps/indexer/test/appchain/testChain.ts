import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { type Contributor, FinalBlockSsz, type L2Event, type ReadyRecord } from "@session/protocol";
import {
  ChainBuilder,
  type NextBlock,
  nodeKeys,
  SESH,
  signedRegistration,
  type TestBls,
  type TestGenesisOptions,
  testAddress,
} from "@session/protocol/testing";
import type { Random } from "@session/testing";

/** Real keys, signatures of zeros: for long histories whose subject isn't signatures. */
export const unsignedBls: TestBls = {
  ...blst,
  sign: () => new Uint8Array(96),
  aggregateSignatures: () => new Uint8Array(96),
  verify: () => true,
  verifyAggregate: () => true,
};

const REQUIREMENT = 25_000n * SESH;
type EventContent = L2Event extends infer Event
  ? Event extends L2Event
    ? Pick<Event, "kind" | "data">
    : never
  : never;

/** Blocks with commits of their own height, as nodes store them. */
export class TestChain {
  readonly builder: ChainBuilder;
  readonly network: Network;
  /** SSZ `FinalBlock` of heights 1, 2, … */
  readonly finals: Uint8Array[] = [];
  #nextId = 256;
  #released = 1_000_000n * SESH;

  constructor(options: Partial<TestGenesisOptions> & { readonly nodes: number }, bls: TestBls = blst) {
    this.builder = new ChainBuilder(bls, {
      rewardRate: 36n * SESH,
      poolReleased: this.#released,
      contributors: (id) => stakes(`seeded ${id}`, 1 + (id % 4)),
      feeBps: (id) => (id * 137) % 10_000,
      balances: [{ address: testAddress("brought along"), amount: 12_345n }],
      ...options,
    });
    const { genesis, genesisHash } = this.builder.context;
    this.network = {
      ...{ name: "test", genesis, genesisHash, bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
      contracts: { serviceNodeContributionFactory: null, vestings: [] },
    };
  }

  get height(): number {
    return this.finals.length;
  }

  next(content: NextBlock = {}): void {
    const { block } = this.builder.next(content);
    this.finals.push(FinalBlockSsz.serialize({ block, commit: this.builder.fullCommit() }));
  }

  skip(count: number): void {
    for (let i = 0; i < count; i++) this.next();
  }

  /** The next block carries these events, in a new L2 block. */
  nextWith(events: readonly EventContent[], content: NextBlock = {}): void {
    const l2Number = this.builder.state.l2Number + 1;
    this.#released += 1_000n * SESH;
    const numbered = events.map((event, logIndex) => {
      const txHash = new Uint8Array(32).fill(logIndex + 1);
      return { ...event, l2Number, logIndex, txHash } as L2Event;
    });
    this.next({ l2Number, poolReleased: this.#released, rewardRate: 36n * SESH, events: numbered, ...content });
  }

  registration(contributors: readonly Contributor[] = stakes(`late ${this.#nextId}`, 2)): EventContent {
    const id = this.#nextId++;
    const keys = nodeKeys(blst, id);
    this.builder.keys.set(id, keys);
    const { chainId, contracts } = this.builder.genesis;
    const contract = contracts.serviceNodeRewards;
    const data = signedRegistration({ id, keys, chainId, contract, contributors, feeBps: id % 1_000 });
    return { kind: "NewServiceNode", data };
  }

  ready(): ReadyRecord[] {
    const { state } = this.builder;
    const joining = state.nodes().filter(({ status, statusHeight }) => status === "joining" && statusHeight > 0);
    return state.height === 0 ? [] : joining.map(({ id }) => this.builder.ready(id));
  }

  /** One block's worth of chance: leavers, joiners, refused registrations, absentees, late bits, stalls, days. */
  chance(random: Random): void {
    const { state, context } = this.builder;
    const ids = state.nodes().map(({ id }) => id);
    const events: EventContent[] = [];
    if (random.chance(0.15)) events.push(this.registration(random.chance(0.3) ? stakes("too low", 1, 5n) : undefined));
    if (random.chance(0.15))
      events.push({ kind: "ServiceNodeExitRequest", data: { id: random.pick(ids), initiator: new Uint8Array(20) } });
    if (random.chance(0.06))
      events.push({ kind: "ServiceNodeExit", data: { id: random.pick(ids), returned: 0n, lockedUntil: 0 } });
    if (random.chance(0.03)) {
      const data = { id: random.pick(ids), liquidator: new Uint8Array(20), penalty: 1n, lockedUntil: 0 };
      events.push({ kind: "ServiceNodeLiquidated", data });
    }
    if (random.chance(0.02)) events.push({ kind: "StakingRequirementUpdated", data: { value: REQUIREMENT } });
    const extraSec = random.chance(0.05) ? random.int(3_000, 40_000) : random.int(0, 8);
    const time = state.time + context.preset.blockIntervalSec + extraSec;
    const voters = state.height === 0 ? [] : (state.validatorsAt(state.height) ?? []).map(({ id }) => id);
    const absent = random.shuffle(voters).slice(0, random.int(0, Math.max(0, Math.floor((voters.length - 1) / 3))));
    const ready = random.chance(0.6) ? this.ready() : [];
    const content = { time, absent, ready, late: this.#late(random) };
    if (events.length > 0 || random.chance(0.3)) this.nextWith(events, content);
    else this.next(content);
  }

  /** Some of the bits that may still come. */
  #late(random: Random): { height: number; nodes: number[] }[] {
    const { state } = this.builder;
    const late: { height: number; nodes: number[] }[] = [];
    for (let height = state.height - 1; height >= Math.max(1, state.height - 4); height--) {
      const known = state.commitBits(height);
      const missing = (state.validatorsAt(height) ?? []).filter((_, bit) => known?.get(bit) === false);
      const nodes = missing.map(({ id }) => id).filter(() => random.chance(0.4));
      if (nodes.length > 0) late.push({ height, nodes });
    }
    return late;
  }
}

/** The requirement in unequal parts; stakers share some beneficiaries. */
export function stakes(name: string, count: number, total: bigint = REQUIREMENT): Contributor[] {
  const part = total / BigInt(count + 1);
  return Array.from({ length: count }, (_, i) => ({
    staker: testAddress(`${name} staker ${i}`),
    beneficiary: testAddress(i === 1 ? "shared beneficiary" : `${name} beneficiary ${i % 2}`),
    amount: i === 0 ? total - part * BigInt(count - 1) : part,
  }));
}
