import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { seededRandom } from "@session/testing";
import { addressOf, EVENTS_PER_BLOCK, fill, HEIGHTS, POOLS, type Sizes, STAKERS } from "./fill.ts";
import type { ServerOptions } from "./server.ts";

export type Load = { readonly requestsPerSecond: number; readonly seconds: number };
type Spread = { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number };

/** Milliseconds from when a request was due to the end of its answer: a server that stalls can't hide what waits. */
export type ApiResult = { readonly routes: Readonly<Record<string, Spread>>; readonly all: Spread };

/** A server that has just started is slower until its code is compiled; not counted. */
const WARM_UP_SEC = 10;

/** A path of each route of portal and explorer that asks the database. */
function pathsOf({ nodes }: Sizes, random: ReturnType<typeof seededRandom>): Readonly<Record<string, () => string>> {
  const staker = () => addressOf("a", random.int(0, STAKERS - 1));
  const node = () => random.int(1, nodes);
  const pool = () => addressOf("b", random.int(1, POOLS));
  return {
    "/v1/network": () => "/v1/network",
    "/v1/network/history": () => "/v1/network/history",
    "/v1/params": () => "/v1/params",
    "/v1/nodes": () => `/v1/nodes?limit=50&sort=${random.pick(["id", "fee"])}`,
    "/v1/nodes/:id": () => `/v1/nodes/${node()}`,
    "/v1/nodes/:id/timeline": () => `/v1/nodes/${node()}/timeline`,
    "/v1/nodes/:id/participation": () => `/v1/nodes/${node()}/participation`,
    "/v1/nodes/:id/rewards": () => `/v1/nodes/${node()}/rewards`,
    "/v1/liquidations": () => "/v1/liquidations",
    "/v1/stakes/:address": () => `/v1/stakes/${staker()}`,
    "/v1/pools": () => "/v1/pools",
    "/v1/pools/:address": () => `/v1/pools/${pool()}?account=${staker()}`,
    "/v1/pools/:address/history": () => `/v1/pools/${pool()}/history`,
    "/v1/rewards/:address": () => `/v1/rewards/${staker()}`,
    "/v1/rewards/:address/history": () => `/v1/rewards/${staker()}/history`,
    "/v1/events": () => "/v1/events",
    "/v1/events?address": () => `/v1/events?address=${staker()}`,
    "/v1/events?node": () => `/v1/events?node=${node()}`,
    "/v1/events?name": () => "/v1/events?name=ServiceNodeExitRequest",
    "/v1/blocks": () => "/v1/blocks",
    "/v1/checkpoints": () => "/v1/checkpoints",
    "/v1/search": () => `/v1/search?q=${random.pick([String(node()), staker()])}`,
    "/v1/status": () => "/v1/status",
  };
}

/** Fills a database, starts the server over it in a process of its own, and asks all routes in turn at a fixed rate. */
export async function measureApi(
  url: string,
  { sizes, load, log }: { readonly sizes: Sizes; readonly load: Load; readonly log: (line: string) => void },
): Promise<ApiResult> {
  log(`filling: ${sizes.nodes} nodes with ${sizes.contributors} contributors each, ${sizes.events} events`);
  await fill(url, sizes);
  const options: ServerOptions = { url, l2Head: Math.ceil(sizes.events / EVENTS_PER_BLOCK), height: HEIGHTS };
  const server = fork(join(import.meta.dirname, "server.ts"), [JSON.stringify(options)]);
  const ended = once(server, "exit");
  const [{ url: base }] = (await once(server, "message")) as [{ url: string }];
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  try {
    const paths = pathsOf(
      sizes,
      seededRandom(1, () => undefined),
    );
    for (const path of Object.values(paths)) await ask(agent, base + path(), performance.now());
    await askAtRate({ agent, base, paths, load: { ...load, seconds: WARM_UP_SEC } });
    log(
      `asking ${Object.keys(paths).length} routes, ${load.requestsPerSecond} requests a second for ${load.seconds} s`,
    );
    return await askAtRate({ agent, base, paths, load });
  } finally {
    agent.destroy();
    server.send("stop");
    await ended;
  }
}

/** Milliseconds since it was due. */
async function ask(agent: Agent, url: string, dueAt: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = get(url, { agent }, (response) => {
    if (response.statusCode !== 200) reject(new Error(`${url}: HTTP ${response.statusCode}`));
    response.resume();
    response.once("end", () => resolve(performance.now() - dueAt));
  });
  request.once("error", reject);
  return promise;
}

async function askAtRate({
  agent,
  base,
  paths,
  load,
}: {
  agent: Agent;
  base: string;
  paths: Readonly<Record<string, () => string>>;
  load: Load;
}): Promise<ApiResult> {
  const times = new Map<string, number[]>(Object.keys(paths).map((name) => [name, []]));
  const routes = Object.entries(paths);
  const total = load.requestsPerSecond * load.seconds;
  const startedAt = performance.now();
  const asked: Promise<void>[] = [];
  while (asked.length < total) {
    const due = Math.floor(((performance.now() - startedAt) * load.requestsPerSecond) / 1_000);
    for (; asked.length < Math.min(total, due); ) {
      const [name, path] = routes[asked.length % routes.length] as (typeof routes)[number];
      const dueAt = startedAt + (asked.length * 1_000) / load.requestsPerSecond;
      asked.push(ask(agent, base + path(), dueAt).then((time) => void times.get(name)?.push(time)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(asked);
  const spreads = [...times].map(([name, list]) => [name, spreadOf(list)] as const);
  return { routes: Object.fromEntries(spreads), all: spreadOf([...times.values()].flat()) };
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
