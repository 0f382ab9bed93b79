import { VoteType } from "@session/protocol";
import { SignError } from "./errors.ts";
import { FLOOR, type GuardRecord, type GuardStore } from "./guardStore.ts";

/** Type of a proposal's slot; the others are vote types. */
export const PROPOSAL_SLOT = 3;
/** Heights of votes and proposals that are kept: late precommits go back five. */
const KEPT_HEIGHTS = 8;
/** Attestations that are kept: those of the last three checkpoints may be signed, so this is plenty. */
const KEPT_ATTESTATIONS = 16;
/** The file is rewritten when it has so many records, and more than half of them are forgotten. */
const COMPACT_AT_RECORDS = 4_096;

/**
 * What this key has signed: (height, round, type) → value. A slot gets one value for ever; it is durable before the
 * signature exists, so no crash lets the key sign twice.
 */
export class SignGuard {
  readonly #store: GuardStore;
  readonly #slots = new Map<string, GuardRecord>();
  /** Lowest heights that may be signed, of votes and proposals, and of attestations. */
  #floor = 0;
  #attestFloor = 0;
  #records = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(store: GuardStore) {
    this.#store = store;
  }

  /** @throws {SignError} `SIGN_GUARD_CORRUPT` */
  static async open(store: GuardStore): Promise<SignGuard> {
    const guard = new SignGuard(store);
    for (const record of await store.load()) guard.#take(record);
    return guard;
  }

  /**
   * Resolves once the slot durably belongs to this value; asking again for the same value is fine.
   *
   * @throws {SignError} `SIGN_CONFLICT` or `SIGN_BELOW_LOWEST`
   */
  reserve(record: GuardRecord): Promise<void> {
    const run = this.#queue.then(() => this.#reserve(record));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Nothing below `height` may be signed from now on. */
  raiseFloor(height: number): Promise<void> {
    const run = this.#queue.then(async () => {
      if (height <= this.#floor && height <= this.#attestFloor) return;
      const value = new Uint8Array(32);
      await this.#store.append({ height, round: 0, type: FLOOR, value });
      await this.#store.append({ height, round: VoteType.attest, type: FLOOR, value });
      this.#floor = Math.max(height, this.#floor);
      this.#attestFloor = Math.max(height, this.#attestFloor);
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Slots held for a height, attestations left out. */
  signedAt(height: number): readonly GuardRecord[] {
    return [...this.#slots.values()].filter((slot) => slot.height === height && slot.type !== VoteType.attest);
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#store.close();
  }

  async #reserve(record: GuardRecord): Promise<void> {
    const { height, round, type, value } = record;
    const held = this.#slots.get(toSlotKey(record));
    // [REJECT] protocol/consensus.md#guard-1: one value per slot.
    if (held !== undefined && Buffer.compare(held.value, value) !== 0)
      throw new SignError({ code: "SIGN_CONFLICT", height, round, type }, "This slot was signed with another value.");
    if (held !== undefined) return;
    const lowest = type === VoteType.attest ? this.#attestFloor : this.#floor;
    // [REJECT] protocol/consensus.md#guard-2: nothing below the lowest height the guard remembers.
    if (height < lowest) throw new SignError({ code: "SIGN_BELOW_LOWEST", height, lowest });
    await this.#store.append(record);
    this.#take(record);
    this.#forgetOld(record);
    if (this.#records >= Math.max(COMPACT_AT_RECORDS, 2 * this.#slots.size)) await this.#compact();
  }

  #take(record: GuardRecord): void {
    this.#records += 1;
    if (record.type !== FLOOR) this.#slots.set(toSlotKey(record), record);
    else if (record.round === VoteType.attest) this.#attestFloor = Math.max(this.#attestFloor, record.height);
    else this.#floor = Math.max(this.#floor, record.height);
    this.#forgetOld(record);
  }

  /** What is forgotten raises the floor, which needs no record of its own: the same records lead to the same floor. */
  #forgetOld({ height, type }: GuardRecord): void {
    if (type === VoteType.attest) {
      const attested = [...this.#slots.values()].filter((slot) => slot.type === VoteType.attest);
      const newest = attested.sort((a, b) => b.height - a.height).at(KEPT_ATTESTATIONS - 1);
      this.#attestFloor = Math.max(this.#attestFloor, newest?.height ?? 0);
    } else if (type !== FLOOR) this.#floor = Math.max(this.#floor, height - KEPT_HEIGHTS);
    for (const [key, slot] of this.#slots)
      if (slot.height < (slot.type === VoteType.attest ? this.#attestFloor : this.#floor)) this.#slots.delete(key);
  }

  async #compact(): Promise<void> {
    const value = new Uint8Array(32);
    const kept: GuardRecord[] = [
      { height: this.#floor, round: 0, type: FLOOR, value },
      { height: this.#attestFloor, round: VoteType.attest, type: FLOOR, value },
      ...this.#slots.values(),
    ];
    await this.#store.replace(kept);
    this.#records = kept.length;
  }
}

function toSlotKey({ height, round, type }: GuardRecord): string {
  return `${height}:${round}:${type}`;
}
