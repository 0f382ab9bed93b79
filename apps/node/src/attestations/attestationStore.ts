import { decodeStrict, type Height, type Vote, VoteSsz } from "@session/protocol";
import { type Database, toOrderedKey } from "../store/database.ts";

/** Where verified attestations survive a restart: a node's own, and those it keeps for certificates. */
export interface AttestationStore {
  load(): AsyncIterable<Vote>;
  save(votes: readonly Vote[]): Promise<void>;
  /** Drops everything below a height. */
  prune(below: Height): Promise<void>;
}

const TABLE = "attestation";
const keyOf = (height: Height, node: number): string => `${TABLE}/${toOrderedKey(height)}/${toOrderedKey(node)}`;

/** Attestations in the node's database. */
export class DatabaseAttestationStore implements AttestationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async *load(): AsyncGenerator<Vote> {
    for await (const [, bytes] of this.#database.table(TABLE)) yield decodeStrict(VoteSsz, bytes);
  }

  async save(votes: readonly Vote[]): Promise<void> {
    await this.#database.write(
      votes.map((vote) => ({ type: "put", key: keyOf(vote.height, vote.node), value: VoteSsz.serialize(vote) })),
    );
  }

  async prune(below: Height): Promise<void> {
    const old: string[] = [];
    const end = `${TABLE}/${toOrderedKey(below)}`;
    for await (const [key] of this.#database.range(`${TABLE}/`, end)) old.push(key);
    if (old.length > 0) await this.#database.write(old.map((key) => ({ type: "del", key })));
  }
}
