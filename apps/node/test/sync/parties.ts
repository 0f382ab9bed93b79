import { pino } from "pino";
import { SystemClock } from "../../src/clock.ts";
import type { P2pOptions } from "../../src/p2p/network.ts";
import type { RequestHandlers, SignedBlock } from "../../src/p2p/ports.ts";
import { SignedBlockSsz } from "../../src/p2p/wire.ts";
import { BlockSync, type BlockSyncOptions, DEFAULT_BLOCK_SYNC } from "../../src/sync/blockSync.ts";
import { counted, type TestNet, type TestNode, until } from "../p2p/harness.ts";
import { TestChain } from "./testChain.ts";

export const LENGTH = 150;

/** On a busy machine an honest answer takes seconds: nobody is given up who may still be about to speak. */
const PATIENT = { chunkTimeoutMs: 60_000, requestTimeoutMs: 60_000, statusTimeoutMs: 60_000 };
/** For tests of peers that stay silent. */
export const silenceLimits = (chunkTimeoutMs: number) => ({ ...PATIENT, chunkTimeoutMs });

export type Server = TestNode & { readonly chain: TestChain; readonly asked: [number, number][] };

/** A peer that serves a chain, honestly unless told otherwise. */
export async function server(
  net: TestNet,
  blocks: readonly SignedBlock[],
  lies: Partial<RequestHandlers> = {},
  options: Partial<P2pOptions> = {},
): Promise<Server> {
  const chain = new TestChain(blocks);
  const asked: [number, number][] = [];
  const node = await net.node({ limits: PATIENT, ...options }, (network) =>
    network.serve({
      status: () => ({ height: chain.head().height, headHash: chain.head().hash, l2Number: 0 }),
      blocks: async (from, count) => {
        asked.push([from, count]);
        return chain.blocks.slice(from - 1, from - 1 + count);
      },
      commits: async () => [],
      votes: () => ({ votes: [] }),
      ...lies,
    }),
  );
  return { ...node, chain, asked };
}

export type Client = Server & { readonly sync: BlockSync; readonly handovers: number[]; readonly failures: unknown[] };

/** A node that is behind and knows these peers. */
export async function client(
  net: TestNet,
  peers: readonly TestNode[],
  blocks: readonly SignedBlock[] = [],
  {
    limits = PATIENT,
    ...options
  }: Partial<BlockSyncOptions> & { allConnected?: boolean; limits?: typeof PATIENT } = {},
): Promise<Client> {
  const bootstrap = peers.flatMap(({ network }) => network.addresses());
  const node = await server(net, blocks, {}, { bootstrap, limits });
  const handovers: number[] = [];
  const failures: unknown[] = [];
  const signal = new AbortController().signal;
  const sync = new BlockSync(
    {
      ...DEFAULT_BLOCK_SYNC,
      batchBlocks: 16,
      peersToHear: peers.length,
      // Only where the heads are known from the start may it go on without all of them: else one that is late is missed.
      firstWaitMs: options.allConnected === true ? 1_000 : 600_000,
      retryMs: 50,
      oneBehindMs: 50,
      ...options,
    },
    {
      chain: node.chain,
      network: node.network,
      logger: pino({ level: process.env.P2P_LOG ?? "silent" }),
      clock: new SystemClock(),
      signal,
      metrics: node.network.metrics,
      onSynced: (brought) => handovers.push(brought),
      onFailed: (error) => failures.push(error),
    },
  );
  net.onClose(async () => sync.close());
  const told = (): number => node.network.peers().filter(({ status }) => status !== undefined).length;
  if (options.allConnected === true) await until("all heads known", () => told() === peers.length);
  sync.start();
  return { ...node, sync, handovers, failures };
}

/** One per block and commit, so that a difference prints one line. */
export const digests = (blocks: readonly SignedBlock[]): string[] =>
  blocks.map((one) => Buffer.from(SignedBlockSsz.hashTreeRoot(one)).toString("hex"));

export const rejected = (node: TestNode, reason: string): Promise<number> =>
  counted(node.metrics, "session_p2p_rejected_total", { reason });
