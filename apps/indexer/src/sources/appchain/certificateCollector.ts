import { setTimeout as sleep } from "node:timers/promises";
import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { type BlockHeader, decodeStrict, FinalBlockSsz, type Preset } from "@session/protocol";
import { SdkError } from "@session/sdk";
import { and, desc, eq, isNull, lt } from "drizzle-orm";
import type { Logger } from "pino";
import type { Database } from "../../database/database.ts";
import type { Notice } from "../../pipeline/notices.ts";
import { certificates, chainBlocks } from "../../raw/schema.ts";
import { AttesterSets } from "./attesterSets.ts";
import { readBlocks } from "./chainTables.ts";
import type { NodePeer } from "./nodePeer.ts";
import type { NodePool } from "./nodePool.ts";
import { provedTopics } from "./provedTopics.ts";
import { type CertificateRow, verifyCertificate } from "./verifyCertificate.ts";

export type CertificateCollectorModules = {
  readonly database: Database;
  readonly network: Network;
  readonly preset: Preset;
  readonly pool: NodePool;
  readonly logger: Logger;
  readonly notices: { publish(notice: Notice): void };
  /** Newest height whose views are written. */
  readonly head: () => number;
  readonly onFault: (node: string, code: string) => void;
};

/** A certificate may still change while this many newer checkpoints aren't there. */
const OPEN_CHECKPOINTS = 2;
/** Nodes make a certificate for the contract's set as of now for so many checkpoints, and keep the last one for ever. */
const KEPT_CHECKPOINTS = 4;
/** Of checkpoints passed while away, asked for in each turn. */
const OLD_PER_TURN = 20;

/**
 * Asks nodes for the certificates of checkpoints: of the newest until everyone has signed or two newer ones are there, of
 * older ones once in a run. The one with the most signers is kept; each is verified first.
 */
export class CertificateCollector {
  readonly #pollMs: number;
  readonly #modules: CertificateCollectorModules;
  /** Signers of what is stored for open checkpoints. */
  readonly #best = new Map<number, { signers: number; isComplete: boolean }>();
  #oldBelow = Number.POSITIVE_INFINITY;
  #seenHead = 0;

  constructor({ pollMs }: { readonly pollMs: number }, modules: CertificateCollectorModules) {
    this.#pollMs = pollMs;
    this.#modules = modules;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const height of this.#openHeights()) await this.#collect(height, signal);
      await this.#collectOld(signal);
      await sleep(this.#pollMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Newest first. */
  #openHeights(): number[] {
    const interval = this.#modules.preset.checkpointIntervalBlocks;
    const newest = Math.floor(this.#modules.head() / interval) * interval;
    const heights = Array.from({ length: OPEN_CHECKPOINTS + 1 }, (_, i) => newest - i * interval);
    for (const height of this.#best.keys()) if (!heights.includes(height)) this.#best.delete(height);
    return heights.filter((height) => height > 0);
  }

  async #collect(height: number, signal: AbortSignal): Promise<void> {
    if (this.#best.get(height)?.isComplete) return;
    const known = this.#best.get(height) ?? (await this.#stored(height));
    this.#best.set(height, known);
    for (const peer of this.#modules.pool.usable()) {
      if (signal.aborted || this.#best.get(height)?.isComplete) return;
      if (peer.head !== undefined && peer.head >= height) await this.#ask(peer, height, signal);
    }
  }

  /** Checkpoints without a certificate, newest first, a few at a time and each once. */
  async #collectOld(signal: AbortSignal): Promise<void> {
    const { database, preset, head, pool } = this.#modules;
    const openBlocks = (OPEN_CHECKPOINTS + 1) * preset.checkpointIntervalBlocks;
    const open = head() - openBlocks;
    // While blocks are caught up with, checkpoints fly by; they are asked for afterwards.
    const isBehind = (pool.bestHead() ?? 0) > head() + openBlocks;
    if (isBehind || head() > this.#seenHead + openBlocks) this.#oldBelow = Number.POSITIVE_INFINITY;
    this.#seenHead = head();
    if (isBehind || this.#oldBelow === 0) return;
    const rows = await database.queries
      .select({ height: chainBlocks.height })
      .from(chainBlocks)
      .leftJoin(certificates, eq(certificates.height, chainBlocks.height))
      .where(
        and(
          eq(chainBlocks.isCheckpoint, 1),
          isNull(certificates.height),
          lt(chainBlocks.height, Math.min(this.#oldBelow, open)),
        ),
      )
      .orderBy(desc(chainBlocks.height))
      .limit(OLD_PER_TURN);
    const [peer] = pool.usable();
    if (peer?.head === undefined || open <= 0) return;
    for (const { height } of rows) {
      if (signal.aborted) return;
      await this.#ask(peer, height, signal);
      this.#oldBelow = height;
    }
    if (rows.length < OLD_PER_TURN) this.#oldBelow = 0;
  }

  async #stored(height: number): Promise<{ signers: number; isComplete: boolean }> {
    const [row] = await this.#modules.database.queries
      .select({ signed: certificates.signed, absent: certificates.absent })
      .from(certificates)
      .where(eq(certificates.height, height));
    return { signers: row?.signed.length ?? 0, isComplete: row?.absent.length === 0 };
  }

  async #ask(peer: NodePeer, height: number, signal: AbortSignal): Promise<void> {
    const answer = await peer.client.getCheckpoint(height).catch((error: unknown) => {
      if (!(error instanceof SdkError)) throw error;
      // A node that lacks it, or is away: others have it, and the pool finds out by itself who is away.
      return undefined;
    });
    const header = answer === undefined ? undefined : await this.#headerAt(height);
    if (answer === undefined || header === undefined || signal.aborted) return;
    const { database, network, preset, head } = this.#modules;
    const upTo = Math.min(head(), height + KEPT_CHECKPOINTS * preset.checkpointIntervalBlocks);
    const sets = await AttesterSets.read(database.queries, height);
    const verdict = verifyCertificate(answer, header, sets, { genesis: network.genesis, bls: blst, upTo });
    if (verdict === undefined || "isForOtherSet" in verdict) return;
    if ("fault" in verdict) this.#refuse(peer, height, verdict.fault);
    else await this.#keep(verdict.row);
  }

  #refuse(peer: NodePeer, height: number, reason: string): void {
    const code = "NODE_CERTIFICATE_INVALID";
    peer.count(code);
    this.#modules.onFault(peer.url, code);
    this.#modules.logger.error({ node: peer.url, height, code, reason }, "a node's certificate fails verification");
  }

  async #keep(row: CertificateRow): Promise<void> {
    const { height, signed, absent } = row;
    const known = this.#best.get(height) ?? (await this.#stored(height));
    if (signed.length <= known.signers) return;
    const { database, preset, notices, head } = this.#modules;
    await database.transaction((writer) => writer.upsert(certificates, [row]));
    this.#best.set(height, { signers: signed.length, isComplete: absent.length === 0 });
    // More signers prove nothing more.
    if (known.signers > 0) return;
    const topics = await provedTopics(database.queries, preset, height);
    notices.publish({ source: "chain", number: BigInt(head()), topics });
  }

  async #headerAt(height: number): Promise<BlockHeader | undefined> {
    const [stored] = await readBlocks(this.#modules.database.queries, height, 1);
    return stored === undefined ? undefined : decodeStrict(FinalBlockSsz, stored.ssz).block.header;
  }
}
