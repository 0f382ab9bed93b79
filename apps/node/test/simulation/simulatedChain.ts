import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import {
  type Block,
  BlockBodySsz,
  type BlockHeader,
  BlockHeaderSsz,
  type Commit,
  type NodeId,
  revealSigningRoot,
  verifyCommit,
  verifyPrecommits,
} from "@session/protocol";
import type { ChainHead, ChainPort, Clock, Signer, Verdict, Voter } from "../../src/consensus/ports.ts";
import { checkFreshBlockTime, freshBlockTime } from "../../src/consensus/rules/proposal.ts";
import { DEFAULT_TIMEOUTS, proposeTimeoutMs } from "../../src/consensus/timeouts.ts";
import type { SimulatedDisk } from "./disk.ts";
import { sharedBls } from "./keys.ts";

export type FinalBlock = { readonly block: Block; readonly commit: Commit };
export type ChainOptions = {
  readonly genesisHash: Uint8Array;
  readonly genesisTime: number;
  readonly intervalSec: number;
  readonly checkpointInterval: number;
  readonly voters: readonly Voter[];
};

/**
 * The smallest chain with the rules consensus leans on: linked headers, a seed of reveals, drawn proposers, block times,
 * commits of the parent with late bits, a state root that depends on all before it. Blocks are kept on the node's disk.
 */
export class SimulatedChain implements ChainPort {
  readonly #options: ChainOptions;
  readonly #modules: { disk: SimulatedDisk; clock: Clock; signer: () => Signer };
  #fullest: Commit | undefined;
  /** Told of every block once it is on disk. */
  onFinal: (header: BlockHeader) => void = () => {};

  constructor(options: ChainOptions, modules: { disk: SimulatedDisk; clock: Clock; signer: () => Signer }) {
    this.#options = options;
    this.#modules = modules;
  }

  head(): ChainHead {
    const last = this.#modules.disk.blocks.at(-1);
    const { genesisHash, genesisTime, voters } = this.#options;
    const seed = last === undefined ? genesisHash : last.block.header.stateRoot;
    return {
      height: last?.block.header.height ?? 0,
      time: last?.block.header.time ?? genesisTime,
      hash: last?.commit.blockHash ?? genesisHash,
      validators: voters,
      attesters: voters,
      proposer: (round) => draw(seed, round, voters),
    };
  }

  canVote(): Verdict {
    return { ok: true };
  }

  improveCommit(commit: Commit): void {
    this.#fullest = commit;
  }

  async buildBlock(round: number, late: readonly Commit[]): Promise<Block | undefined> {
    const head = this.head();
    const signer = this.#modules.signer();
    if (signer.id === undefined) return undefined;
    const { genesisHash, intervalSec } = this.#options;
    const stored = this.#modules.disk.blocks.at(-1)?.commit;
    const parent = this.#fullest?.height === head.height ? this.#fullest : stored;
    const commits = parent === undefined ? [] : [parent, ...late];
    const body = { commits, l2Events: [], stateChanges: [], ready: [], evidence: [], reconcile: null };
    const height = head.height + 1;
    const time = freshBlockTime(head.time, intervalSec, this.#modules.clock.now());
    const link = { height, time, parentHash: head.hash, proposer: signer.id, round, reveal: signer.reveal(height) };
    const partial = { ...emptyHeader(genesisHash), ...link, bodyRoot: BlockBodySsz.hashTreeRoot(body) };
    return { header: { ...partial, ...this.#roots(partial) }, body };
  }

  async validateBlock(block: Block, { round, fresh }: { round: number; fresh: boolean }): Promise<Verdict> {
    const refuse = (code: string): Verdict => ({ ok: false, code });
    const head = this.head();
    const { header, body } = block;
    const { genesisHash, intervalSec } = this.#options;
    if (header.height !== head.height + 1 || !isEqual(header.parentHash, head.hash)) return refuse("LINK");
    if (fresh) {
      const time = checkFreshBlockTime({
        ...{ time: header.time, parentTime: head.time, intervalSec },
        ...{ nowMs: this.#modules.clock.now(), proposeTimeoutMs: proposeTimeoutMs(round, DEFAULT_TIMEOUTS) },
      });
      if (!time.ok) return time;
    }
    if (header.time < head.time + intervalSec) return refuse("TIME");
    if (!isEqual(header.bodyRoot, BlockBodySsz.hashTreeRoot(body))) return refuse("BODY");
    const { stateRoot, claimsRoot } = this.#roots(header);
    if (!isEqual(header.stateRoot, stateRoot) || !isEqual(header.claimsRoot, claimsRoot)) return refuse("STATE");
    if (header.proposer !== head.proposer(header.round)) return refuse("PROPOSER");
    const key = this.#options.voters.find((voter) => voter.id === header.proposer)?.blsKey ?? new Uint8Array(48);
    if (!sharedBls.verify(key, revealSigningRoot(genesisHash, header.height), header.reveal)) return refuse("REVEAL");
    return this.#checkCommits(body.commits);
  }

  async commitBlock(block: Block, commit: Commit): Promise<void> {
    const { disk, clock } = this.#modules;
    await disk.sync(clock, () => {
      // Block sync may have been faster.
      if (block.header.height === this.head().height + 1) disk.blocks.push({ block, commit });
    });
    this.onFinal(block.header);
  }

  /** A block from a peer, as block sync brings it. */
  async importBlock({ block, commit }: FinalBlock): Promise<boolean> {
    const { genesisHash, voters } = this.#options;
    if (block.header.height !== this.head().height + 1) return false;
    if (!isEqual(commit.blockHash, BlockHeaderSsz.hashTreeRoot(block.header))) return false;
    if (!verifyCommit(voters, commit, genesisHash, sharedBls)) return false;
    const verdict = await this.validateBlock(block, { round: block.header.round, fresh: false });
    if (!verdict.ok || block.header.height !== this.head().height + 1) return false;
    this.#modules.disk.blocks.push({ block, commit });
    this.onFinal(block.header);
    return true;
  }

  #checkCommits(commits: readonly Commit[]): Verdict {
    const { genesisHash, voters } = this.#options;
    const { blocks } = this.#modules.disk;
    for (const [index, commit] of commits.entries()) {
      const final = blocks.find(({ block }) => block.header.height === commit.height);
      const isOwn = final !== undefined && isEqual(final.commit.blockHash, commit.blockHash);
      const isPlaced = index === 0 ? final === blocks.at(-1) : commit.height > blocks.length - 5;
      const verify = index === 0 ? verifyCommit : verifyPrecommits;
      if (!isOwn || !isPlaced || !verify(voters, commit, genesisHash, sharedBls)) return { ok: false, code: "COMMITS" };
      if (index > 0 && this.#isCarried(commit)) return { ok: false, code: "COMMITS_TWICE" };
    }
    return commits.length === 0 && blocks.length > 0 ? { ok: false, code: "COMMITS_NONE" } : { ok: true };
  }

  /** Does a block carry one of these bits already? */
  #isCarried(commit: Commit): boolean {
    const carried = this.#modules.disk.blocks.flatMap(({ block }) =>
      block.body.commits.filter((other) => other.height === commit.height),
    );
    return carried.some((other) => other.bits.getTrueBitIndexes().some((index) => commit.bits.get(index)));
  }

  #roots(header: BlockHeader): Roots {
    const parent = this.#modules.disk.blocks.at(-1)?.block.header.stateRoot ?? this.#options.genesisHash;
    return rootsOf(header, parent, this.#options.checkpointInterval);
  }
}

type Roots = { readonly stateRoot: Uint8Array; readonly claimsRoot: Uint8Array };

/** The whole state transition of this chain. */
export function rootsOf(header: BlockHeader, parentStateRoot: Uint8Array, checkpointInterval: number): Roots {
  const time = Uint8Array.of(header.time & 255);
  const stateRoot = sha256(concatBytes(parentStateRoot, header.reveal, header.bodyRoot, time));
  const isCheckpoint = header.height % checkpointInterval === 0;
  return { stateRoot, claimsRoot: isCheckpoint ? sha256(stateRoot) : new Uint8Array(32) };
}

function isEqual(first: Uint8Array, second: Uint8Array): boolean {
  return Buffer.compare(first, second) === 0;
}

function draw(seed: Uint8Array, round: number, voters: readonly Voter[]): NodeId {
  const hash = sha256(concatBytes(seed, Uint8Array.of(round & 255, round >> 8)));
  const index = new DataView(hash.buffer).getUint32(0) % voters.length;
  return voters[index]?.id ?? 0;
}

function emptyHeader(genesisHash: Uint8Array): BlockHeader {
  const zero = new Uint8Array(32);
  const place = { version: 1, genesisHash, height: 0, time: 0, parentHash: zero, proposer: 0, round: 0 };
  const l2 = { l2Number: 0, l2Hash: zero, rewardRate: 0n, poolReleased: 0n };
  return { ...place, ...l2, reveal: new Uint8Array(96), bodyRoot: zero, stateRoot: zero, claimsRoot: zero };
}
