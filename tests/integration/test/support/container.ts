import { createInterface } from "node:readline";
import { GenericContainer, type StartedTestContainer, type WaitStrategy } from "testcontainers";
import { type Docker, dockerHost } from "./docker.ts";
import { OWNER_LABEL } from "./leftovers.ts";

export type ContainerOptions = {
  readonly docker: Docker;
  readonly image: string;
  readonly owner: string;
  /** Unique on the daemon; also what others on the network call it. */
  readonly name: string;
  /** Name of the one network it is on. */
  readonly network: string;
  readonly command: readonly string[];
  /** Port to reach from here. */
  readonly port?: number;
  /** Named volume for /data. */
  readonly volume?: string;
  readonly files?: readonly { readonly target: string; readonly content: string }[];
  readonly ready: WaitStrategy;
};

const START_TIMEOUT_MS = 60_000;

/** One container on a network of its own, which can be cut off, frozen, killed and started again. */
export class Container {
  readonly #options: ContainerOptions;
  readonly #log: string[] = [];
  #started: StartedTestContainer | undefined;
  #url = "";

  constructor(options: ContainerOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Base URL of its port as seen from here; changes whenever the container is started or reconnected. */
  get url(): string {
    return this.#url;
  }

  /** Every line it has said so far, over all its starts. */
  get log(): readonly string[] {
    return this.#log;
  }

  async start(): Promise<void> {
    const { image, owner, name, network, command, port, volume, files = [], ready } = this.#options;
    const container = new GenericContainer(image)
      .withName(name)
      .withNetworkMode(network)
      .withLabels({ [OWNER_LABEL]: owner })
      .withCommand([...command])
      .withCopyContentToContainer([...files])
      .withExposedPorts(...(port === undefined ? [] : [port]))
      .withBindMounts(volume === undefined ? [] : [{ source: volume, target: "/data" }])
      .withLogConsumer((stream) => createInterface({ input: stream }).on("line", (line) => this.#log.push(line)))
      .withStartupTimeout(START_TIMEOUT_MS)
      .withWaitStrategy(ready);
    this.#started = await container.start();
    await this.#readUrl();
  }

  /** Takes it off its network; sockets stay open on both sides and nothing passes any more. */
  async cutOff(): Promise<void> {
    await this.#network().disconnect({ Container: this.#id(), Force: true });
  }

  async reconnect(): Promise<void> {
    await this.#network().connect({ Container: this.#id() });
    await this.#readUrl();
  }

  /** Freezes all its processes: who asks it anything gets no answer, not even a refusal. */
  async pause(): Promise<void> {
    await this.#handle().pause();
  }

  async unpause(): Promise<void> {
    await this.#handle().unpause();
  }

  /** SIGKILL, and the container is gone; a named volume stays. */
  async kill(): Promise<void> {
    await this.#handle().kill({ signal: "SIGKILL" });
    await this.remove();
  }

  async remove(): Promise<void> {
    await this.#handle().remove({ force: true, v: true });
    this.#started = undefined;
  }

  /** Runs a command inside and returns what it prints. @throws with its errors when it fails */
  async exec(...command: readonly string[]): Promise<string> {
    if (this.#started === undefined) throw new Error(`${this.name} doesn't run`);
    const { exitCode, stdout, stderr } = await this.#started.exec([...command]);
    if (exitCode !== 0) throw new Error(`${this.name}: ${command.join(" ")} ended with ${exitCode}: ${stderr}`);
    return stdout;
  }

  #id(): string {
    if (this.#started === undefined) throw new Error(`${this.name} doesn't run`);
    return this.#started.getId();
  }

  #handle() {
    return this.#options.docker.getContainer(this.#id());
  }

  #network() {
    return this.#options.docker.getNetwork(this.#options.network);
  }

  async #readUrl(): Promise<void> {
    const { port } = this.#options;
    if (port === undefined) return;
    const { NetworkSettings } = await this.#handle().inspect();
    const binding = NetworkSettings.Ports[`${port}/tcp`]?.[0];
    if (binding === undefined) throw new Error(`${this.name} has no port ${port} to the outside`);
    this.#url = `http://${await dockerHost()}:${binding.HostPort}`;
  }
}
