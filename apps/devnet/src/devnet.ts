import type { NodeStatusResponse } from "@session/sdk";
import { shownAccounts } from "./accounts.ts";
import { DevnetError } from "./errors.ts";
import type { Faucet } from "./faucet.ts";
import type { DevnetFolder } from "./folder.ts";
import { noteProcesses } from "./leftovers.ts";
import { createLog, type Log } from "./log.ts";
import { type Foundation, layFoundation, type NetworkOptions, namesOf, openFaucet } from "./network.ts";
import type { ChildService, ServiceState } from "./processes/childService.ts";
import { createIndexerService, whyIndexerNotReady } from "./processes/indexer.ts";
import { callAdmin, createNodeService } from "./processes/node.ts";
import { createObserver } from "./processes/observer.ts";
import { untilReady, whyNodeNotReady } from "./readiness.ts";
import { askNode, readIndexerStatus, toL2Status, toNodeStatus, toObserverStatus } from "./readStatus.ts";
import { placesOf } from "./sites/config.ts";
import { SITES } from "./sites/list.ts";
import { Site } from "./sites/site.ts";
import { type DevnetState, writeState } from "./state.ts";
import { type DevnetStatus, isWhole, NO_CHAIN_VIEW, type ServiceStatus } from "./status.ts";

export type DevnetModules = {
  readonly folder: DevnetFolder;
  readonly log: Log;
  /** Called with each phase of the start and its seconds. */
  readonly onPhase: (name: string, seconds: number) => void;
};

/** For hangs: a program that ends is seen at once, and one on a busy machine takes its time. */
const NODE_TIMEOUT_MS = 180_000;

/** A running network: everything in this process tree, and what can be done to it. */
export class Devnet {
  readonly #modules: DevnetModules;
  readonly #foundation: Foundation;
  readonly #children = new Map<string, ChildService>();
  readonly #sites = new Map<string, Site>();
  #faucet: Faucet | undefined;
  #faucetState: ServiceState = "starting";
  #l2State: ServiceState = "running";
  #state: DevnetState;
  #isReady = false;
  #isStopping = false;

  private constructor(foundation: Foundation, modules: DevnetModules) {
    this.#foundation = foundation;
    this.#modules = modules;
    this.#state = foundation.state;
  }

  /**
   * Starts everything and waits until it is ready; what has been started is stopped again if that fails.
   *
   * @throws DevnetError
   */
  static async start(options: NetworkOptions, modules: DevnetModules): Promise<Devnet> {
    const { folder, onPhase } = modules;
    const phase = (name: string, since: number) => onPhase(name, (performance.now() - since) / 1_000);
    const foundation = await layFoundation(folder, options, phase);
    const devnet = new Devnet(foundation, modules);
    try {
      if (options.sites) await devnet.#openSites();
      await devnet.#startServices(phase);
    } catch (error) {
      await devnet.stop();
      throw error;
    }
    return devnet;
  }

  get state(): DevnetState {
    return this.#state;
  }
  get serviceNames(): string[] {
    return ["l2", ...namesOf(this.#state), "observer", "indexer", "faucet", ...this.#sites.keys()];
  }

  async #startServices(phase: (name: string, since: number) => void): Promise<void> {
    const { bundle, l2Url } = this.#foundation;
    const { folder } = this.#modules;
    const { ports, nodes, spares } = this.#state;
    const onChange = () => void this.#noteProcesses();
    for (const name of namesOf(this.#state)) {
      const own = ports.nodes[name];
      if (own === undefined) continue;
      const clockOffsetMs = () => this.#state.clockOffsetSec * 1_000;
      this.#children.set(name, createNodeService({ name, folder, bundle, ports: own, l2Url, clockOffsetMs, onChange }));
    }
    this.#children.set("observer", createObserver({ folder, bundle, port: ports.observer, onChange }));
    const apis = nodes.map((name) => this.#apiOf(name));
    this.#children.set(
      "indexer",
      createIndexerService({ folder, bundle, port: ports.indexer, l2Url, nodes: apis, onChange }),
    );
    const since = performance.now();
    // The indexer first: nothing takes longer to load, and it is at the heads soon once the nodes answer.
    const indexing = this.#startAll(["indexer"]);
    // Looked at below; until then a failure elsewhere must not be hidden by this one.
    indexing.catch(() => undefined);
    await this.#startAll(nodes);
    phase("nodes", since);
    const later = performance.now();
    this.#faucet = await openFaucet(this.#state, l2Url);
    this.#faucetState = "running";
    await Promise.all([this.#startAll([...spares, "observer"]), indexing]);
    phase("spares", later);
    const waiting = performance.now();
    const services = namesOf(this.#state).map((name) => ({
      name,
      whyNotReady: () => whyNodeNotReady(this.#apiOf(name)),
    }));
    const indexer = { name: "indexer", whyNotReady: () => whyIndexerNotReady(this.#indexerUrl) };
    await untilReady([...services, indexer], (waiting) => this.#checkAlive(waiting));
    phase("ready", waiting);
    this.#isReady = true;
  }

  async #openSites(): Promise<void> {
    const { folder } = this.#modules;
    const places = () => placesOf(this.#state, this.#foundation.l2Url);
    for (const definition of SITES) {
      const port = this.#state.ports.sites[definition.name];
      if (port === undefined) continue;
      const site = new Site(definition, port, { places, log: createLog(folder.log(definition.name)) });
      this.#sites.set(definition.name, site);
      await site.listen();
    }
  }

  /** Builds what isn't kept from before, one site after the other; until then they say so. Called when all else is ready. */
  async buildSites(): Promise<void> {
    for (const site of this.#sites.values()) await site.build();
  }

  async #startAll(names: readonly string[]): Promise<void> {
    const children = names.flatMap((name) => this.#children.get(name) ?? []);
    await Promise.all(children.map((child) => child.spawn()));
    await Promise.all(children.map((child) => child.untilUp(NODE_TIMEOUT_MS)));
  }

  #checkAlive(names: readonly string[]): void {
    for (const name of names) {
      const child = this.#children.get(name);
      if (child?.state !== "failed") continue;
      const log = this.#modules.folder.log(name);
      throw new DevnetError(
        { code: "SERVICE_FAILED", service: name, exit: child.exit, log },
        `${name} ended by itself (${child.exit}); its log: ${log}`,
      );
    }
  }

  /** How everything is, asked now. */
  async status(): Promise<DevnetStatus> {
    const names = namesOf(this.#state);
    const children = this.#children;
    const answers = await Promise.all(names.map((name) => askNode(this.#apiOf(name), children.get(name))));
    const { l2, l2Url } = this.#foundation;
    const services: Record<string, ServiceStatus> = { l2: toL2Status(l2Url, l2, this.#l2State) };
    for (const [index, name] of names.entries())
      services[name] = toNodeStatus(name, {
        url: this.#apiOf(name),
        child: children.get(name),
        answer: answers[index],
      });
    services.observer = toObserverStatus(children.get("observer"));
    services.indexer = await readIndexerStatus(this.#indexerUrl, children.get("indexer"));
    const faucetUrl = `http://127.0.0.1:${this.#state.ports.faucet}`;
    services.faucet = { url: faucetUrl, pid: process.pid, state: this.#faucetState, ...NO_CHAIN_VIEW };
    for (const [name, site] of this.#sites) services[name] = site.status;
    const heard = answers.flatMap((answer) => answer ?? []);
    const newest = heard.reduce<NodeStatusResponse | undefined>(
      (best, status) => (best === undefined || status.head.height > best.head.height ? status : best),
      undefined,
    );
    const now = Date.now() / 1_000 + this.#state.clockOffsetSec;
    return {
      ready: this.#isReady && isWhole(services),
      chainId: this.#state.chainId,
      folder: this.#modules.folder.path,
      pid: process.pid,
      program: this.#foundation.bundle.node,
      clockOffsetSec: this.#state.clockOffsetSec,
      services,
      contracts: this.#state.contracts,
      accounts: shownAccounts(this.#state.nodes),
      checkpoint: newest?.checkpoint ?? null,
      headAgeSec: newest === undefined ? null : Math.round(now - newest.head.time),
    };
  }

  /** Stops a service and starts it again; `killed` and `failed` ones too. */
  async restart(service: string): Promise<void> {
    if (service === "l2") {
      const l2 = this.#ownL2();
      this.#l2State = "starting";
      await l2.close();
      await l2.open();
      l2.start();
      this.#l2State = "running";
      return;
    }
    if (service === "faucet") {
      await this.#faucet?.close();
      this.#faucet = await openFaucet(this.#state, this.#foundation.l2Url);
      this.#faucetState = "running";
      return;
    }
    const site = this.#sites.get(service);
    if (site !== undefined) {
      await site.close("stopped");
      await site.listen();
      void site.build();
      return;
    }
    const child = this.#child(service);
    await child.stop();
    await child.spawn();
    await child.untilUp(NODE_TIMEOUT_MS);
  }

  /** SIGKILL, as a power cut would; it stays down until `restart`. */
  async kill(service: string): Promise<void> {
    if (service === "l2") {
      await this.#ownL2().kill();
      this.#l2State = "killed";
    } else if (service === "faucet") {
      await this.#faucet?.close();
      this.#faucet = undefined;
      this.#faucetState = "killed";
    } else await (this.#sites.get(service)?.close("killed") ?? this.#child(service).kill());
  }

  /** Moves L2 and the clocks of all nodes ahead together. */
  async warp(seconds: number): Promise<{ clockOffsetSec: number }> {
    const l2 = this.#ownL2();
    const clockOffsetSec = this.#state.clockOffsetSec + seconds;
    this.#state = { ...this.#state, clockOffsetSec };
    await writeState(this.#modules.folder.state, this.#state);
    // L2 first: the contract takes no checkpoint more than five minutes ahead of it.
    await l2.warp(seconds);
    const running = namesOf(this.#state).filter((name) => this.#children.get(name)?.pid != null);
    const offsetMs = clockOffsetSec * 1_000;
    await Promise.all(running.map((name) => callAdmin(this.#modules.folder.node(name), "clock", { offsetMs })));
    this.#modules.log("warped", { seconds, clockOffsetSec });
    return { clockOffsetSec };
  }

  /** @returns the newest L2 block */
  async mine(count: number): Promise<{ l2: number }> {
    return { l2: await this.#ownL2().mine(count) };
  }

  /** Ends everything in order: those that ask before those that are asked. */
  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#isReady = false;
    await this.#faucet?.close();
    await Promise.all([...this.#sites.values()].map((site) => site.close("stopped")));
    await Promise.all([...this.#children.values()].map((child) => child.stop()));
    await this.#foundation.l2?.close();
    this.#modules.log("stopped");
  }

  #apiOf(name: string): string {
    return `http://127.0.0.1:${this.#state.ports.nodes[name]?.api}`;
  }

  get #indexerUrl(): string {
    return `http://127.0.0.1:${this.#state.ports.indexer}`;
  }

  #ownL2() {
    const { l2, l2Url } = this.#foundation;
    if (l2 !== undefined) return l2;
    throw new DevnetError(
      { code: "FOREIGN_L2", url: l2Url },
      `${l2Url} isn't this devnet's own L2: its blocks and its clock are not ours to move.`,
    );
  }

  #child(service: string): ChildService {
    const child = this.#children.get(service);
    if (child !== undefined) return child;
    const known = this.serviceNames.join(", ");
    throw new DevnetError(
      { code: "SERVICE_UNKNOWN", service, known },
      `There is no service ${service}. There are: ${known}.`,
    );
  }

  async #noteProcesses(): Promise<void> {
    const pids = [...this.#children.values()].flatMap(({ pid }) => pid ?? []);
    const l2 = this.#foundation.l2?.pid;
    await noteProcesses(this.#modules.folder, l2 === undefined ? pids : [...pids, l2]).catch(() => undefined);
  }
}
