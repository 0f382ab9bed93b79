import { checkpointDigest, toEip2537Signature } from "@session/bls";
import { notFound } from "@session/http";
import { type BlockHeader, blockHash, type ClaimsTree, type Height } from "@session/protocol";
import type { CertificateResponse } from "@session/sdk/node-api";
import { KEPT_CHECKPOINTS } from "../attestations/attestationBook.ts";
import type { Chain } from "../chain/chain.ts";
import { type ContractSet, contractSetNow } from "../chain/contractSet.ts";
import type { Voter } from "../consensus/ports.ts";
import type { CertificateArchive } from "../store/certificateArchive.ts";
import type { ChainStore } from "../store/chainStore.ts";
import { ApiError } from "./apiError.ts";
import { toAddress, toHex } from "./format.ts";

/** Signatures of the contract's nodes under one checkpoint; `signature` is 96 B compressed. */
export type Certificate = {
  readonly signers: readonly number[];
  readonly absent: readonly number[];
  readonly signature: Uint8Array;
  readonly nonSigners: Uint8Array;
};

export type CheckpointQueriesModules = {
  readonly chain: Chain;
  readonly store: ChainStore;
  readonly archive: CertificateArchive;
  /** A certificate over the contract's set as of now, or undefined with fewer than a quorum. */
  readonly certificate: (height: Height, contractSet: readonly Voter[]) => Promise<Certificate | undefined>;
};

/** A checkpoint's header with the claims tree its root commits to. */
export type CheckpointView = { readonly header: BlockHeader; readonly claims: ClaimsTree };

/** Checkpoints as claims and exits need them: the newest one whose certificate the contract would take now. */
export class CheckpointQueries {
  readonly #modules: CheckpointQueriesModules;
  readonly #views = new Map<Height, Promise<CheckpointView | undefined>>();
  #set: { readonly key: string; readonly found: Promise<ContractSet | undefined> } | undefined;

  constructor(modules: CheckpointQueriesModules) {
    this.#modules = modules;
  }

  /** Height of the newest final checkpoint; undefined before the first. */
  newestHeight(): Height | undefined {
    const { chain } = this.#modules;
    const interval = chain.preset.checkpointIntervalBlocks;
    const height = Math.floor(chain.head().height / interval) * interval;
    return height === 0 ? undefined : height;
  }

  async headerAt(height: Height): Promise<BlockHeader | undefined> {
    if (height <= 0 || height % this.#modules.chain.preset.checkpointIntervalBlocks !== 0) return undefined;
    return (await this.#modules.store.blockAt(height))?.block.header;
  }

  /** @throws ApiError CHECKPOINT_NOT_READY when none of the last three has a quorum of the contract's nodes yet */
  async newestCertified(): Promise<CheckpointView & { certificate: CertificateResponse }> {
    const newest = this.newestHeight();
    const interval = this.#modules.chain.preset.checkpointIntervalBlocks;
    for (let back = 0; newest !== undefined && back < KEPT_CHECKPOINTS; back++) {
      const height = newest - back * interval;
      if (height <= 0) break;
      const certificate = await this.certificateAt(height);
      const view = certificate === undefined ? undefined : await this.#viewAt(height);
      if (certificate !== undefined && view !== undefined) return { ...view, certificate };
    }
    throw new ApiError(
      { code: "CHECKPOINT_NOT_READY", status: 409, have: newest ?? 0, need: interval },
      newest === undefined
        ? `The first checkpoint comes at height ${interval}.`
        : "No recent checkpoint has been signed by two thirds of the contract's nodes yet. Try again in a block or two.",
    );
  }

  async certificateAt(height: Height): Promise<CertificateResponse | undefined> {
    const set = await this.#contractSet();
    if (set === undefined) return undefined;
    const certificate = await this.#modules.certificate(height, set.voters);
    if (certificate === undefined) return undefined;
    return {
      signature: toHex(toEip2537Signature(certificate.signature)),
      nonSigners: toHex(certificate.nonSigners),
      setVersion: set.setVersion.toString(),
      signed: [...certificate.signers],
      absent: [...certificate.absent],
    };
  }

  /**
   * The certificate as it last was, for checkpoints whose single attestations are no longer kept: who signed and who was
   * absent stays readable for ever.
   */
  async archivedCertificate(height: Height): Promise<CertificateResponse | undefined> {
    return this.#modules.archive.get(height);
  }

  /** With a new checkpoint final, the oldest kept one is about to be dropped: what is known of it is written down. */
  async archive(header: BlockHeader): Promise<void> {
    const interval = this.#modules.chain.preset.checkpointIntervalBlocks;
    const oldest = header.height - KEPT_CHECKPOINTS * interval;
    if (header.height % interval !== 0 || oldest <= 0) return;
    const certificate = await this.certificateAt(oldest);
    if (certificate !== undefined) await this.#modules.archive.put(oldest, certificate);
  }

  /** The EIP-712 digest every node signs. */
  digestOf(header: BlockHeader): Uint8Array {
    return checkpointDigestOf(header, this.#modules.chain);
  }

  /** The contract's set as of now: walked through again only when the chain or the follower has gone on. */
  #contractSet(): Promise<ContractSet | undefined> {
    const { chain } = this.#modules;
    const key = `${chain.head().height}/${chain.modules.l2?.newest()?.block.hash ?? "none"}`;
    if (this.#set?.key !== key) this.#set = { key, found: contractSetNow(chain) };
    return this.#set.found;
  }

  /** Claims trees of the kept checkpoints, each built once however many ask for it at the same time. */
  #viewAt(height: Height): Promise<CheckpointView | undefined> {
    const known = this.#views.get(height);
    if (known !== undefined) return known;
    const made = this.#makeView(height);
    this.#views.set(height, made);
    // Not there (yet), or unreadable just now: the next request looks again.
    const forget = () => this.#views.delete(height);
    made.then((view) => view === undefined && forget(), forget);
    for (const old of this.#views.keys()) if (this.#views.size > KEPT_CHECKPOINTS) this.#views.delete(old);
    return made;
  }

  async #makeView(height: Height): Promise<CheckpointView | undefined> {
    const header = await this.headerAt(height);
    const state = await this.#modules.store.stateAt(height);
    if (header === undefined || state === undefined) return undefined;
    return { header, claims: state.claims() };
  }
}

export function checkpointDigestOf(header: BlockHeader, chain: Chain): Uint8Array {
  const { genesis } = chain.options;
  return checkpointDigest(
    {
      height: BigInt(header.height),
      time: BigInt(header.time),
      blockHash: blockHash(header),
      claimsRoot: header.claimsRoot,
    },
    { chainId: genesis.chainId, verifyingContract: toAddress(genesis.contracts.serviceNodeRewards) },
  );
}

export function formatCheckpointRef(header: BlockHeader) {
  return {
    height: header.height,
    time: header.time,
    blockHash: toHex(blockHash(header)),
    claimsRoot: toHex(header.claimsRoot),
  };
}

export async function requireCheckpoint(queries: CheckpointQueries, height: Height | undefined): Promise<BlockHeader> {
  const header = height === undefined ? undefined : await queries.headerAt(height);
  if (header === undefined) throw notFound(`Checkpoint ${height ?? "latest"}`);
  return header;
}
