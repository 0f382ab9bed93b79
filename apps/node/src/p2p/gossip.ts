import { createHash } from "node:crypto";
import type { GossipsubOpts, Message, TopicValidatorResult } from "@libp2p/gossipsub";
import type { PeerId } from "@libp2p/interface";
import type { GossipVerdict } from "../consensus/ports.ts";
import type { P2pMetrics } from "../metrics/p2p.ts";
import type { Offence } from "./errors.ts";
import type { GossipRouter, RawMessage, RawRpc } from "./host.ts";
import type { P2pLimits } from "./limits.ts";
import type { Peer, PeerBook } from "./peers.ts";
import type { P2pLogger, PeerName } from "./ports.ts";
import type { Topics } from "./topics.ts";

/** Judges one message; bytes that don't decode are its business too. */
export type TopicHandler = (data: Uint8Array, from: PeerName, peer: Peer) => Promise<GossipVerdict>;

export type GossipModules = {
  readonly book: PeerBook;
  readonly metrics: P2pMetrics;
  readonly logger: P2pLogger;
  /** Whether a peer is further than this node, so that it may be a contract node this one can't know yet. */
  readonly isAhead: (peer: Peer) => boolean;
  /** Whether others will take messages from this node: a listener delivers but doesn't forward. */
  readonly mayForward: () => boolean;
};

/** Ids of refused messages kept, so that sending one again costs its sender a point. */
const MAX_REJECTED_IDS = 4_096;
/** Own messages up to this size go to every subscriber at once, larger ones to the mesh. */
const FLOOD_BYTES = 64 * 1_024;

/** Options of the router: unsigned messages, named by their content, validated before they are forwarded. */
export function gossipOptions(
  limits: P2pLimits,
  modules: {
    local: boolean;
    messageId: (topic: string, data: Uint8Array) => Uint8Array;
    score: (peer: string) => number;
  },
): Partial<GossipsubOpts> {
  return {
    globalSignaturePolicy: "StrictNoSign",
    msgIdFn: (message: Message) => modules.messageId(message.topic, message.data),
    D: 8,
    Dlo: 6,
    Dhi: 12,
    Dscore: 4,
    Dout: 2,
    heartbeatInterval: 700,
    seenTTL: 120_000,
    emitSelf: false,
    fallbackToFloodsub: false,
    floodPublish: false,
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    doPX: false,
    maxInboundStreams: 2,
    maxOutboundStreams: 2,
    maxInboundDataLength: limits.frameBytes,
    maxOutboundBufferSize: limits.sendBufferBytes,
    maxTopicBytesPerPeer: 256 * 1_024,
    scoreParams: {
      // The default empties every mesh once twelve nodes share an address.
      IPColocationFactorWeight: modules.local ? 0 : -5,
      IPColocationFactorThreshold: 10,
      // Contract nodes before listeners: those don't forward.
      appSpecificScore: modules.score,
      appSpecificWeight: 1,
    },
  };
}

/** Admission and validation of everything that comes over gossip (protocol/p2p.md#gossip). */
export class Gossip {
  readonly #topics: Topics;
  readonly #limits: P2pLimits;
  readonly #modules: GossipModules;
  readonly #handlers = new Map<string, TopicHandler>();
  readonly #rejected = new Set<string>();
  readonly #ids = new WeakMap<Uint8Array, Uint8Array>();
  #router: GossipRouter | undefined;
  #install: ((topic: string) => void) | undefined;
  #subscribed = false;
  #pending = 0;

  constructor(topics: Topics, limits: P2pLimits, modules: GossipModules) {
    this.#topics = topics;
    this.#limits = limits;
    this.#modules = modules;
  }

  /**
   * Content hash over topic and data, 20 B. The topic is part of it: else refused bytes on one topic would make the same
   * bytes on another pass for seen.
   */
  readonly messageId = (topic: string, data: Uint8Array): Uint8Array => {
    const known = this.#ids.get(data);
    if (known !== undefined) return known;
    const id = createHash("sha256").update(topic).update("\0").update(data).digest().subarray(0, 20);
    this.#ids.set(data, id);
    return id;
  };

  /** Registers the handler of a topic; before {@link attach} or after. */
  handle(topic: string, handler: TopicHandler): void {
    this.#handlers.set(topic, handler);
    this.#install?.(topic);
    if (this.#subscribed) this.#router?.subscribe(topic);
  }

  /** Hooks admission and validators into the router. `verdicts` are its result values, from the lazily loaded library. */
  attach(router: GossipRouter, verdicts: typeof TopicValidatorResult): void {
    this.#router = router;
    const original = router.handleReceivedRpc.bind(router);
    router.handleReceivedRpc = (from: PeerId, rpc: RawRpc) => {
      rpc.messages = rpc.messages.filter((message) => this.#admit(from, message));
      return original(from, rpc);
    };
    const values = { accept: verdicts.Accept, ignore: verdicts.Ignore, reject: verdicts.Reject };
    this.#install = (topic) =>
      router.topicValidators.set(topic, async (from, message) => values[await this.#validate(from, message)]);
    for (const topic of this.#handlers.keys()) this.#install(topic);
  }

  /** After the host has started. */
  subscribe(): void {
    this.#subscribed = true;
    for (const topic of this.#handlers.keys()) this.#router?.subscribe(topic);
  }

  publish(topic: string, data: Uint8Array): void {
    const router = this.#router;
    if (router === undefined || !router.getTopics().includes(topic)) return;
    this.#modules.metrics.published.inc({ topic: this.#topics.kindOf(topic) ?? "other" });
    const publish: (topic: string, data: Uint8Array, options?: { floodPublish: boolean }) => Promise<unknown> =
      router.publish.bind(router);
    publish(topic, data, { floodPublish: data.length <= FLOOD_BYTES }).catch((error: unknown) =>
      this.#modules.logger.debug({ topic, err: error }, "p2p: publish failed"),
    );
  }

  /** What is refused here never reaches the router, so it isn't marked as seen: it may still come from somebody else. */
  #admit(from: PeerId, message: RawMessage): boolean {
    const { book, metrics } = this.#modules;
    const peer = book.connect(from);
    if (book.isBanned(peer.name)) return false;
    const offence = this.#offenceOf(peer, message);
    if (offence === "P2P_UNKNOWN_NODE" && this.#modules.isAhead(peer)) {
      metrics.shed.inc({ reason: "node_not_known_yet" });
      return false;
    }
    if (offence !== undefined) {
      book.offend(from, offence, { fatal: offence === "P2P_GENESIS_MISMATCH" });
      return false;
    }
    const overloaded = peer.pending >= this.#limits.pendingPerPeer || this.#pending >= this.#limits.pendingTotal;
    if (overloaded || !this.#handlers.has(message.topic)) {
      metrics.shed.inc({ reason: overloaded ? "overload" : "not_subscribed" });
      return false;
    }
    return true;
  }

  #offenceOf(peer: Peer, message: RawMessage): Offence | undefined {
    const kind = this.#topics.kindOf(message.topic);
    if (kind === undefined) return this.#topics.isForeign(message.topic) ? "P2P_GENESIS_MISMATCH" : "P2P_TOPIC_UNKNOWN";
    if (isSigned(message)) return "P2P_MESSAGE_SIGNED";
    const data = message.data;
    if (data === undefined || data.length === 0) return "P2P_MESSAGE_MALFORMED";
    if (data.length > this.#limits.topics[kind].maxBytes) return "P2P_MESSAGE_OVERSIZED";
    // [REJECT] protocol/p2p.md#members: consensus topics take messages from contract nodes only.
    if (!this.#modules.book.isContractNode(peer.key)) return "P2P_UNKNOWN_NODE";
    if (peer.topics.get(kind)?.take() !== true) return "P2P_RATE";
    if (this.#rejected.has(hex(this.messageId(message.topic, data)))) return "P2P_MESSAGE_REPEATED";
    return undefined;
  }

  async #validate(from: PeerId, message: Message): Promise<GossipVerdict["result"]> {
    const { book, metrics, logger, mayForward } = this.#modules;
    const handler = this.#handlers.get(message.topic);
    if (handler === undefined) return "ignore";
    const peer = book.connect(from);
    peer.pending += 1;
    this.#pending += 1;
    try {
      const verdict = await handler(message.data, peer.name, peer);
      if (verdict.result === "reject") {
        this.#rememberRejected(this.messageId(message.topic, message.data));
        book.offend(from, verdict.code);
        return "reject";
      }
      if (verdict.result === "accept") metrics.received.inc({ topic: this.#topics.kindOf(message.topic) ?? "other" });
      return mayForward() ? verdict.result : "ignore";
    } catch (error) {
      // Our own fault, not the sender's.
      logger.error({ topic: message.topic, err: error }, "p2p: a gossip handler threw");
      return "ignore";
    } finally {
      peer.pending -= 1;
      this.#pending -= 1;
    }
  }

  #rememberRejected(id: Uint8Array): void {
    this.#rejected.add(hex(id));
    const oldest = this.#rejected.values().next();
    if (this.#rejected.size > MAX_REJECTED_IDS && !oldest.done) this.#rejected.delete(oldest.value);
  }
}

function isSigned(message: RawMessage): boolean {
  const { from, seqno, signature, key } = message;
  return [from, seqno, signature, key].some((field) => field !== undefined && field.length > 0);
}

function hex(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString("hex");
}
