import { createIndexerClient, type IndexerClient } from "@session/sdk";
import { Wait } from "testcontainers";
import { Container, type ContainerOptions } from "./container.ts";
import { NETWORK_FILE } from "./nodeContainer.ts";

const API_PORT = 4720;
const DATABASE = ["--network", NETWORK_FILE, "--data-dir", "/data/indexer"];

export type IndexerContainerOptions = Omit<ContainerOptions, "command" | "port" | "ready" | "files"> & {
  readonly volume: string;
  readonly networkJson: string;
  readonly l2Url: string;
  /** Base URLs of nodes as seen from the containers' network. */
  readonly nodes: readonly string[];
};

/** The indexer on its embedded database, which lies on a volume. */
export class IndexerContainer extends Container {
  readonly #options: IndexerContainerOptions;

  constructor(options: IndexerContainerOptions) {
    const sources = ["--l2", options.l2Url, ...options.nodes.flatMap((url) => ["--node", url])];
    const listen = ["--api-host", "0.0.0.0", "--api-rate-limit", "1000000"];
    super({
      ...options,
      command: ["session-indexer", "start", ...DATABASE, ...sources, ...listen],
      port: API_PORT,
      files: [{ target: NETWORK_FILE, content: options.networkJson }],
      ready: Wait.forHttp("/health", API_PORT),
    });
    this.#options = options;
  }

  get api(): IndexerClient {
    return createIndexerClient({ url: this.url, timeoutMs: 20_000 });
  }

  /** Replays the raw tables beside the killed indexer's volume; every table must come out as it was. */
  async check(): Promise<{ equal: boolean; tables: { table: string; rows: number; equal: boolean }[] }> {
    const { docker, image, owner, network, volume, networkJson } = this.#options;
    const checker = new Container({
      ...{ docker, image, owner, network, volume, name: `${this.name}-check` },
      command: ["sleep", "infinity"],
      files: [{ target: NETWORK_FILE, content: networkJson }],
      ready: Wait.forSuccessfulCommand("true"),
    });
    await checker.start();
    try {
      const printed = await checker.exec("session-indexer", "check", ...DATABASE);
      return JSON.parse(printed.trim().split("\n").at(-1) ?? "");
    } finally {
      await checker.remove();
    }
  }
}
