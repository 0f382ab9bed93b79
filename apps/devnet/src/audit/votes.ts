import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** A signature the observer heard, as it wrote it down. */
export type HeardVote = {
  readonly kind: string;
  readonly height: number;
  readonly round: number;
  readonly type: number;
  readonly value: string;
  readonly node: number;
  readonly signature: string;
};
/** One node signed two values for one slot. */
export type Conflict = { readonly first: HeardVote; readonly second: HeardVote };

/** Whether a signature is the node's own: anybody can send the observer anything. */
export type IsSigned = (vote: HeardVote) => Promise<boolean>;

/** What the record shows. `forged` are pairs of which one isn't signed by its node. */
export type VoteAudit = {
  readonly votes: number;
  readonly malformed: number;
  readonly forged: number;
  readonly conflicts: readonly Conflict[];
};

/** Finds pairs of equal (node, height, round, type) with different values, both signed by that node. */
export class ConflictFinder {
  readonly #slots = new Map<string, HeardVote[]>();
  readonly #isSigned: IsSigned;
  readonly #conflicts: Conflict[] = [];
  #votes = 0;
  #malformed = 0;
  #forged = 0;

  constructor(isSigned: IsSigned) {
    this.#isSigned = isSigned;
  }

  get result(): VoteAudit {
    return { votes: this.#votes, malformed: this.#malformed, forged: this.#forged, conflicts: this.#conflicts };
  }

  /** Takes a line of the record. */
  async add(line: string): Promise<void> {
    const vote = tryParseVote(line);
    if (vote === undefined) {
      this.#malformed += 1;
      return;
    }
    this.#votes += 1;
    const slot = `${vote.node}/${vote.height}/${vote.round}/${vote.type}`;
    const known = this.#slots.get(slot);
    if (known === undefined) this.#slots.set(slot, [vote]);
    else if (!known.some(({ value, signature }) => value === vote.value && signature === vote.signature))
      await this.#addOther(known, vote);
  }

  async #addOther(known: HeardVote[], vote: HeardVote): Promise<void> {
    known.push(vote);
    if (!(await this.#isSigned(vote))) {
      this.#forged += 1;
      return;
    }
    for (const other of known.filter(({ value }) => value !== vote.value)) {
      if (await this.#isSigned(other)) this.#conflicts.push({ first: other, second: vote });
      else this.#forged += 1;
    }
  }
}

/** Reads the whole record; one that isn't there is empty. */
export async function auditVotes(file: string, isSigned: IsSigned): Promise<VoteAudit> {
  const finder = new ConflictFinder(isSigned);
  const input = createReadStream(file);
  const lines = createInterface({ input });
  const failed = new Promise<never>((_resolve, reject) => input.once("error", reject));
  const read = async () => {
    for await (const line of lines) if (line !== "") await finder.add(line);
  };
  try {
    await Promise.race([read(), failed]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return finder.result;
}

function tryParseVote(line: string): HeardVote | undefined {
  let vote: Partial<HeardVote>;
  try {
    vote = JSON.parse(line) as Partial<HeardVote>;
  } catch {
    // The last line of an observer that was killed.
    return undefined;
  }
  const { kind, height, round, type, value, node, signature } = vote;
  const areNumbers = [height, round, type, node].every((field) => Number.isSafeInteger(field));
  const areTexts = [kind, value, signature].every((field) => typeof field === "string");
  return areNumbers && areTexts ? (vote as HeardVote) : undefined;
}
