import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { portHolder } from "@session/http/process";
import { DevnetError } from "./errors.ts";
import { SITES } from "./sites/list.ts";

export type NodePorts = { readonly p2p: number; readonly api: number };
/** Ports by service; all on the loopback. */
export type Ports = {
  readonly l2: number;
  readonly faucet: number;
  readonly observer: number;
  readonly indexer: number;
  /** Sites by name. */
  readonly sites: Readonly<Record<string, number>>;
  readonly nodes: Readonly<Record<string, NodePorts>>;
};

const L2_PORT = 8545;
const FAUCET_PORT = 4700;
const OBSERVER_PORT = 4790;
const INDEXER_PORT = 4720;
const FIRST_API_PORT = 4801;
const FIRST_P2P_PORT = 4901;
/**
 * Free ports come in blocks below 32,768. From there on Linux gives ports to outgoing connections (other systems later),
 * so that one found free may be taken before it is listened on. A block has room for the largest network.
 */
const FIRST_BLOCK = 10_240;
const BLOCK_SIZE = 256;
const BLOCKS = (32_768 - FIRST_BLOCK) / BLOCK_SIZE;
/** As many nodes as fit between the first API and the first P2P port. */
export const MAX_NODES = FIRST_P2P_PORT - FIRST_API_PORT;

/** The ports that are always the same, so that bookmarks and wallets go on working. */
export function fixedPorts(names: readonly string[]): Ports {
  const nodes = names.map((name, i) => [name, { api: FIRST_API_PORT + i, p2p: FIRST_P2P_PORT + i }] as const);
  return {
    l2: L2_PORT,
    faucet: FAUCET_PORT,
    observer: OBSERVER_PORT,
    indexer: INDEXER_PORT,
    sites: Object.fromEntries(SITES.map(({ name, port }) => [name, port])),
    nodes: Object.fromEntries(nodes),
  };
}

/**
 * Ports nobody listens on now, for networks beside another one; no other devnet gets them while this process lives.
 *
 * @throws DevnetError PORT_IN_USE when there is no block with enough of them
 */
export async function freePorts(names: readonly string[]): Promise<Ports> {
  const free = (await takeBlock(4 + SITES.length + 2 * names.length)).values();
  const next = () => free.next().value ?? 0;
  const nodes: Record<string, NodePorts> = {};
  for (const name of names) nodes[name] = { p2p: next(), api: next() };
  const sites = Object.fromEntries(SITES.map(({ name }) => [name, next()]));
  return { l2: next(), faucet: next(), observer: next(), indexer: next(), sites, nodes };
}

/** Whoever listens on a block's first port has the block. */
async function takeBlock(count: number): Promise<number[]> {
  const start = randomInt(BLOCKS);
  for (let i = 0; i < BLOCKS; i++) {
    const first = FIRST_BLOCK + ((start + i) % BLOCKS) * BLOCK_SIZE;
    const guard = await tryListen(first);
    if (guard === undefined) continue;
    const free: number[] = [];
    for (let port = first + 1; port < first + BLOCK_SIZE && free.length < count; port++)
      if (await isFree(port)) free.push(port);
    if (free.length === count) {
      guard.unref();
      return free;
    }
    guard.close();
  }
  const range = `${FIRST_BLOCK} to ${FIRST_BLOCK + BLOCKS * BLOCK_SIZE - 1}`;
  throw new DevnetError(
    { code: "PORT_IN_USE", port: FIRST_BLOCK, process: "others", service: "a network on free ports" },
    `Too few ports from ${range} are free for another network. Stop one: npm run -s devnet -- stop`,
  );
}

/** The same ports, with those of new nodes and sites added: fixed ones beside fixed ones, else free ones. */
export async function extendPorts(kept: Ports, names: readonly string[]): Promise<Ports> {
  const isFixed = kept.l2 === L2_PORT && kept.faucet === FAUCET_PORT;
  const { sites, nodes } = isFixed ? fixedPorts(names) : await freePorts(names);
  return { ...kept, sites: { ...sites, ...kept.sites }, nodes: { ...nodes, ...kept.nodes } };
}

/** Every port with the service it is for. */
export function listPorts(ports: Ports): { port: number; service: string }[] {
  return [
    { port: ports.l2, service: "l2" },
    { port: ports.faucet, service: "faucet" },
    { port: ports.observer, service: "observer" },
    { port: ports.indexer, service: "indexer" },
    ...Object.entries(ports.sites).map(([service, port]) => ({ port, service })),
    ...Object.entries(ports.nodes).flatMap(([service, { p2p, api }]) => [
      { port: p2p, service },
      { port: api, service },
    ]),
  ];
}

/** @throws DevnetError PORT_IN_USE naming the port, the process and the way out */
export async function checkPortsFree(ports: readonly { port: number; service: string }[]): Promise<void> {
  await Promise.all(
    ports.map(async ({ port, service }) => {
      if (await isFree(port)) return;
      const holder = await portHolder(port);
      throw new DevnetError(
        { code: "PORT_IN_USE", port, process: holder, service },
        `Port ${port} for ${service} is taken by ${holder}. Stop it, or let the system choose other ports: npm run devnet -- --free-ports`,
      );
    }),
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = await tryListen(port);
  if (server === undefined) return false;
  server.close();
  await once(server, "close");
  return true;
}

/** Undefined if somebody has the port. */
async function tryListen(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    return server;
  } catch {
    return undefined;
  }
}
