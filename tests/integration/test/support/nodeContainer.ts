import { createNodeClient, type NodeClient, type NodeStatusResponse } from "@session/sdk";
import { Wait } from "testcontainers";
import { Container, type ContainerOptions } from "./container.ts";
import { until } from "./until.ts";

const API_PORT = 4800;
export const P2P_PORT = 4801;
export const NETWORK_FILE = "/config/network.json";

export type NodeContainerOptions = Omit<ContainerOptions, "command" | "port" | "ready" | "files"> & {
  readonly volume: string;
  readonly networkJson: string;
  readonly l2Url: string;
};

/** A Session Node as an operator would run it: keys and store on a volume, the network file mounted. */
export class NodeContainer extends Container {
  #starts = 0;

  constructor(options: NodeContainerOptions) {
    const listen = ["--p2p-host", "0.0.0.0", "--p2p-port", `${P2P_PORT}`, "--api-host", "0.0.0.0"];
    const announce = ["--announce", `/dns4/${options.name}/tcp/${P2P_PORT}`];
    super({
      ...options,
      command: ["session-node", "start", "--network", NETWORK_FILE, "--l2", options.l2Url, ...listen, ...announce],
      port: API_PORT,
      files: [{ target: NETWORK_FILE, content: options.networkJson }],
      ready: Wait.forHttp("/health", API_PORT),
    });
  }

  get api(): NodeClient {
    return createNodeClient({ url: this.url, timeoutMs: 20_000 });
  }

  async height(): Promise<number> {
    return (await this.api.getStatus()).head.height;
  }

  /** Its status as it tells it inside the container, where a cut-off node can be asked, too. */
  async statusFromInside(): Promise<NodeStatusResponse> {
    return JSON.parse(await this.exec("session-node", "status", "--json"));
  }

  override async start(): Promise<void> {
    this.#starts++;
    await super.start();
  }

  /** Height it began with the last time. It answers before it says so, and its log comes by another way. */
  heightAtStart(withinMs: number): Promise<number> {
    const look = async (): Promise<number | undefined> => {
      const said = this.log.filter((line) => line.includes('"msg":"node started"'))[this.#starts - 1];
      return said === undefined ? undefined : JSON.parse(said).height;
    };
    return until(`${this.name} says where it began`, look, { withinMs });
  }
}
