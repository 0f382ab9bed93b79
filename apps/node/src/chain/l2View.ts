import type { L2Step } from "@session/l2";
import { type L2EventRecord, MAX_L2_EVENTS } from "@session/protocol";
import { type Hex, hexToBigInt } from "viem";
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
export const READS = ["rewardRate", "totalPaidOut", "calculateReleasedAmount", "setVersion"] as const;

/** `poolReleased` counts what was paid out and what has accrued by the step's time. */
export function readsOf(step: L2Step): { rewardRate: bigint; poolReleased: bigint; setVersion: bigint } {
  const [rewardRate, paidOut, released, setVersion] = step.reads.map((word: Hex) => hexToBigInt(word));
  if (rewardRate === undefined || paidOut === undefined || released === undefined || setVersion === undefined)
    throw new RangeError(`step ${step.block.number} carries ${step.reads.length} reads, expected ${READS.length}`);
  return { rewardRate, poolReleased: paidOut + released, setVersion };
}

/**
 * The L2 part of a block from this node's own follower: everything of `(fromNumber, toStep]`, or as many whole steps as
 * fit into a block. Undefined while the follower lacks a step in between.
 */
export async function gatherL2Content(
  source: L2Source,
  fromNumber: number,
  toNumber: number,
): Promise<L2Content | undefined> {
  let last: L2Step | undefined;
  let complete = 0;
  const events: L2EventRecord[] = [];
  for (let number = fromNumber; number < toNumber; ) {
    const step = await source.stepAfter(number);
    if (step === undefined || Number(step.block.number) > toNumber) break;
    const records = toL2EventRecords(step.logs);
    // appchain.md, "L2 events in blocks": at most 256 events a block.
    if (events.length + records.length > MAX_L2_EVENTS) break;
    events.push(...records);
    // A step whose reads no provider could give any more (long absence, no archive) can't end a block.
    if (step.reads.length > 0) {
      last = step;
      complete = events.length;
    }
    number = Number(step.block.number);
  }
  return last === undefined ? undefined : toContent(last, events.slice(0, complete));
}

function toContent(step: L2Step, events: readonly L2EventRecord[]): L2Content {
  const { rewardRate, poolReleased } = readsOf(step);
  const l2Hash = new Uint8Array(Buffer.from(step.block.hash.slice(2), "hex"));
  return { l2Number: Number(step.block.number), l2Hash, rewardRate, poolReleased, events };
}
