import { join } from "node:path";
import { blst } from "@session/bls/blst";
import type { Network } from "@session/config";
import { readNetwork } from "@session/config/file";
import { hasCode, presetOf } from "@session/protocol";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import { AdminSocket } from "./admin/adminSocket.ts";
import { Chain } from "./chain/chain.ts";
import { OwnNode } from "./chain/ownNode.ts";
import { PostedCheckpoints } from "./chain/postedCheckpoints.ts";
import { ReadyPool } from "./chain/readyPool.ts";
import type { StartOptions } from "./cli/options.ts";
import { SystemClock } from "./clock.ts";
import type { Verdict } from "./consensus/ports.ts";
import { NodeError } from "./errors.ts";
import { loadKeys, type NodeKeys } from "./keys/nodeKeys.ts";
import { L2Follower } from "./l2/l2Follower.ts";
import { Services } from "./services.ts";
import { FileGuardStore } from "./signing/guardStore.ts";
import { NodeSigner } from "./signing/signer.ts";
import { ChainStore } from "./store/chainStore.ts";
import { Database } from "./store/database.ts";
import { corruptStore } from "./store/errors.ts";
import { claimDataFolder } from "./store/identity.ts";

/** Something that closes; closed in the reverse order of its opening. */
export type Closeable = { close(): Promise<void> };

/** What every part of a running node shares. */
export type NodeContext = {
  readonly options: StartOptions;
  readonly network: Network;
  readonly keys: NodeKeys;
  readonly clock: SystemClock;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Called by a part that can't go on: the node stops signing, closes, and ends with the error's exit code. */
  readonly fail: (error: unknown) => void;
};

/** A Session Node: composition root, options → modules → running node → ordered close. */
export class SessionNode {
  readonly stopped: Promise<void>;
  readonly apiUrl: string;
  readonly #closeables: readonly Closeable[];
  readonly #abort: AbortController;

  private constructor(
    stopped: Promise<void>,
    apiUrl: string,
    closeables: readonly Closeable[],
    abort: AbortController,
  ) {
    this.stopped = stopped;
    this.apiUrl = apiUrl;
    this.#closeables = closeables;
    this.#abort = abort;
  }

  /** @throws any of the coded errors of docs/operator/exit-codes.md; whatever was opened by then is closed again */
  static async start(options: StartOptions, logger: Logger): Promise<SessionNode> {
    const abort = new AbortController();
    const closeables: Closeable[] = [];
    const { promise: stopped, resolve, reject } = Promise.withResolvers<void>();
    stopped.catch(() => undefined);
    try {
      const network = await readNetwork(options.network);
      refuseDevelopmentOptions(options, network);
      const context: NodeContext = {
        options,
        network,
        keys: await loadKeys(options.dataDir),
        clock: new SystemClock(options.clockOffsetMs),
        registry: new Registry(),
        logger,
        signal: abort.signal,
        fail: reject,
      };
      collectDefaultMetrics({ register: context.registry, prefix: "session_" });
      const services = await openServices(context, (closeable) => closeables.push(closeable));
      const admin = await AdminSocket.listen(options.dataDir, {
        ...(network.genesis.preset === "devnet" ? { clock: (body) => shiftClock(context.clock, body) } : {}),
        stop: () => resolve(),
      });
      closeables.push(admin);
      const apiUrl = await services.start();
      logger.info({ api: apiUrl, network: network.name, height: services.chain.head().height }, "node started");
      return new SessionNode(stopped, apiUrl, closeables, abort);
    } catch (error) {
      abort.abort();
      for (const closeable of closeables.reverse()) await closeable.close().catch(() => undefined);
      throw error;
    }
  }

  /** Closes everything, whatever fails on the way. */
  async close(): Promise<void> {
    this.#abort.abort();
    const failures: unknown[] = [];
    for (const closeable of [...this.#closeables].reverse())
      await closeable.close().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}

async function openServices(context: NodeContext, opened: (closeable: Closeable) => void): Promise<Services> {
  const { network, options, keys, clock, logger, registry, signal, fail } = context;
  const { genesis, genesisHash } = network;
  const database = await Database.open(options.dataDir);
  opened(database);
  const store = new ChainStore(database, genesis);
  await claimDataFolder(database, options.dataDir, { genesisHash, ...keys }).catch(async (error: unknown) => {
    if (!hasCode(error, "STORE_CORRUPT")) throw error;
    throw corruptStore(options.dataDir, error.message, await store.findGoodHeight(), error);
  });
  const posted = new PostedCheckpoints({ store, fail });
  const l2 =
    options.l2.length === 0
      ? undefined
      : await L2Follower.open(
          { network, urls: options.l2, dataDir: options.dataDir, pollMs: options.l2PollMs },
          { logger, registry, clock, signal, onFatal: fail, onSafeLogs: (logs) => posted.take(logs) },
        );
  if (l2 !== undefined) opened(l2);
  const own = new OwnNode(keys);
  const signer = await openSigner(context, own);
  opened(signer);
  const ready = new ReadyPool(genesisHash, blst);
  // Bound late: whether a node may vote depends on parts that need the chain first.
  const gate: { mayVote: () => Verdict } = { mayVote: () => ({ ok: false, code: "STARTING" }) };
  const mayVote = () => gate.mayVote();
  const chain = await Chain.open(
    { genesis, genesisHash },
    { store, l2, bls: blst, clock, logger, signer, ready, mayVote },
  );
  own.follow(chain);
  posted.follow(chain);
  const services = await Services.create(context, { chain, store, database, l2, signer, ready, own });
  opened(services);
  gate.mayVote = () => services.mayVote();
  return services;
}

/** A shifted clock would vote for, and sign, times that aren't. */
function refuseDevelopmentOptions({ clockOffsetMs }: StartOptions, { genesis: { preset } }: Network): void {
  if (clockOffsetMs === 0 || preset === "devnet") return;
  throw new NodeError(
    { code: "OPTION_INVALID", option: "--clock-offset-ms", reason: `not on ${preset}` },
    `--clock-offset-ms is for development networks; this one is ${preset}. Set the machine's clock instead.`,
  );
}

function openSigner({ network, options, keys, clock }: NodeContext, own: OwnNode): Promise<NodeSigner> {
  const { proofIntervalSec } = presetOf(network.genesis.preset);
  return NodeSigner.open(
    {
      genesisHash: network.genesisHash,
      blsSecretKey: keys.blsSecret,
      ...(options.restoredKey ? { restoredKey: { proofIntervalSec } } : {}),
    },
    {
      bls: blst,
      guardStore: new FileGuardStore(join(options.dataDir, "sign-guard")),
      clock,
      nodeId: () => own.id,
    },
  );
}

function shiftClock(clock: SystemClock, body: unknown): { offsetMs: number } {
  const { offsetMs } = (body ?? {}) as { offsetMs?: unknown };
  if (typeof offsetMs !== "number" || !Number.isFinite(offsetMs)) throw new TypeError("offsetMs must be a number");
  clock.shift(offsetMs - clock.offsetMs);
  return { offsetMs: clock.offsetMs };
}
