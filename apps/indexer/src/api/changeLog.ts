import { randomBytes } from "node:crypto";
import type { IndexerModules } from "../modules.ts";
import type { Notice } from "../pipeline/notices.ts";

/** A notice under the id that readers of a stream go on from. */
export type LoggedChange = { readonly id: string; readonly notice: Notice };
export type ChangeLogOptions = {
  /** Notices kept, and topics of all of them: a first load's have thousands each. */
  readonly maxNotices?: number;
  readonly maxTopics?: number;
};

const DEFAULTS = { maxNotices: 1_000, maxTopics: 20_000 };

/** The newest notices of this process, for readers whose stream broke off for a moment. */
export class ChangeLog {
  /** Ids of a process that ran before are nobody's. */
  readonly #epoch = randomBytes(6).toString("hex");
  readonly #limits: Required<ChangeLogOptions>;
  readonly #listeners = new Set<(change: LoggedChange) => void>();
  #kept: Notice[] = [];
  #topics = 0;
  #newest = 0;

  constructor({ notices, signal }: Pick<IndexerModules, "notices" | "signal">, options: ChangeLogOptions = {}) {
    this.#limits = { ...DEFAULTS, ...options };
    signal.addEventListener(
      "abort",
      notices.subscribe((notice) => this.#take(notice)),
      { once: true },
    );
  }

  /** Id of the newest; a reader that has heard of nothing yet goes on from it, too. */
  get newestId(): string {
    return this.#idOf(this.#newest);
  }

  /** What came after an id, in order; undefined when it can't be known any more, or the id is none of ours. */
  after(id: string): LoggedChange[] | undefined {
    const [, epoch, digits] = /^([0-9a-f]{12})-(\d{1,15})$/.exec(id) ?? [];
    const missed = this.#newest - Number(digits);
    if (epoch !== this.#epoch || missed < 0 || missed > this.#kept.length) return undefined;
    const first = this.#newest - missed + 1;
    return this.#kept
      .slice(this.#kept.length - missed)
      .map((notice, index) => ({ id: this.#idOf(first + index), notice }));
  }

  subscribe(listener: (change: LoggedChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take(notice: Notice): void {
    const { maxNotices, maxTopics } = this.#limits;
    this.#newest++;
    this.#kept.push(notice);
    this.#topics += notice.topics.size;
    while (this.#kept.length > maxNotices || this.#topics > maxTopics) {
      const dropped = this.#kept.shift();
      if (dropped === undefined) break;
      this.#topics -= dropped.topics.size;
    }
    for (const listener of this.#listeners) listener({ id: this.newestId, notice });
  }

  #idOf(sequence: number): string {
    return `${this.#epoch}-${sequence}`;
  }
}
