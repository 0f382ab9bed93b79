import type { Log } from "../log.ts";
import type { ServiceState } from "../processes/childService.ts";
import { NO_CHAIN_VIEW, type ServiceStatus } from "../status.ts";
import { buildSite } from "./build.ts";
import type { NetworkPlaces } from "./config.ts";
import { readSite } from "./files.ts";
import type { SiteDefinition } from "./list.ts";
import { SiteServer } from "./server.ts";

export type SiteModules = {
  readonly places: () => NetworkPlaces;
  readonly log: Log;
};

/** A site as a service of the devnet: it listens at once, and has pages when it has been built. */
export class Site {
  readonly definition: SiteDefinition;
  readonly #port: number;
  readonly #modules: SiteModules;
  #server: SiteServer | undefined;
  #building: AbortController | undefined;
  #state: ServiceState = "stopped";
  #reason: ServiceStatus["reason"] = null;

  constructor(definition: SiteDefinition, port: number, modules: SiteModules) {
    this.definition = definition;
    this.#port = port;
    this.#modules = modules;
  }

  get status(): ServiceStatus {
    const pid = this.#server === undefined ? null : process.pid;
    return { url: `http://127.0.0.1:${this.#port}`, pid, state: this.#state, ...NO_CHAIN_VIEW, reason: this.#reason };
  }

  /** From here on it answers, if only that it is being built. */
  async listen(): Promise<void> {
    const { places } = this.#modules;
    const { name, toConfig } = this.definition;
    this.#become("building", { code: "BUILDING", message: `${name} is being built` });
    this.#server = await SiteServer.listen({
      name,
      port: this.#port,
      config: () => toConfig(places()),
      origins: () => originsOf(places()),
    });
  }

  /** Builds it where no build of these sources is kept. Never throws: the network goes on without the site. */
  async build(): Promise<void> {
    // Stopped or killed before its turn came.
    if (this.#server === undefined) return;
    const building = new AbortController();
    this.#building = building;
    const since = performance.now();
    try {
      const files = await readSite(await buildSite(this.definition.name, building.signal));
      if (building.signal.aborted) return;
      this.#server?.show(files);
      this.#become("running", null);
      this.#modules.log("built", { seconds: Math.round((performance.now() - since) / 100) / 10 });
    } catch (error) {
      if (building.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#modules.log("build failed", { reason: message });
      const { name } = this.definition;
      this.#server?.fail(`${message}\n\nOnce that is repaired: npm run -s devnet -- restart ${name}`);
      this.#become("failed", { code: "BUILD_FAILED", message: message.split("\n").slice(0, 2).join(" ") });
    }
  }

  /** @param state `stopped` in order, `killed` by command */
  async close(state: ServiceState): Promise<void> {
    this.#building?.abort();
    await this.#server?.close();
    this.#server = undefined;
    this.#become(state, null);
  }

  #become(state: ServiceState, reason: ServiceStatus["reason"]): void {
    this.#state = state;
    this.#reason = reason;
  }
}

function originsOf({ l2, indexer, faucet, nodes }: NetworkPlaces): string[] {
  return [l2, indexer, faucet, ...nodes];
}
