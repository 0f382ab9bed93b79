import { bytesToHex } from "@noble/hashes/utils.js";
import type { TopicKind } from "./limits.ts";

const PREFIX = "/session/";

/** Gossip topics of one network: all lie under its genesis hash, so that networks can't mix. */
export class Topics {
  readonly #base: string;
  readonly proposals: string;
  readonly aggregates: string;
  readonly proofs: string;
  readonly obligations: string;

  constructor(genesisHash: Uint8Array) {
    this.#base = `${PREFIX}${bytesToHex(genesisHash)}/`;
    this.proposals = `${this.#base}proposals`;
    this.aggregates = `${this.#base}aggregates`;
    this.proofs = `${this.#base}proofs`;
    this.obligations = `${this.#base}obligations`;
  }

  votes(group: number): string {
    return `${this.#base}votes/${group}`;
  }

  /** Undefined: not a topic of this network. */
  kindOf(topic: string): TopicKind | undefined {
    if (!topic.startsWith(this.#base)) return undefined;
    const name = topic.slice(this.#base.length);
    if (/^votes\/\d{1,5}$/.test(name)) return "votes";
    return name === "proposals" || name === "aggregates" || name === "proofs" || name === "obligations"
      ? name
      : undefined;
  }

  /** Whether a topic is one of another network with the same software. */
  isForeign(topic: string): boolean {
    return topic.startsWith(PREFIX) && !topic.startsWith(this.#base);
  }
}
