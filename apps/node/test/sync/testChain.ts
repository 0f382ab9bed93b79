import { BitArray } from "@chainsafe/ssz";
import { blst } from "@session/bls/blst";
import {
  type Block,
  blockHash,
  CodedError,
  type Commit,
  equalBytes,
  type Height,
  VoteType,
  verifyCommit,
  voteSigningRoot,
} from "@session/protocol";
import type { SignedBlock } from "../../src/p2p/ports.ts";
import type { SyncChainPort } from "../../src/sync/ports.ts";
import { GENESIS_HASH } from "../p2p/harness.ts";

const secrets = [1, 2, 3, 4].map((fill) => blst.deriveSecretKey(new Uint8Array(32).fill(fill)));
const validators = secrets.map((secret, i) => ({ id: i + 1, blsKey: blst.publicKeyOf(secret) }));
const ZERO = new Uint8Array(32);

/** A block with nothing in it on a parent, and its commit by all four validators. */
export function signedBlock(height: Height, parentHash: Uint8Array, salt = 0): SignedBlock {
  const block: Block = {
    header: {
      ...{ version: 1, genesisHash: GENESIS_HASH, height, time: height * 2 + salt, parentHash, proposer: 1, round: 0 },
      ...{ reveal: new Uint8Array(96), l2Number: 0, l2Hash: ZERO, rewardRate: 0n, poolReleased: 0n },
      ...{ bodyRoot: ZERO, stateRoot: ZERO, claimsRoot: ZERO },
    },
    body: { commits: [], l2Events: [], stateChanges: [], ready: [], evidence: [], reconcile: null },
  };
  return { block, commit: commitOf(block) };
}

function commitOf(block: Block): Commit {
  const hash = blockHash(block.header);
  const { height } = block.header;
  const root = voteSigningRoot(GENESIS_HASH, { height, round: 0, type: VoteType.precommit, value: hash });
  const signature = blst.aggregateSignatures(secrets.map((secret) => blst.sign(secret, root)));
  return { height, round: 0, blockHash: hash, bits: BitArray.fromBoolArray([true, true, true, true]), signature };
}

const built: SignedBlock[] = [];

/** The one history of these tests, signed once. */
export function history(length: number): readonly SignedBlock[] {
  while (built.length < length) {
    const parent = built.at(-1);
    built.push(signedBlock(built.length + 1, parent === undefined ? ZERO : blockHash(parent.block.header)));
  }
  return built.slice(0, length);
}

class BlockError extends CodedError<{ code: "BLOCK_PARENT" | "BLOCK_COMMIT" }> {}

/** A chain in memory that checks parents and the validators' aggregate signature, as the real one does. */
export class TestChain implements SyncChainPort {
  readonly blocks: SignedBlock[];
  failWith: Error | undefined;

  constructor(blocks: readonly SignedBlock[] = []) {
    this.blocks = [...blocks];
  }

  head() {
    const top = this.blocks.at(-1);
    return { height: this.blocks.length, hash: top === undefined ? ZERO : blockHash(top.block.header) };
  }

  async importBlock(block: Block, commit: Commit): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    const { height, hash } = this.head();
    if (block.header.height !== height + 1 || !equalBytes(block.header.parentHash, hash))
      throw new BlockError({ code: "BLOCK_PARENT" });
    if (!verifyCommit(validators, commit, GENESIS_HASH, blst)) throw new BlockError({ code: "BLOCK_COMMIT" });
    this.blocks.push({ block, commit });
  }
}
