import type { L2Step } from "@session/l2";
import { type ChainState, type L2EventRecord, type L2Position, MAX_L2_EVENTS } from "@session/protocol";
import { type Hex, hexToBigInt, hexToBytes } from "viem";
import { toL2EventRecords } from "./l2Events.ts";

/** The follower as the chain uses it. Numbers are L2 block numbers. */
export interface L2Source {
  /** Newest step the follower has, however fresh. */
  newest(): L2Step | undefined;
  /** Newest step behind the safe lag. */
  newestSafe(): L2Step | undefined;
  stepAt(number: number): Promise<L2Step | undefined>;
  /** The next step after `number` the follower has. */
  stepAfter(number: number): Promise<L2Step | undefined>;
}

/** What a header and body carry of L2; amounts in base units. */
export type L2Content = {
  readonly l2Number: number;
  readonly l2Hash: Uint8Array;
  readonly rewardRate: bigint;
  readonly poolReleased: bigint;
  readonly events: readonly L2EventRecord[];
};

/** Order of the follower's reads at each step. `setVersion` serves certificates, the rest enters headers. */
export const READS = ["rewardRate", "calculateReleasedAmount", "setVersion"] as const;

/** `poolReleased` is what was paid out and what has accrued by the step's time, together; amounts in base units. */
export type L2Reads = { readonly rewardRate: bigint; readonly poolReleased: bigint; readonly setVersion: bigint };

/** Undefined for a step whose reads are missing or failed. */
export function readsOf(step: L2Step): L2Reads | undefined {
  // A read that reverted is "0x"; a step whose reads no provider could give any more (long absence) has none.
  const words = step.reads.map((word: Hex) => (word === "0x" ? undefined : hexToBigInt(word)));
  const [rewardRate, poolReleased, setVersion] = words;
  if (rewardRate === undefined || poolReleased === undefined || setVersion === undefined) return undefined;
  return { rewardRate, poolReleased, setVersion };
}

/** Where a chain's view of L2 ends: its L2 block, and the events applied up to now. */
export type L2View = { readonly l2Number: number; readonly position: L2Position };

export function l2ViewOf({ l2Number, l2Position }: ChainState): L2View {
  return { l2Number, position: l2Position };
}

/**
 * The L2 part of a block from this node's own follower: everything after the view up to `toNumber`, or as many whole steps
 * as fit into a block. Undefined while the follower lacks a step in between, or when not even one fits.
 */
export async function gatherL2Content(
  source: L2Source,
  view: L2View,
  toNumber: number,
): Promise<L2Content | undefined> {
  let last: { step: L2Step; reads: L2Reads } | undefined;
  let complete = 0;
  const events: L2EventRecord[] = [];
  for await (const step of stepsAfter(source, view.l2Number, toNumber)) {
    const records = eventsAfter(view.position, step);
    // appchain.md, "L2 events in blocks": at most 256 events a block.
    if (events.length + records.length > MAX_L2_EVENTS) break;
    events.push(...records);
    // A step without reads can't end a block.
    const reads = readsOf(step);
    if (reads === undefined) continue;
    last = { step, reads };
    complete = events.length;
  }
  return last === undefined ? undefined : toContent(last.step, last.reads, events.slice(0, complete));
}

/**
 * The next events of steps that don't fit into one block (protocol/blocks.md#l2-7): exactly as many as a block takes, or
 * undefined while there are fewer.
 */
export async function gatherL2Part(
  source: L2Source,
  view: L2View,
  toNumber: number,
): Promise<readonly L2EventRecord[] | undefined> {
  const events: L2EventRecord[] = [];
  for await (const step of stepsAfter(source, view.l2Number, toNumber)) {
    events.push(...eventsAfter(view.position, step));
    if (events.length >= MAX_L2_EVENTS) return events.slice(0, MAX_L2_EVENTS);
  }
  return undefined;
}

async function* stepsAfter(source: L2Source, fromNumber: number, toNumber: number): AsyncGenerator<L2Step> {
  for (let number = fromNumber; number < toNumber; ) {
    const step = await source.stepAfter(number);
    if (step === undefined || Number(step.block.number) > toNumber) return;
    yield step;
    number = Number(step.block.number);
  }
}

function eventsAfter(position: L2Position, step: L2Step): L2EventRecord[] {
  return toL2EventRecords(step.logs).filter(
    ({ l2Number, logIndex }) =>
      l2Number > position.l2Number || (l2Number === position.l2Number && logIndex > position.logIndex),
  );
}

function toContent(step: L2Step, { rewardRate, poolReleased }: L2Reads, events: readonly L2EventRecord[]): L2Content {
  const { number, hash } = step.block;
  return { l2Number: Number(number), l2Hash: hexToBytes(hash), rewardRate, poolReleased, events };
}
