import type { Clock } from "../consensus/ports.ts";

/** So many per second on average, and at most `burst` at once. */
export type Rate = { readonly perSec: number; readonly burst: number };

/** Everything a peer can send has a size, a rate and a time limit (protocol/p2p.md#limits). */
export type P2pLimits = {
  readonly maxConnections: number;
  /** Connections from peers that are no contract nodes; so strangers can't take every slot. */
  readonly maxStrangers: number;
  /** Bytes of one gossip frame: several messages may share it. */
  readonly frameBytes: number;
  readonly frameRate: Rate;
  readonly gossipBytesRate: Rate;
  /** Bytes of one message of a topic, and messages per second from one peer. */
  readonly topics: Readonly<Record<TopicKind, { readonly maxBytes: number; readonly rate: Rate }>>;
  /** Messages under validation at once. What comes on top is dropped, and may come again from elsewhere. */
  readonly pendingPerPeer: number;
  readonly pendingTotal: number;
  /** Bytes queued for a peer that doesn't read before its stream is reset. */
  readonly sendBufferBytes: number;
  /** Penalty points at which a peer is dropped; an offence is one point unless it is fatal. */
  readonly dropAtPoints: number;
  /** One point is forgiven per this time. */
  readonly pointDecayMs: number;
  /** First ban; each further one is twice as long. */
  readonly banMs: number;
  readonly banMaxMs: number;
  readonly statusTimeoutMs: number;
  readonly statusIntervalMs: number;
  /** A connected peer without a gossip stream for this long is disconnected, so that it is dialled afresh. */
  readonly gossipGraceMs: number;
  readonly requestTimeoutMs: number;
  /** Longest silence inside an answer. */
  readonly chunkTimeoutMs: number;
  readonly requestsPerPeer: number;
  readonly requestQueuePerPeer: number;
  readonly requestRate: Rate;
  readonly blocksPerRequest: number;
  readonly votesPerAnswer: number;
};

export type TopicKind = "proposals" | "votes" | "aggregates" | "proofs" | "obligations";

const KIB = 1_024;

/** Origins: a full proposal is under 700 KiB; a batch of 64 votes is 9,280 B; 500 votes/s are a group of 128 on devnet. */
export const DEFAULT_LIMITS: P2pLimits = {
  maxConnections: 128,
  maxStrangers: 32,
  frameBytes: 4 * KIB * KIB,
  frameRate: { perSec: 1_000, burst: 4_000 },
  gossipBytesRate: { perSec: 4 * KIB * KIB, burst: 32 * KIB * KIB },
  topics: {
    proposals: { maxBytes: KIB * KIB, rate: { perSec: 20, burst: 100 } },
    votes: { maxBytes: 10 * KIB, rate: { perSec: 500, burst: 2_000 } },
    aggregates: { maxBytes: 9 * KIB, rate: { perSec: 200, burst: 1_000 } },
    proofs: { maxBytes: 2 * KIB, rate: { perSec: 200, burst: 4_000 } },
    obligations: { maxBytes: 64 * KIB, rate: { perSec: 100, burst: 500 } },
  },
  pendingPerPeer: 256,
  pendingTotal: 2_048,
  sendBufferBytes: 16 * KIB * KIB,
  dropAtPoints: 8,
  pointDecayMs: 15_000,
  banMs: 60_000,
  banMaxMs: 3_600_000,
  statusTimeoutMs: 5_000,
  statusIntervalMs: 10_000,
  gossipGraceMs: 10_000,
  requestTimeoutMs: 15_000,
  chunkTimeoutMs: 4_000,
  requestsPerPeer: 4,
  requestQueuePerPeer: 32,
  requestRate: { perSec: 20, burst: 60 },
  blocksPerRequest: 64,
  votesPerAnswer: 2_048,
};

/** Allows `burst` at once and `perSec` on average. */
export class TokenBucket {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #tokens: number;
  #updatedMs: number;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#tokens = rate.burst;
    this.#updatedMs = clock.now();
  }

  /** Takes `amount` if there is that much; takes nothing and answers false if not. */
  take(amount = 1): boolean {
    const nowMs = this.#clock.now();
    const gained = (Math.max(0, nowMs - this.#updatedMs) / 1_000) * this.#rate.perSec;
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained);
    this.#updatedMs = nowMs;
    if (this.#tokens < amount) return false;
    this.#tokens -= amount;
    return true;
  }
}
