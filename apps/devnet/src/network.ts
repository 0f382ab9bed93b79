import { mkdirSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { networkToJson, parseNetwork } from "@session/config";
import { DEVNET_CHAIN_ID_RANGE } from "@session/contracts";
import { type Genesis, genesisHash } from "@session/protocol";
import { bytesToHex } from "viem";
import { DEPLOYER } from "./accounts.ts";
import { type Bundle, bundlePrograms } from "./bundle.ts";
import { DevnetError } from "./errors.ts";
import { Faucet } from "./faucet.ts";
import type { DevnetFolder } from "./folder.ts";
import { deriveKeys, type NodeKeys, peerIdOf, writeKeys } from "./keys.ts";
import { createWallet } from "./l2/chain.ts";
import { OwnL2 } from "./l2/ownL2.ts";
import { createRpc } from "./l2/rpc.ts";
import { createLog } from "./log.ts";
import { checkPortsFree, extendPorts, fixedPorts, freePorts, listPorts, type Ports } from "./ports.ts";
import { deploy } from "./processes/deploy.ts";
import { type DevnetState, readState, vestingsOf, writeState } from "./state.ts";

export type NetworkOptions = {
  /** Left out: 7 in a new network, those there are in a kept one. */
  readonly nodes: number | undefined;
  /** Left out: 3 in a new network, those there are in a kept one. */
  readonly spares: number | undefined;
  readonly seed: string;
  /** URL of an L2 that is there already. */
  readonly foreignL2: string | undefined;
  readonly freePorts: boolean;
  /** Whether the sites (portal, explorer) are served; they are built when {@link Devnet.buildSites} is called. */
  readonly sites: boolean;
};

export type Phases = Record<string, number>;

/** What stands before any node runs: L2 with the contracts, keys, the network file, the bundled programs. */
export type Foundation = {
  readonly state: DevnetState;
  readonly l2: OwnL2 | undefined;
  readonly l2Url: string;
  readonly bundle: Bundle;
  readonly isNew: boolean;
};

/** L2's first block is this much older than the deployment, whose blocks are a second apart. */
const DEPLOYMENT_SPAN_SEC = 60;
const FIRST_CHAIN_ID = 31_337;
const DEFAULT_NODES = 7;
const DEFAULT_SPARES = 3;

/** Node names of a network. */
export function namesOf(state: Pick<DevnetState, "nodes" | "spares">): string[] {
  return [...state.nodes, ...state.spares];
}

/**
 * Brings L2, contracts, keys and the bundle, new or as they were left.
 *
 * @throws DevnetError PORT_IN_USE, STATE_INVALID, L2_DIVERGED, BUNDLE_FAILED
 */
export async function layFoundation(
  folder: DevnetFolder,
  options: NetworkOptions,
  phase: (name: string, since: number) => void,
): Promise<Foundation> {
  const kept = await readState(folder.state);
  const since = performance.now();
  const bundling = bundlePrograms().finally(() => phase("bundle", since));
  // Looked at when it is awaited below; until then a failure elsewhere must not be hidden by this one.
  bundling.catch(() => undefined);
  const founded = kept === undefined ? await found(folder, options, phase) : await resume(folder, kept, options, phase);
  const bundle = await bundling;
  if (kept === undefined) await cp(bundle.database, folder.indexer, { recursive: true });
  return { ...founded, bundle, isNew: kept === undefined };
}

type Founded = Omit<Foundation, "bundle" | "isNew">;

async function found(
  folder: DevnetFolder,
  options: NetworkOptions,
  phase: (name: string, since: number) => void,
): Promise<Founded> {
  const begun = performance.now();
  const nodes = numbered("node", options.nodes ?? DEFAULT_NODES);
  const spares = numbered("spare", options.spares ?? DEFAULT_SPARES);
  const names = [...nodes, ...spares];
  const ports = options.freePorts ? await freePorts(names) : fixedPorts(names);
  await checkPortsFree(portsToTake(ports, options.foreignL2));
  // Whatever an attempt that was interrupted before the contracts stood has left.
  for (const path of [folder.l2, folder.nodes, folder.observer, folder.indexer])
    await rm(path, { recursive: true, force: true });
  const l2GenesisTime = Math.floor(Date.now() / 1_000) - DEPLOYMENT_SPAN_SEC;
  const chainId =
    options.foreignL2 === undefined
      ? await nextChainId(folder)
      : Number(await createRpc(options.foreignL2)<string>("eth_chainId"));
  const l2 = createL2(folder, { chainId, ports, l2GenesisTime, clockOffsetSec: 0, foreignL2: options.foreignL2 });
  await l2?.open();
  phase("l2", begun);
  const deploying = performance.now();
  const keys = await makeKeys(folder, options.seed, names);
  const url = l2?.url ?? options.foreignL2 ?? "";
  const seeded = keys.slice(0, nodes.length);
  const deployed = await deploy({ url, chainId, nodes: seeded, mineOnDemand: l2 !== undefined });
  await l2?.catchUp();
  l2?.start();
  phase("deploy", deploying);
  const state: DevnetState = {
    version: 1,
    chainId,
    seed: options.seed,
    nodes,
    spares,
    ports,
    foreignL2: options.foreignL2 ?? null,
    l2GenesisTime,
    clockOffsetSec: 0,
    contracts: deployed.contracts,
    startBlock: deployed.startBlock,
    genesisHash: bytesToHex(genesisHash(deployed.genesis)),
  };
  await writeNetwork(folder, state, { genesis: deployed.genesis, keys, sites: options.sites });
  await writeState(folder.state, state);
  return { state, l2, l2Url: url };
}

async function resume(
  folder: DevnetFolder,
  kept: DevnetState,
  options: NetworkOptions,
  phase: (name: string, since: number) => void,
): Promise<Founded> {
  const begun = performance.now();
  if (options.nodes !== undefined && options.nodes !== kept.nodes.length)
    throw new DevnetError(
      { code: "USAGE", reason: "--nodes of a kept network" },
      `The network in ${folder.path} was seeded with ${kept.nodes.length} nodes. For ${options.nodes}, start afresh: npm run devnet -- --reset --nodes ${options.nodes}`,
    );
  // Spares may be added, never taken away: they may be registered by now.
  const spares = numbered("spare", Math.max(options.spares ?? 0, kept.spares.length));
  const names = [...kept.nodes, ...spares];
  const ports = options.freePorts ? await freePorts(names) : await extendPorts(kept.ports, names);
  const state = { ...kept, spares, ports };
  await checkPortsFree(portsToTake(ports, kept.foreignL2 ?? undefined));
  const l2 = createL2(folder, { ...state, foreignL2: kept.foreignL2 ?? undefined });
  await l2?.open();
  l2?.start();
  phase("l2", begun);
  const keys = await makeKeys(folder, kept.seed, names);
  const { genesis } = parseNetwork(JSON.parse(await readFile(folder.network, "utf8")));
  await writeNetwork(folder, state, { genesis, keys, sites: options.sites });
  await writeState(folder.state, state);
  return { state, l2, l2Url: l2?.url ?? kept.foreignL2 ?? "" };
}

type L2Place = Pick<DevnetState, "chainId" | "ports" | "l2GenesisTime" | "clockOffsetSec"> & {
  readonly foreignL2: string | undefined;
};

function createL2(folder: DevnetFolder, place: L2Place): OwnL2 | undefined {
  if (place.foreignL2 !== undefined) return undefined;
  mkdirSync(folder.logs, { recursive: true });
  return new OwnL2({
    folder: folder.l2,
    chainId: place.chainId,
    port: place.ports.l2,
    genesisTimeSec: place.l2GenesisTime,
    clockOffsetSec: place.clockOffsetSec,
    log: createLog(folder.log("l2")),
  });
}

function portsToTake(ports: Ports, foreignL2: string | undefined) {
  return listPorts(ports).filter(({ service }) => service !== "l2" || foreignL2 === undefined);
}

function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}${i + 1}`);
}

async function makeKeys(folder: DevnetFolder, seed: string, names: readonly string[]): Promise<NodeKeys[]> {
  await folder.linkNodes();
  return Promise.all(
    names.map(async (name) => {
      const keys = deriveKeys(seed, name);
      await writeKeys(folder.node(name), keys);
      return keys;
    }),
  );
}

async function writeNetwork(
  folder: DevnetFolder,
  { nodes, spares, ports, chainId, contracts }: DevnetState,
  { genesis, keys, sites }: { genesis: Genesis; keys: readonly NodeKeys[]; sites: boolean },
): Promise<void> {
  const names = namesOf({ nodes, spares });
  const bootstrap = keys.flatMap(({ ed25519Key }, index) => {
    const port = ports.nodes[names[index] ?? ""]?.p2p;
    return port === undefined ? [] : [`/ip4/127.0.0.1/tcp/${port}/p2p/${peerIdOf(ed25519Key)}`];
  });
  const nodeApis = names.map((name) => `http://127.0.0.1:${ports.nodes[name]?.api}`);
  const l2Rpcs = [`http://127.0.0.1:${ports.l2}`];
  const { serviceNodeContributionFactory } = contracts;
  const vestings = vestingsOf(contracts);
  const json = networkToJson({
    name: `devnet-${chainId}`,
    genesis,
    bootstrap,
    nodeApis,
    l2Rpcs,
    contracts: { serviceNodeContributionFactory, vestings },
    indexers: [`http://127.0.0.1:${ports.indexer}`],
    portal: ports.sites.portal === undefined || !sites ? null : `http://127.0.0.1:${ports.sites.portal}`,
  });
  const temporary = `${folder.network}.${process.pid}.tmp`;
  await mkdir(dirname(temporary), { recursive: true });
  await writeFile(temporary, `${JSON.stringify(json, null, 2)}\n`);
  await rename(temporary, folder.network);
}

/** Anvil's own id first; after each reset one that this folder has not had, so that wallets' cached nonces don't matter. */
async function nextChainId(folder: DevnetFolder): Promise<number> {
  const file = `${folder.path}/chain-id`;
  const last = Number(await readFile(file, "utf8").catch(() => "0"));
  const { first, last: end } = DEVNET_CHAIN_ID_RANGE;
  const fresh = first + (Math.floor(Date.now() / 1_000) % (end - first));
  const chainId = last === 0 ? FIRST_CHAIN_ID : fresh === last ? fresh + 1 : fresh;
  await writeFile(file, String(chainId));
  return chainId;
}

/** A faucet that gives from the deployer's funds. */
export function openFaucet({ chainId, ports, contracts }: DevnetState, l2Url: string): Promise<Faucet> {
  const wallet = createWallet(chainId, l2Url, DEPLOYER.privateKey);
  return Faucet.listen({ port: ports.faucet, chainId, wallet, sesh: contracts.seshL2 });
}
