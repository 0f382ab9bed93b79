import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Metrics of consensus; names carry the unit. */
export type ConsensusMetrics = ReturnType<typeof createConsensusMetrics>;

export function createConsensusMetrics(registry: Registry) {
  const registers = [registry];
  const name = (suffix: string): string => `session_consensus_${suffix}`;
  return {
    height: new Gauge({ name: name("height"), help: "Height being decided", registers }),
    round: new Gauge({ name: name("round"), help: "Round of the height being decided", registers }),
    /** 0 waiting for the block's time, 1 propose, 2 prevote, 3 precommit. */
    step: new Gauge({ name: name("step"), help: "Step: 0 new, 1 propose, 2 prevote, 3 precommit", registers }),
    validators: new Gauge({ name: name("validators"), help: "Validators of the height", registers }),
    votes: new Counter({ name: name("votes_total"), help: "Votes counted", labelNames: ["type"], registers }),
    rejected: new Counter({
      name: name("rejected_total"),
      help: "Messages refused or dropped, by reason",
      labelNames: ["reason"],
      registers,
    }),
    evidence: new Counter({ name: name("evidence_total"), help: "Proven double votes and proposals", registers }),
    timeouts: new Counter({ name: name("timeouts_total"), help: "Timeouts, by step", labelNames: ["step"], registers }),
    refusedSignatures: new Counter({
      name: name("refused_signatures_total"),
      help: "Signatures the guard refused to make, by code",
      labelNames: ["code"],
      registers,
    }),
    decidedRounds: new Histogram({
      name: name("decided_round"),
      help: "Rounds in which blocks were decided",
      buckets: [0, 1, 2, 4, 8, 16],
      registers,
    }),
    finalitySeconds: new Histogram({
      name: name("finality_seconds"),
      help: "From the start of a height's first round to its decision",
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 60],
      registers,
    }),
  };
}
