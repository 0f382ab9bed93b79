import { blst } from "@session/bls/blst";
import { type Vote, voteSigningRoot } from "@session/protocol";
import { pino } from "pino";
import { Registry } from "prom-client";
import { SystemClock } from "../../src/clock.ts";
import { ConsensusEngine } from "../../src/consensus/engine.ts";
import type { ChainHead, ChainPort, Signer } from "../../src/consensus/ports.ts";
import { createConsensusMetrics } from "../../src/metrics/consensus.ts";
import type { P2pNetwork } from "../../src/p2p/network.ts";
import { GENESIS_HASH, testVote } from "./harness.ts";

export const HEAD_HEIGHT = 20;
/** So long that no far height can exist yet, and that no round ends during a test. */
const BLOCK_INTERVAL_SEC = 3_600;

const secrets = [1, 2, 3, 4].map((fill) => blst.deriveSecretKey(new Uint8Array(32).fill(fill)));
const validators = secrets.map((secret, i) => ({ id: i + 1, blsKey: blst.publicKeyOf(secret) }));

const head: ChainHead = {
  height: HEAD_HEIGHT,
  time: Math.floor(Date.now() / 1_000),
  hash: new Uint8Array(32).fill(9),
  validators,
  attesters: validators,
  proposer: () => 1,
};

/** A chain that stands at one height: what validation of messages needs of it. */
const chain: ChainPort = {
  head: () => head,
  buildBlock: async () => undefined,
  validateBlock: async () => ({ ok: false, code: "NO_CHAIN" }),
  commitBlock: async () => {
    throw new Error("nothing is decided in these tests");
  },
  canVote: () => ({ ok: true }),
};

/** Watches consensus without a key. */
const watcher: Signer = {
  id: undefined,
  blsKey: new Uint8Array(48),
  signVote: () => Promise.reject(new Error("no key")),
  signProposal: () => Promise.reject(new Error("no key")),
  reveal: () => {
    throw new Error("no key");
  },
  signedAt: () => [],
};

/** The real engine with real BLS behind a network, deciding the height after {@link HEAD_HEIGHT}. */
export async function attachConsensus(network: P2pNetwork): Promise<ConsensusEngine> {
  const engine = new ConsensusEngine(
    { genesisHash: GENESIS_HASH, blockIntervalSec: BLOCK_INTERVAL_SEC },
    {
      chain,
      signer: watcher,
      transport: network,
      crypto: {
        findInvalid: async (sets) => blst.findInvalid(sets),
        verifyAggregate: async (set) => blst.verifyAggregate(set),
        aggregateSignatures: (signatures) => blst.aggregateSignatures(signatures),
      },
      wal: { load: async () => undefined, save: async () => undefined },
      clock: new SystemClock(),
      logger: pino({ level: "silent" }),
      metrics: createConsensusMetrics(new Registry()),
    },
  );
  await engine.start();
  network.onProposal((proposal, from) => engine.onProposal(proposal, from));
  network.onVote((vote, from) => engine.onVote(vote, from));
  network.serve({
    status: () => ({ height: HEAD_HEIGHT, headHash: head.hash, l2Number: 0 }),
    blocks: async () => [],
    commits: async () => [],
    votes: (request) => engine.votesFor(request),
  });
  return engine;
}

/** A vote of validator `node` for the height being decided, signed with its key. */
export function signedVote(node: number, fields: Partial<Vote> = {}): Vote {
  const vote = testVote({ height: HEAD_HEIGHT + 1, node, ...fields });
  const secret = secrets[node - 1];
  if (secret === undefined) throw new Error(`no validator ${node}`);
  return { ...vote, signature: blst.sign(secret, voteSigningRoot(GENESIS_HASH, vote)) };
}
