import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type Network, parseNetwork } from "@session/config";
import {
  createNodeClient,
  type NodeClient,
  type PreparedRegistration,
  preparedRegistrationSchema,
  type Wallet,
} from "@session/sdk";
import type { Address, Hex } from "viem";
import { getStatus } from "./control/client.ts";
import { DevnetError } from "./errors.ts";
import type { DevnetFolder } from "./folder.ts";
import { createWallet } from "./l2/chain.ts";
import { type DevnetState, readState } from "./state.ts";
import type { DevnetStatus } from "./status.ts";

const run = promisify(execFile);

/** A running devnet as its users see it: by its APIs, nothing else. */
export class LiveNetwork {
  readonly folder: DevnetFolder;
  readonly state: DevnetState;
  readonly network: Network;
  readonly l2Url: string;

  private constructor(folder: DevnetFolder, state: DevnetState, network: Network) {
    this.folder = folder;
    this.state = state;
    this.network = network;
    this.l2Url = state.foreignL2 ?? `http://127.0.0.1:${state.ports.l2}`;
  }

  /** @throws DevnetError NOT_RUNNING */
  static async connect(folder: DevnetFolder): Promise<LiveNetwork> {
    await getStatus(folder);
    const state = await readState(folder.state);
    if (state === undefined)
      throw new DevnetError({ code: "NOT_RUNNING", folder: folder.path }, "No devnet is kept here.");
    return new LiveNetwork(folder, state, parseNetwork(JSON.parse(await readFile(folder.network, "utf8"))));
  }

  get contract(): Address {
    return this.state.contracts.serviceNodeRewards;
  }
  get factory(): Address {
    return this.state.contracts.serviceNodeContributionFactory;
  }
  get sesh(): Address {
    return this.state.contracts.seshL2;
  }

  apiOf(name: string): string {
    const ports = this.state.ports.nodes[name];
    if (ports !== undefined) return `http://127.0.0.1:${ports.api}`;
    const known = Object.keys(this.state.ports.nodes).join(", ");
    throw new DevnetError(
      { code: "SERVICE_UNKNOWN", service: name, known },
      `There is no node ${name}. There are: ${known}.`,
    );
  }

  get indexerUrl(): string {
    return `http://127.0.0.1:${this.state.ports.indexer}`;
  }

  client(name: string): NodeClient {
    return createNodeClient({ url: this.apiOf(name) });
  }

  wallet(privateKey: Hex): Wallet {
    return createWallet(this.state.chainId, this.l2Url, privateKey);
  }

  status(): Promise<DevnetStatus> {
    return getStatus(this.folder);
  }

  /** Names of the nodes that run now. */
  async running(): Promise<string[]> {
    const { services } = await this.status();
    const names = [...this.state.nodes, ...this.state.spares];
    return names.filter((name) => services[name]?.state === "running" && services[name]?.final !== null);
  }

  /** @throws DevnetError NO_FREE_SPARE */
  async findFreeSpare(): Promise<string> {
    const { services } = await this.status();
    const isFree = (name: string) =>
      services[name]?.state === "running" && services[name]?.nodeState === "unregistered";
    const spare = this.state.spares.find(isFree);
    if (spare !== undefined) return spare;
    const spares = this.state.spares.map((name) => `${name} ${services[name]?.nodeState ?? "down"}`).join(", ");
    throw new DevnetError(
      { code: "NO_FREE_SPARE", spares },
      `No spare node is free (${spares || "there are none"}). Start with more: npm run devnet -- --spare 5`,
    );
  }

  /** Asks the node's own program for its registration, as an operator does. */
  async prepareRegistration(name: string, operator: Address): Promise<PreparedRegistration> {
    const { program } = await this.status();
    const args = ["register", operator, "--data-dir", this.folder.node(name), "--network", this.folder.network];
    const { stdout } = await run(process.execPath, [program, ...args, "--api", this.apiOf(name), "--print"]);
    const line = stdout.trim().split("\n").at(-1) ?? "";
    return preparedRegistrationSchema.parse(JSON.parse(line));
  }

  /**
   * SESH in base units and one ETH from the faucet.
   *
   * @throws DevnetError FAUCET_REFUSED
   */
  async fund(address: Address, amount: bigint): Promise<{ seshTx: Hex; ethTx: Hex }> {
    const response = await fetch(`http://127.0.0.1:${this.state.ports.faucet}/fund`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ address, amount: amount.toString() }),
    });
    const body = (await response.json()) as { code?: string; detail?: string; seshTx: Hex; ethTx: Hex };
    if (response.ok) return body;
    throw new DevnetError({ code: "FAUCET_REFUSED", apiCode: body.code ?? "UNKNOWN" }, `The faucet: ${body.detail}`);
  }
}
