import type { Hex, L2Log, L2Step } from "@session/l2";
import type { Random } from "@session/testing";
import type { StepBatch } from "../../../src/pipeline/l2Views.ts";
import { emptyModel, type ModelState, transact } from "./contractModel.ts";
import { hexOf } from "./logs.ts";

/** Blocks between two steps. */
export const STEP = 3n;

type Mined = { readonly step: L2Step; readonly after: ModelState };

/** A piece of a source's life: what it tells in one go, and what it knows to be final meanwhile. */
export type Segment = { readonly batches: readonly { readonly batch: StepBatch; readonly final: bigint }[] };

/** A chain that is mined, reorganised and made final at random, and what a follower would tell of it. */
export class RandomLife {
  readonly #random: Random;
  readonly #chain: Mined[] = [];
  /** Steps told already. */
  #told = 0;
  #final = 0n;
  #forks = 0;
  #segments: { batch: StepBatch; final: bigint }[][] = [[]];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Lives for so many happenings, then tells the rest. */
  live(happenings: number): { readonly segments: readonly Segment[]; readonly surviving: readonly L2Step[] } {
    for (let index = 0; index < happenings; index++) this.#happen();
    this.#tell(this.#chain.length);
    return { segments: this.#segments.map((batches) => ({ batches })), surviving: this.#chain.map(({ step }) => step) };
  }

  #happen(): void {
    const dice = this.#random.int(0, 9);
    if (dice < 4) for (let count = this.#random.int(1, 4); count > 0; count--) this.#mine();
    else if (dice < 6) this.#tell(this.#random.int(this.#told, this.#chain.length));
    else if (dice < 8) this.#reorganise();
    else if (dice < 9) this.#finalize();
    else this.#segments.push([]);
  }

  #mine(): void {
    const number = (this.#chain.at(-1)?.step.block.number ?? 0n) + STEP;
    const after = structuredClone(this.#chain.at(-1)?.after ?? emptyModel());
    const logs: L2Log[] = [];
    for (let block = number - STEP + 1n; block <= number; block++) this.#mineBlock(after, block, number, logs);
    const timestamp = 1_800_000_000n + number * 400n;
    const hash = this.#hash(number);
    const block = { number, hash, parentHash: hexOf(32, 1), timestamp };
    this.#chain.push({ step: { block, logs, reads: this.#reads() }, after });
  }

  #mineBlock(state: ModelState, blockNumber: bigint, step: bigint, logs: L2Log[]): void {
    let logIndex = 0;
    const blockHash = blockNumber === step ? this.#hash(step) : hexOf(32, Number(blockNumber));
    for (let count = this.#random.int(0, 3); count > 0; count--) {
      const transactionHash = hexOf(32, this.#random.uint32());
      const time = this.#random.chance(0.5) ? { time: 1_800_000_000n + blockNumber * 400n } : {};
      for (const log of transact(state, this.#random))
        logs.push({ ...log, blockNumber, blockHash, logIndex: logIndex++, transactionHash, ...time });
    }
  }

  #reads(): readonly Hex[] {
    if (this.#random.chance(0.1)) return [];
    const word = () => (this.#random.chance(0.1) ? "0x" : hexOf(32, this.#random.uint32()));
    return [word(), word(), word(), word()];
  }

  #hash(number: bigint): Hex {
    return hexOf(32, Number(number) * 1_000 + this.#forks);
  }

  /** Tells steps up to an index, in batches cut at random. */
  #tell(until: number): void {
    while (this.#told < until) {
      const end = this.#random.int(this.#told + 1, until);
      this.#say({ type: "steps", steps: this.#chain.slice(this.#told, end).map(({ step }) => step) });
      this.#told = end;
    }
  }

  #reorganise(): void {
    const oldest = this.#chain.findIndex(({ step }) => step.block.number > this.#final);
    if (oldest < 0) return;
    const length = this.#random.int(oldest, this.#chain.length - 1);
    this.#chain.length = length;
    this.#forks++;
    if (this.#told <= length) return;
    this.#told = length;
    this.#say({ type: "reorg", ancestor: this.#chain.at(-1)?.step.block.number ?? 0n });
  }

  #finalize(): void {
    const block = this.#chain[this.#random.int(0, Math.max(0, this.#chain.length - 1))]?.step.block;
    if (block === undefined || block.number <= this.#final) return;
    this.#final = block.number;
    const told = this.#chain[this.#told - 1]?.step.block.number ?? 0n;
    // The follower tells it once the consumer has got that far.
    if (block.number <= told) this.#say({ type: "finalize", block });
  }

  #say(batch: StepBatch): void {
    this.#segments.at(-1)?.push({ batch, final: this.#final });
  }
}
