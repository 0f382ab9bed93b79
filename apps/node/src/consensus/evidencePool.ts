import type { Evidence } from "@session/protocol";

const MAX_KEPT = 1_024;

/** Proven double votes and double proposals, one per (node, height, round, type), the newest 1,024. */
export class EvidencePool {
  readonly #kept = new Map<string, Evidence>();

  /** False if this offence is known already. The caller has verified both signatures. */
  add(evidence: Evidence): boolean {
    const key = `${evidence.node}:${evidence.height}:${evidence.round}:${evidence.type}`;
    if (this.#kept.has(key)) return false;
    this.#kept.set(key, evidence);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MAX_KEPT && !oldest.done) this.#kept.delete(oldest.value);
    return true;
  }

  list(): readonly Evidence[] {
    return [...this.#kept.values()];
  }
}
