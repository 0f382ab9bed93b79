import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { encodeNonSigners, type Height, quorum } from "@session/protocol";
import { nodeKeys, signedRegistration, soloContributor } from "@session/protocol/testing";
import { createNodeClient, type NodeStatusResponse } from "@session/sdk";
import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { type Certificate, CheckpointQueries, checkpointDigestOf } from "../../src/api/checkpointQueries.ts";
import type { ApiModules } from "../../src/api/modules.ts";
import { createApi, listenApi } from "../../src/api/server.ts";
import { SystemClock } from "../../src/clock.ts";
import { readStatus } from "../../src/status.ts";
import { CertificateArchive } from "../../src/store/certificateArchive.ts";
import { importAll, openTestChain, readsAt, ScriptedL2, type TestChain } from "../chain/support.ts";

export type TestApi = TestChain & {
  readonly app: FastifyInstance;
  readonly network: Network;
  readonly l2: ScriptedL2;
  /** Reasons the node isn't ready for; the test's to fill. */
  readonly reasons: string[];
  /** Ids of nodes that have signed no checkpoint. */
  readonly silent: Set<number>;
  /** Aborted at shutdown. */
  readonly stop: AbortController;
  readonly checkpoints: CheckpointQueries;
  /** Listens on a free port. */
  listen(): Promise<{ readonly url: string; readonly client: ReturnType<typeof createNodeClient> }>;
};

export type TestApiOptions = {
  readonly requestsPerMinute?: number;
  /** What the node says of itself otherwise than node 1, voting, each time it is asked. */
  readonly status?: () => Partial<NodeStatusResponse>;
};

/** The API over a real chain and store; certificates hold real signatures of those who aren't silent. */
export async function openTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const l2 = new ScriptedL2();
  const test = await openTestChain({ nodes: 4, l2 });
  const { builder, chain, store, database } = test;
  const silent = new Set<number>();
  const reasons: string[] = [];
  const stop = new AbortController();
  const certificate = async (height: Height, set: readonly { id: number }[]): Promise<Certificate | undefined> => {
    const header = (await store.blockAt(height))?.block.header;
    const ids = set.map(({ id }) => id);
    const signers = ids.filter((id) => !silent.has(id));
    if (header === undefined || signers.length < quorum(ids.length)) return undefined;
    const digest = checkpointDigestOf(header, chain);
    const signature = blst.aggregateSignatures(signers.map((id) => builder.sign(id, digest)));
    const absent = ids.filter((id) => silent.has(id));
    return { signers, absent, signature, nonSigners: encodeNonSigners(ids, signers) };
  };
  const checkpoints = new CheckpointQueries({ chain, store, archive: new CertificateArchive(database), certificate });
  const network = {
    ...{ name: "test", genesis: builder.genesis, genesisHash: builder.context.genesisHash },
    ...{ bootstrap: [], nodeApis: [], l2Rpcs: [], indexers: [], portal: null },
    contracts: { serviceNodeContributionFactory: null, vestings: [] },
  };
  const modules: ApiModules = {
    ...{ network, chain, store, checkpoints, registry: new Registry(), version: "0.1.0", signal: stop.signal },
    logger: chain.modules.logger,
    notReady: () => reasons,
    status: () => ({
      ...readStatus({
        ...{ network, chain, clock: new SystemClock(), keys: nodeKeys(blst, 1), l2: undefined },
        ownNode: () => chain.state.node(1),
        isSyncing: () => false,
        peers: () => 3,
        checkpoint: () => null,
        consensus: () => ({
          ...{ height: chain.head().height + 1, round: 0, step: "propose", lockedRound: -1, validRound: -1 },
          ...{ validators: 4, isValidator: true, canVote: { ok: true } },
          waitingFor: { reason: "PROPOSAL", missing: [2] },
        }),
      }),
      ...options.status?.(),
    }),
  };
  const apiOptions = { host: "127.0.0.1", port: 0, requestsPerMinute: options.requestsPerMinute ?? 1_000_000 };
  const app = await createApi(apiOptions, modules);
  onTestFinished(async () => {
    stop.abort();
    await app.close();
  });
  const listen = async () => {
    const url = await listenApi(app, apiOptions);
    return { url, client: createNodeClient({ url }) };
  };
  return { ...test, app, network, l2, reasons, silent, stop, checkpoints, listen };
}

const POOL = 10n ** 15n;

/**
 * Twelve blocks with a bit of everything: a joining node (256), a refused registration that may leave (257), an exit
 * asked for twice (4), rewards, and two checkpoints.
 */
export async function withHistory(options: TestApiOptions = {}): Promise<TestApi> {
  const test = await openTestApi(options);
  const { builder, l2 } = test;
  const { chainId, contracts, stakingRequirement } = builder.genesis;
  const registration = (id: number) => {
    const keys = nodeKeys(blst, id);
    builder.keys.set(id, keys);
    const contributors = [soloContributor(`operator ${id}`, stakingRequirement)];
    return signedRegistration({ id, keys, chainId, contract: contracts.serviceNodeRewards, contributors });
  };
  const refused = { ...registration(257), ed25519Signature: new Uint8Array(64) };
  const exit = { id: 4, initiator: new Uint8Array(20).fill(7) };
  const at = (logIndex: number) => ({ l2Number: 101, logIndex, txHash: new Uint8Array(32).fill(logIndex + 1) });
  l2.add(101, { reads: readsAt(101) });
  builder.next({
    l2Number: 101,
    rewardRate: POOL / 1_000n,
    poolReleased: POOL,
    events: [
      { ...at(0), kind: "NewServiceNode", data: registration(256) },
      { ...at(1), kind: "NewServiceNode", data: refused },
      { ...at(2), kind: "ServiceNodeExitRequest", data: exit },
      { ...at(3), kind: "ServiceNodeExitRequest", data: exit },
    ],
  });
  builder.skip(11);
  await importAll(test);
  return test;
}
