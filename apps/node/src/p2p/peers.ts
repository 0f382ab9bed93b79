import type { PeerId } from "@libp2p/interface";
import type { Clock } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import type { Offence } from "./errors.ts";
import { type P2pLimits, TokenBucket, type TopicKind } from "./limits.ts";
import type { HeadStatus, MembershipPort, P2pLogger, PeerName } from "./ports.ts";

/** A connected peer with its budgets. */
export type Peer = {
  readonly name: PeerName;
  readonly id: PeerId;
  /** 32 B; undefined for key types no node has. */
  readonly key: Uint8Array | undefined;
  readonly connectedAtMs: number;
  readonly frames: TokenBucket;
  readonly bytes: TokenBucket;
  readonly requests: TokenBucket;
  readonly topics: ReadonlyMap<TopicKind, TokenBucket>;
  /** Messages under validation. */
  pending: number;
  status: HeadStatus | undefined;
};

type Record = { points: number; updatedMs: number; bannedUntilMs: number; bans: number };

export type PeerBookModules = {
  readonly clock: Clock;
  readonly metrics: P2pMetrics;
  readonly logger: P2pLogger;
  readonly membership: MembershipPort;
  /** Closes every connection to the peer. */
  readonly disconnect: (id: PeerId) => void;
};

/** Records of peers that left are kept this many at most. */
const MAX_RECORDS = 4_096;

/** Who is connected, what they may still send, and what they have done: penalties outlive connections. */
export class PeerBook {
  readonly #limits: P2pLimits;
  readonly #modules: PeerBookModules;
  readonly #peers = new Map<PeerName, Peer>();
  readonly #records = new Map<PeerName, Record>();

  constructor(limits: P2pLimits, modules: PeerBookModules) {
    this.#limits = limits;
    this.#modules = modules;
  }

  get peers(): ReadonlyMap<PeerName, Peer> {
    return this.#peers;
  }

  get strangers(): number {
    let count = 0;
    for (const peer of this.#peers.values()) if (!this.isContractNode(peer.key)) count++;
    return count;
  }

  isContractNode(key: Uint8Array | undefined): boolean {
    return key !== undefined && this.#modules.membership.isContractNode(key);
  }

  /** The peer's budgets; made at its first sign of life. */
  connect(id: PeerId): Peer {
    const name = id.toString();
    const known = this.#peers.get(name);
    if (known !== undefined) return known;
    const { clock } = this.#modules;
    const topics = Object.entries(this.#limits.topics) as [TopicKind, { rate: P2pLimits["frameRate"] }][];
    const peer: Peer = {
      name,
      id,
      key: ed25519KeyOf(id),
      connectedAtMs: clock.now(),
      frames: new TokenBucket(this.#limits.frameRate, clock),
      bytes: new TokenBucket(this.#limits.gossipBytesRate, clock),
      requests: new TokenBucket(this.#limits.requestRate, clock),
      topics: new Map(topics.map(([kind, { rate }]) => [kind, new TokenBucket(rate, clock)])),
      pending: 0,
      status: undefined,
    };
    this.#peers.set(name, peer);
    return peer;
  }

  disconnect(name: PeerName): void {
    this.#peers.delete(name);
  }

  isBanned(name: PeerName): boolean {
    const record = this.#records.get(name);
    return record !== undefined && record.bannedUntilMs > this.#modules.clock.now();
  }

  /**
   * Counts an offence. At `dropAtPoints` the peer's connections are closed and it is banned for a while; a fatal offence
   * gets there at once. Points decay, so that an honest node's slips don't add up over days.
   */
  offend(id: PeerId, reason: Offence | (string & {}), options: { fatal?: boolean } = {}): void {
    const { clock, metrics, logger } = this.#modules;
    const name = id.toString();
    if (this.isBanned(name)) return;
    metrics.rejected.inc({ reason });
    const nowMs = clock.now();
    const record = this.#records.get(name) ?? { points: 0, updatedMs: nowMs, bannedUntilMs: 0, bans: 0 };
    const decayed = Math.max(0, record.points - (nowMs - record.updatedMs) / this.#limits.pointDecayMs);
    record.points = options.fatal === true ? this.#limits.dropAtPoints : decayed + 1;
    record.updatedMs = nowMs;
    this.#remember(name, record);
    logger.debug({ peer: name, reason, points: record.points }, "p2p: peer broke a rule");
    if (Math.ceil(record.points) < this.#limits.dropAtPoints) return;
    const banMs = Math.min(this.#limits.banMaxMs, this.#limits.banMs * 2 ** record.bans);
    record.bans += 1;
    record.points = 0;
    record.bannedUntilMs = nowMs + banMs;
    metrics.drops.inc({ reason });
    logger.warn({ peer: name, reason, banMs }, "p2p: peer dropped and banned");
    this.#modules.disconnect(id);
  }

  #remember(name: PeerName, record: Record): void {
    this.#records.delete(name);
    this.#records.set(name, record);
    if (this.#records.size <= MAX_RECORDS) return;
    const oldest = this.#records.keys().next();
    if (!oldest.done) this.#records.delete(oldest.value);
  }
}

/** The ed25519 key a peer id is made of. */
export function ed25519KeyOf(id: PeerId): Uint8Array | undefined {
  return id.type === "Ed25519" ? id.publicKey.raw : undefined;
}
