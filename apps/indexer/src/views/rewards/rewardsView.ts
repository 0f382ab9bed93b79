import { type ChainState, isCheckpointHeight, type NodeState, splitEarned } from "@session/protocol";
import { eq } from "drizzle-orm";
import type { Queries, Writer } from "../../database/database.ts";
import type { ChainView, ViewPosition } from "../../sources/appchain/chainView.ts";
import { ChainSourceError } from "../../sources/appchain/errors.ts";
import type { ExecutedBlock } from "../../sources/appchain/executeBlock.ts";
import { toHex } from "../../sources/appchain/hex.ts";
import { dayOf } from "../../sources/appchain/time.ts";
import { rewardDays, rewardTotals } from "./schema.ts";

type Hex = `0x${string}`;
type DayRow = {
  readonly day: string;
  readonly nodeId: number;
  readonly address: Hex;
  amount: bigint;
  isChanged: boolean;
};
type Credit = { readonly address: Hex; readonly amount: bigint };

/**
 * `reward_days` and `reward_totals`. What a node earned up to a reward index follows from the index alone, so one number
 * tells how far nodes are paid out into rows: `#index`, that of the newest checkpoint or end of a day. Parts of a split are
 * rounded down and never fall as earnings rise, so differences add up to the whole, exactly.
 */
export class RewardsView implements ChainView {
  #index = 0n;
  /** Rows of the newest day, and of earlier ones until they are written; by node and address. */
  #days = new Map<string, Map<string, DayRow>>();
  /** Newest checkpoint that isn't in the rows yet. */
  #pending: ChainState | undefined;
  #totals: ChainState | undefined;
  #paid = new Set<Hex>();

  async load(queries: Queries, { time, height }: ViewPosition): Promise<void> {
    if (height === 0) return;
    const day = dayOf(time);
    const rows = await queries.select().from(rewardDays).where(eq(rewardDays.day, day));
    this.#days.set(day, new Map(rows.map((row) => [keyOf(row.nodeId, row.address), { ...row, isChanged: false }])));
  }

  startAt(state: ChainState): void {
    this.#index = state.index;
  }

  follow({ parent, state }: ExecutedBlock): void {
    if (isNewDay(parent, state)) this.#index = parent.index;
    if (isCheckpointHeight(state.height, state.preset)) this.#index = state.index;
  }

  take(block: ExecutedBlock): void {
    const { parent, state } = block;
    if (isNewDay(parent, state)) {
      this.#pending = undefined;
      this.#pay(parent);
    }
    const settled = settledNodes(block);
    if (settled.length > 0 || state.content.balances !== parent.content.balances) this.#settle(block, settled);
    if (isCheckpointHeight(state.height, state.preset)) {
      this.#pending = state;
      this.#totals = state;
    }
  }

  /** Whom checkpoints and leavers have paid since the last call. */
  takePaid(): ReadonlySet<Hex> {
    const paid = this.#paid;
    this.#paid = new Set();
    return paid;
  }

  async write(writer: Writer): Promise<void> {
    this.#payPending();
    const rows = [...this.#days.values()].flatMap((day) => [...day.values()].filter((row) => row.isChanged));
    await writer.upsert(
      rewardDays,
      rows.map(({ isChanged: _, ...row }) => row),
    );
    for (const row of rows) row.isChanged = false;
    const newest = [...this.#days].sort(([a], [b]) => (a < b ? -1 : 1)).at(-1);
    this.#days = new Map(newest === undefined ? [] : [newest]);
    const totals = this.#totals;
    if (totals === undefined) return;
    const { height } = totals;
    const accruals = totals.accruals().map(({ address, lifetime }) => ({ address: toHex(address), lifetime, height }));
    await writer.upsert(rewardTotals, accruals);
    this.#totals = undefined;
  }

  #payPending(): void {
    if (this.#pending !== undefined) this.#pay(this.#pending);
    this.#pending = undefined;
  }

  /** Everything earned up to this state. */
  #pay(state: ChainState): void {
    const day = dayOf(state.time);
    for (const node of state.nodes()) if (node.payable) this.#payNode(node, state.index, day);
    this.#index = state.index;
  }

  #payNode(node: NodeState, index: bigint, day: string): void {
    for (const { address, amount } of this.#unpaid(node, index)) this.#add(day, node.id, address, amount);
  }

  /** What the node has earned between what is in the rows and `index`. */
  #unpaid(node: NodeState, index: bigint): Credit[] {
    const from = this.#index > node.indexAt ? this.#index : node.indexAt;
    if (index <= from) return [];
    const before = splitEarned(node, from - node.indexAt).shares;
    return splitEarned(node, index - node.indexAt).shares.map(({ address, amount }, i) => ({
      address: toHex(address),
      amount: amount - (before[i]?.amount ?? 0n),
    }));
  }

  #settle(block: ExecutedBlock, settled: readonly { node: NodeState; index: bigint }[]): void {
    this.#payPending();
    checkSettled(block, settled);
    const day = dayOf(block.state.time);
    for (const { node, index } of settled) this.#payNode(node, index, day);
  }

  #add(day: string, nodeId: number, address: Hex, amount: bigint): void {
    if (amount === 0n) return;
    const rows = this.#days.get(day) ?? new Map<string, DayRow>();
    this.#days.set(day, rows);
    const key = keyOf(nodeId, address);
    const row = rows.get(key) ?? { day, nodeId, address, amount: 0n, isChanged: true };
    row.amount += amount;
    row.isChanged = true;
    rows.set(key, row);
    this.#paid.add(address);
  }
}

function keyOf(nodeId: number, address: Hex): string {
  return `${nodeId}/${address}`;
}

function isNewDay(parent: ChainState, state: ChainState): boolean {
  return parent.height > 0 && dayOf(parent.time) !== dayOf(state.time);
}

/** Nodes whose earning the block ended, with the reward index up to which they earned. */
function settledNodes({ parent, state, changes }: ExecutedBlock): { node: NodeState; index: bigint }[] {
  if (state.nodes() === parent.nodes()) return [];
  const unlocked = new Set(changes.flatMap((change) => (change.type === "node-removed" ? change.node : [])));
  const begun = new Set(changes.flatMap((change) => (change.type === "node-payable" ? change.node : [])));
  return parent.nodes().flatMap((found) => {
    const after = state.node(found.id);
    // One that becomes payable has a share in this block's reward, also if it leaves at the end of it.
    const node = begun.has(found.id) ? { ...found, payable: true, indexAt: parent.index } : found;
    if (!node.payable || (after?.payable === true && after.indexAt === node.indexAt)) return [];
    // protocol/blocks.md#order: who is removed by time leaves before the block's reward, who leaves by an event after it.
    return { node, index: unlocked.has(node.id) ? parent.index : state.index };
  });
}

/** The state's balances tell what was settled: another sum means that this view doesn't know the rules any more. */
function checkSettled({ parent, state }: ExecutedBlock, settled: readonly { node: NodeState; index: bigint }[]): void {
  const expected = new Map<Hex, bigint>();
  const add = (address: Hex, amount: bigint) => expected.set(address, (expected.get(address) ?? 0n) + amount);
  for (const { node, index } of settled)
    for (const { address, amount } of splitEarned(node, index - node.indexAt).shares) add(toHex(address), amount);
  for (const { address, amount } of parent.content.balances.entries()) add(toHex(address), amount);
  for (const { address, amount } of state.content.balances.entries()) add(toHex(address), -amount);
  for (const [address, difference] of expected)
    if (difference !== 0n)
      throw new ChainSourceError(
        { code: "REWARDS_DIFFER", height: state.height, address },
        `Block ${state.height} credits ${address} with ${-difference} ledger units more than its nodes earned: this indexer doesn't know the rules of this chain.`,
      );
}
