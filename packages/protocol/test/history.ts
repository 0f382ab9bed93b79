import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { registrationMessage } from "../src/registration/registrationMessage.ts";
import { type BuiltBlock, ChainBuilder, SESH } from "../src/testing/chainBuilder.ts";
import { type NodeKeys, nodeKeys, testAddress } from "../src/testing/nodeKeys.ts";
import type { Contributor, L2Event } from "../src/types/l2Event.ts";
import { acceptingBls } from "./acceptingBls.ts";
import { type OracleNode, RewardOracle } from "./rewardOracle.ts";

/** One block's worth of chance; indexes are taken modulo what there is. */
export type Action = {
  readonly extraSec: number;
  readonly l2Blocks: number;
  readonly rate: bigint;
  readonly released: bigint;
  readonly register: { readonly keys: number; readonly stakes: readonly number[]; readonly feeBps: number } | undefined;
  readonly exitRequest: number | undefined;
  readonly exit: number | undefined;
  readonly liquidate: number | undefined;
  readonly ready: boolean;
  readonly absent: number;
};

const rarely = <T>(arbitrary: fc.Arbitrary<T>, freq = 4) => fc.option(arbitrary, { nil: undefined, freq });
const pick = fc.nat(30);

export const actionArbitrary: fc.Arbitrary<Action> = fc.record({
  extraSec: fc.oneof({ weight: 8, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.integer({ min: 7, max: 90 }) }),
  l2Blocks: fc.nat(3),
  rate: fc.oneof(fc.bigInt(0n, 200_000n * SESH), fc.bigInt(0n, 60n), fc.constant(36n * SESH)),
  released: fc.oneof(fc.constant(0n), fc.bigInt(0n, 20_000n * SESH)),
  register: rarely(
    fc.record({
      keys: fc.nat(9),
      stakes: fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 4 }),
      feeBps: fc.oneof(fc.constant(0), fc.nat(10_000)),
    }),
    2,
  ),
  exitRequest: rarely(pick),
  exit: rarely(pick, 6),
  liquidate: rarely(pick, 10),
  ready: fc.boolean(),
  absent: fc.nat(2 ** 16),
});

const KEYS: readonly NodeKeys[] = Array.from({ length: 10 }, (_, i) => nodeKeys(acceptingBls, `candidate ${i}`));
const signatures = new Map<number, Uint8Array>();

/** Runs a history on a chain and on the oracle side by side. */
export class History {
  readonly chain: ChainBuilder;
  readonly oracle: RewardOracle;
  #nextId = 256;
  #released: bigint;

  constructor(nodes: number) {
    const requirement = 25_000n * SESH;
    this.#released = 1_000n * SESH;
    this.chain = new ChainBuilder(acceptingBls, {
      nodes,
      poolReleased: this.#released,
      rewardRate: 36n * SESH,
      contributors: (id) => splitStake(`seeded ${id}`, requirement, [60, 25, id]),
      feeBps: (id) => (id * 137) % 10_000,
      balances: [{ address: testAddress("brought along"), amount: 12_345n }],
    });
    this.oracle = new RewardOracle(this.chain.context.preset, this.#released);
    const { time } = this.chain.genesis;
    for (const { id, feeBps, contributors } of this.chain.genesis.nodes)
      this.oracle.nodes.set(id, {
        ...{ id, feeBps, contributors },
        ...{ status: "active", payableAt: time, joinDeadline: 0, unlockAt: 0, isDeparted: false },
      });
  }

  step(action: Action): BuiltBlock {
    const { state, context } = this.chain;
    const events = action.l2Blocks === 0 ? [] : this.#events(action, state.l2Number + action.l2Blocks);
    const isNewL2 = action.l2Blocks > 0;
    if (isNewL2) this.#released += action.released;
    const joining = state.nodes().filter(({ status, statusHeight }) => status === "joining" && statusHeight > 0);
    const ready = action.ready && state.height > 0 ? joining.map(({ id }) => this.chain.ready(id)) : [];
    const built = this.chain.next({
      time: state.time + context.preset.blockIntervalSec + action.extraSec,
      events,
      ready,
      absent: this.#absent(action.absent),
      ...(isNewL2
        ? { l2Number: state.l2Number + action.l2Blocks, rewardRate: action.rate, poolReleased: this.#released }
        : {}),
    });
    this.#follow(
      built,
      ready.map(({ node }) => node),
      events,
    );
    return built;
  }

  /** The same block as prose tells it, on the oracle. */
  #follow(built: BuiltBlock, ready: readonly number[], events: readonly L2Event[]): void {
    const { time, rewardRate, poolReleased } = built.block.header;
    const { nodes } = this.oracle;
    const { preset } = this.chain.context;
    for (const id of ready) this.#set(id, { status: "active" });
    const byUnlock = [...nodes.values()].filter((node) => node.unlockAt > 0 && node.unlockAt <= time);
    byUnlock.sort((a, b) => a.unlockAt - b.unlockAt || a.id - b.id);
    for (const node of byUnlock)
      if (node.status !== "removed" && !node.isDeparted && !this.#isLast(node)) node.status = "removed";
    for (const node of [...nodes.values()]) if (node.isDeparted && !this.#isLast(node)) nodes.delete(node.id);
    const serviceSec = built.state.content.head.serviceSec;
    for (const node of nodes.values())
      if (node.status === "joining" && serviceSec >= node.joinDeadline) node.status = "decommissioned";
    this.oracle.block(time, rewardRate, poolReleased);
    for (const [i, event] of events.entries()) {
      if (built.outcomes[i]?.result !== "applied" || !("id" in event.data)) continue;
      const node = nodes.get(event.data.id);
      if (event.kind === "NewServiceNode") {
        const { id, feeBps, contributors } = event.data;
        const joinDeadline = serviceSec + preset.initialCreditSec;
        nodes.set(id, {
          ...{ id, feeBps, contributors, joinDeadline },
          ...{ status: "joining", payableAt: time + preset.payableAfterSec, unlockAt: 0, isDeparted: false },
        });
      } else if (event.kind === "ServiceNodeExitRequest" && node !== undefined) node.unlockAt = time + preset.unlockSec;
      else if (node !== undefined && this.#isLast(node)) node.isDeparted = true;
      else if (node !== undefined) nodes.delete(node.id);
    }
  }

  #set(id: number, change: Partial<OracleNode>): void {
    const node = this.oracle.nodes.get(id);
    if (node !== undefined) Object.assign(node, change);
  }

  #isLast(node: OracleNode): boolean {
    const active = [...this.oracle.nodes.values()].filter(({ status }) => status === "active");
    return node.status === "active" && active.length === 1;
  }

  #events(action: Action, l2Number: number): L2Event[] {
    const events: L2Event[] = [];
    const add = (event: Pick<L2Event, "kind" | "data">) =>
      events.push({ l2Number, logIndex: events.length, txHash: new Uint8Array(32), ...event } as L2Event);
    const ids = this.chain.state.nodes().map(({ id }) => id);
    const choose = (index: number) => ids[index % ids.length] ?? 0;
    if (action.register !== undefined) add({ kind: "NewServiceNode", data: this.#registration(action.register) });
    if (action.exitRequest !== undefined)
      add({ kind: "ServiceNodeExitRequest", data: { id: choose(action.exitRequest), initiator: new Uint8Array(20) } });
    const exits = (id: number) => add({ kind: "ServiceNodeExit", data: { id, returned: 0n, lockedUntil: 0 } });
    if (action.exit !== undefined) exits(choose(action.exit));
    if (action.liquidate !== undefined) {
      const id = choose(action.liquidate);
      add({
        kind: "ServiceNodeLiquidated",
        data: { id, liquidator: new Uint8Array(20), penalty: 0n, lockedUntil: 0 },
      });
    }
    return events;
  }

  #registration({ keys: index, stakes, feeBps }: NonNullable<Action["register"]>) {
    const { chainId, contracts } = this.chain.genesis;
    const contributors = splitStake(`candidate ${index}`, this.chain.state.stakingRequirement, stakes);
    const id = this.#nextId++;
    const keys = KEYS[index];
    const operator = contributors[0]?.staker ?? new Uint8Array(20);
    if (keys === undefined) throw new Error("no such candidate");
    const { blsKey, ed25519Key } = keys;
    const contract = contracts.serviceNodeRewards;
    const signature =
      signatures.get(index) ??
      ed25519.sign(registrationMessage({ chainId, contract, operator, ed25519Key, blsKey }), keys.ed25519SecretKey);
    signatures.set(index, signature);
    this.chain.keys.set(id, keys);
    return { id, operator, blsKey, ed25519Key, ed25519Signature: signature, feeBps, contributors };
  }

  /** At most a third, so that the rest is a quorum. */
  #absent(bits: number): number[] {
    const voters = this.chain.state.validatorsAt(this.chain.state.height) ?? [];
    const most = Math.floor((voters.length - 1) / 3);
    return voters.flatMap(({ id }, i) => (((bits >> i) & 1) === 1 ? id : [])).slice(0, Math.max(0, most));
  }
}

/** Divides the requirement by weights; the operator takes what is left over. Stakers share some beneficiaries. */
export function splitStake(name: string, requirement: bigint, weights: readonly number[]): Contributor[] {
  const total = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  const amounts = weights.map((weight) => (requirement * BigInt(weight)) / total);
  const rest = requirement - amounts.reduce((sum, amount) => sum + amount, 0n);
  return amounts.map((amount, i) => ({
    staker: testAddress(`${name} staker ${i}`),
    beneficiary: testAddress(`beneficiary ${(weights.length + i) % 3}`),
    amount: i === 0 ? amount + rest : amount,
  }));
}
