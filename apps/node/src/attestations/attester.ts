import type { SessionDomain } from "@session/bls";
import { type BlockHeader, CodedError, type Height, type Vote, VoteType } from "@session/protocol";
import { BatchVerifier, DEFAULT_BATCH } from "../consensus/batchVerifier.ts";
import { isSameBytes } from "../consensus/bytes.ts";
import type { AttestationIntake } from "../consensus/engine.ts";
import { VOTE_REJECTIONS } from "../consensus/errors.ts";
import type { MissingRequest } from "../consensus/heightState.ts";
import type {
  ChainPort,
  Clock,
  ConsensusCrypto,
  ConsensusTransport,
  GossipVerdict,
  Logger,
  Signer,
  Voter,
} from "../consensus/ports.ts";
import type { ConsensusMetrics } from "../metrics/consensus.ts";
import { AttestationBook } from "./attestationBook.ts";
import type { AttestationStore } from "./attestationStore.ts";
import { type Certificate, Certificates } from "./certificates.ts";
import { isCheckpoint, toCheckpoint } from "./checkpoint.ts";

/** Attestations that are still missing are pulled after 2, 4, 8, 16 and 32 s: a node that is down stays missing. */
const FIRST_PULL_MS = 2_000;
const PULLS = 5;
/** Attestations of a checkpoint that isn't final here yet, kept until it is. */
const MAX_EARLY = 1_024;

export type AttesterModules = {
  readonly chain: Pick<ChainPort, "head">;
  readonly signer: Signer;
  readonly transport: ConsensusTransport;
  readonly crypto: ConsensusCrypto;
  readonly store: AttestationStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: ConsensusMetrics;
  /** Old checkpoints that pass by during sync aren't signed: their certificates can't matter any more. */
  readonly isSynced: () => boolean;
};

/** Signs every checkpoint once it is final, keeps what others signed, and makes certificates of it. */
export class Attester implements AttestationIntake {
  readonly #options: { readonly domain: SessionDomain };
  readonly #modules: AttesterModules;
  readonly #book = new AttestationBook();
  readonly #certificates: Certificates;
  readonly #verifier: BatchVerifier;
  readonly #timers = new Set<unknown>();
  #early: { readonly vote: Vote; readonly from: string }[] = [];

  constructor(options: { readonly domain: SessionDomain }, modules: AttesterModules) {
    this.#options = options;
    this.#modules = modules;
    this.#certificates = new Certificates({ ...modules, book: this.#book });
    this.#verifier = new BatchVerifier(DEFAULT_BATCH, modules);
  }

  /** `recent`: headers of the last final checkpoints this node has, ascending. What was stored of them is taken up. */
  async start(recent: readonly BlockHeader[]): Promise<void> {
    for (const header of recent) this.#book.open(toCheckpoint(header, this.#options.domain));
    for await (const vote of this.#modules.store.load()) {
      const checkpoint = this.#book.checkpoint(vote.height);
      if (checkpoint !== undefined && isSameBytes(checkpoint.digest, vote.value)) this.#book.add(vote);
    }
    await this.#attestNewest();
  }

  /**
   * For every final block, in order, once it is durable. A node that has just become known to the contract attests the
   * newest checkpoint here.
   */
  async onFinal(header: BlockHeader): Promise<void> {
    if (isCheckpoint(header)) {
      const checkpoint = toCheckpoint(header, this.#options.domain);
      const lowest = this.#book.open(checkpoint);
      this.#certificates.forgetBelow(lowest);
      await this.#modules.store.prune(lowest);
      this.#takeEarly(checkpoint.height);
      this.#schedulePull(checkpoint.height, 0);
    }
    await this.#attestNewest();
  }

  async onVote(vote: Vote, from: string): Promise<GossipVerdict> {
    const checkpoint = this.#book.checkpoint(vote.height);
    if (checkpoint === undefined) return this.#keepEarly(vote, from);
    if (this.#book.has(vote.height, vote.node)) return { result: "ignore" };
    // [REJECT] protocol/consensus.md#attest-1: round 0, and the digest of the final block of that height.
    if (vote.round !== 0 || !isSameBytes(vote.value, checkpoint.digest)) return this.#reject("ATTEST_WRONG_DIGEST");
    const voter = this.#modules.chain.head().attesters.find(({ id }) => id === vote.node);
    // [IGNORE] protocol/consensus.md#attest-2: the contract's set may differ by a block between honest nodes.
    if (voter === undefined) return { result: "ignore" };
    const { signature, value: message } = vote;
    const isValid = await this.#verifier.verify({ publicKey: voter.blsKey, message, signature });
    if (isValid === undefined) return { result: "ignore" };
    // [REJECT] protocol/consensus.md#attest-3: the signature is the node's over the digest itself.
    if (!isValid) return this.#reject(VOTE_REJECTIONS.badSignature);
    return (await this.#add(vote)) ? { result: "accept" } : { result: "ignore" };
  }

  missingFor({ height, have }: MissingRequest): readonly Vote[] {
    return this.#book.missing(height, this.#modules.chain.head().attesters, have);
  }

  /** A certificate of a kept checkpoint for the contract's set as given; undefined with fewer than a quorum of it. */
  certificate(height: Height, contractSet: readonly Voter[]): Promise<Certificate | undefined> {
    return this.#certificates.certificate(height, contractSet);
  }

  /** How many of the contract's nodes have attested the newest checkpoint, as far as this node has heard. */
  progress(): { readonly height: Height; readonly signers: number; readonly nodes: number } | null {
    const height = this.#book.newest?.height;
    if (height === undefined) return null;
    return { height, signers: this.#book.count(height), nodes: this.#modules.chain.head().attesters.length };
  }

  /** A peer (re)connected: what is missing of the newest checkpoint is asked for. */
  notifyPeer(): void {
    const height = this.#book.newest?.height;
    if (height !== undefined) this.#pull(height);
  }

  close(): void {
    this.#verifier.close();
    for (const timer of this.#timers) this.#modules.clock.clearTimeout(timer);
    this.#timers.clear();
  }

  async #attestNewest(): Promise<void> {
    const { signer, chain, transport, logger, isSynced, metrics } = this.#modules;
    const checkpoint = this.#book.newest;
    const node = signer.id;
    if (checkpoint === undefined || node === undefined || !isSynced() || this.#book.has(checkpoint.height, node))
      return;
    if (!chain.head().attesters.some(({ id }) => id === node)) return;
    const { height, digest: value } = checkpoint;
    try {
      const vote = await signer.signVote({ height, round: 0, type: VoteType.attest, value, node });
      await this.#add(vote);
      transport.broadcastVote(vote);
    } catch (error) {
      const code = error instanceof CodedError ? error.code : "SIGN_FAILED";
      metrics.refusedSignatures.inc({ code });
      logger.warn({ height, code, err: error }, "checkpoint not attested");
    }
  }

  async #add(vote: Vote): Promise<boolean> {
    if (!this.#book.add(vote)) return false;
    this.#modules.metrics.votes.inc({ type: vote.type });
    await this.#modules.store.save([vote]);
    return true;
  }

  /** A peer may have decided a checkpoint a moment earlier. Nothing about it can be checked before this node has, too. */
  #keepEarly(vote: Vote, from: string): GossipVerdict {
    if (vote.height > this.#modules.chain.head().height && this.#early.length < MAX_EARLY)
      this.#early.push({ vote, from });
    return { result: "ignore" };
  }

  #takeEarly(height: Height): void {
    const ripe = this.#early.filter(({ vote }) => vote.height <= height);
    this.#early = this.#early.filter(({ vote }) => vote.height > height);
    for (const { vote, from } of ripe) void this.onVote(vote, from);
  }

  #schedulePull(height: Height, pulls: number): void {
    if (pulls >= PULLS) return;
    const timer = this.#modules.clock.setTimeout(
      () => {
        this.#timers.delete(timer);
        if (this.#book.checkpoint(height) === undefined || !this.#pull(height)) return;
        this.#schedulePull(height, pulls + 1);
      },
      FIRST_PULL_MS * 2 ** pulls,
    );
    this.#timers.add(timer);
  }

  /** False when nothing is missing. */
  #pull(height: Height): boolean {
    const { attesters } = this.#modules.chain.head();
    if (attesters.every(({ id }) => this.#book.has(height, id))) return false;
    const have = this.#book.have(height, attesters);
    this.#modules.transport.pull({ height, round: 0, have, proposal: false });
    return true;
  }

  #reject(code: string): GossipVerdict {
    this.#modules.metrics.rejected.inc({ reason: code });
    return { result: "reject", code };
  }
}
