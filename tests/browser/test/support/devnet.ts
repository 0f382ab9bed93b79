import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { seshL2Abi, tokenVestingNoStakingAbi } from "@session/contracts";
import {
  createIndexerClient,
  createNodeClient,
  type IndexerClient,
  type PreparedRegistration,
  preparedRegistrationSchema,
  vestingRegister,
  type Wallet,
} from "@session/sdk";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  isAddressEqual,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { Spares } from "./spares.ts";
import { waitUntil } from "./waitUntil.ts";

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, "../../../../apps/devnet/src/main.ts");

const statusSchema = z.object({
  ready: z.boolean(),
  chainId: z.number(),
  folder: z.string(),
  /** The bundled Session Node. */
  program: z.string(),
  services: z.record(
    z.string(),
    z.object({
      url: z.string().nullable(),
      pid: z.number().nullable(),
      state: z.string(),
      reason: z.object({ message: z.string() }).nullable(),
    }),
  ),
  contracts: z.record(z.string(), z.string()),
  accounts: z.array(z.object({ role: z.string(), address: z.string(), privateKey: z.string() })),
});
export type DevnetStatus = z.infer<typeof statusSchema>;

/** `npm run -s devnet -- …`, as a person calls it; the answer is the last line of its stdout. */
export async function callDevnet(folder: string, args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [MAIN, "--folder", folder, ...args, "--json"], {
    maxBuffer: 16 * 2 ** 20,
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** A spare node that is registered: its service's name, its id in the contract. */
export type SpareNode = { readonly name: string; readonly id: number };
const registeredSchema = z.object({ nodeId: z.number() });

/** A running devnet, driven by its commands. */
export class Devnet {
  readonly #status: DevnetStatus;

  private constructor(status: DevnetStatus) {
    this.#status = status;
  }

  static async start(folder: string, options: readonly string[]): Promise<void> {
    await callDevnet(folder, ["--free-ports", ...options, "--detach"]);
  }

  static async connect(folder: string): Promise<Devnet> {
    return new Devnet(statusSchema.parse(await callDevnet(folder, ["status"])));
  }

  get chainId(): number {
    return this.#status.chainId;
  }
  get rpcUrl(): string {
    return this.urlOf("l2");
  }
  /** The link devnet prints. */
  get portalUrl(): string {
    return this.urlOf("portal");
  }
  get indexer(): IndexerClient {
    return createIndexerClient({ url: this.urlOf("indexer") });
  }
  contract(name: string): Address {
    const address = this.#status.contracts[name];
    if (address === undefined) throw new Error(`the devnet has no contract ${name}`);
    return address as Address;
  }

  /** A development account by a word of its role in devnet's table. */
  account(role: string): { address: Address; privateKey: Hex } {
    const account = this.#status.accounts.find((one) => one.role.includes(role));
    if (account === undefined) throw new Error(`the devnet has no account "${role}"`);
    return { address: account.address as Address, privateKey: account.privateKey as Hex };
  }

  urlOf(service: string): string {
    const url = this.#status.services[service]?.url;
    if (url == null) throw new Error(`the devnet has no ${service}`);
    return url;
  }

  async call(...args: string[]): Promise<unknown> {
    return callDevnet(this.#status.folder, args);
  }

  async untilRunning(service: string): Promise<void> {
    await waitUntil(async () => {
      const { services } = statusSchema.parse(await this.call("status"));
      const { state, reason } = services[service] ?? { state: "failed", reason: null };
      if (state === "failed") throw new Error(`${service} failed: ${reason?.message ?? "there is none"}`);
      return state === "running";
    }, service);
  }

  /** Those that aren't seeded, of whatever state. */
  get spares(): Spares {
    const names = Object.keys(this.#status.services).filter((name) => name.startsWith("spare"));
    return new Spares(this, names);
  }

  /** Every Session Node that runs now, and its process. */
  async listRunningNodes(): Promise<{ name: string; pid: number }[]> {
    const { services } = statusSchema.parse(await this.call("status"));
    return Object.entries(services).flatMap(([name, { state, pid }]) =>
      /^(node|spare)\d+$/.test(name) && state === "running" && pid !== null ? [{ name, pid }] : [],
    );
  }

  /** A spare node registered by the staker account, through a pool if so wanted, active. */
  async registerSpare(how: "alone" | "pool" = "alone"): Promise<SpareNode> {
    const name = await this.spares.findFree();
    const options = how === "pool" ? ["--pool"] : [];
    const { nodeId: id } = registeredSchema.parse(await this.call("register", name, ...options));
    await this.#untilActive(name);
    return { name, id };
  }

  /** A spare node staked by the staker account's vesting contract, active. */
  async registerSpareForVesting(): Promise<SpareNode> {
    const name = await this.spares.findFree();
    const vesting = this.contract("tokenVestingStaking");
    const registration = await this.prepareRegistration(name, vesting);
    const stake = BigInt((await this.indexer.getParams()).staking.requirement);
    const wallet = this.walletOf(this.account("staker").privateKey);
    const { nodeId: id } = await vestingRegister(wallet, { vesting, registration, stake });
    await this.#untilActive(name);
    return { name, id };
  }

  /** An account as the SDK acts with it. */
  walletOf(privateKey: Hex): Wallet {
    const chain = defineChain({
      ...{ id: this.chainId, name: "devnet", rpcUrls: { default: { http: [this.rpcUrl] } } },
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    });
    const transport = http(this.rpcUrl);
    const account = privateKeyToAccount(privateKey);
    return {
      publicClient: createPublicClient({ chain, transport, pollingInterval: 250 }),
      walletClient: createWalletClient({ account, chain, transport }),
    };
  }

  #untilActive(name: string): Promise<void> {
    return waitUntil(async () => {
      const { nodeState } = await createNodeClient({ url: this.urlOf(name) }).getStatus();
      return nodeState === "active";
    }, `${name} to become active`);
  }

  /** The newest pool of an operator, once the indexer knows it. */
  async poolOf(operator: Address): Promise<Address> {
    let found: string | undefined;
    const isKnown = async () => {
      const { items } = await this.indexer.listPools({ operator, state: "all", sort: "deployed", limit: 1 });
      found = items[0]?.address;
      return found !== undefined;
    };
    await waitUntil(isKnown, `the pool of ${operator}`);
    return found as Address;
  }

  /** Base units. */
  async seshOf(account: Address): Promise<bigint> {
    const client = createPublicClient({ transport: http(this.rpcUrl) });
    const call = { address: this.contract("seshL2"), abi: seshL2Abi } as const;
    return client.readContract({ ...call, functionName: "balanceOf", args: [account] });
  }

  /** When a vesting contract begins to pay, unix seconds. */
  async cliffOf(vesting: Address): Promise<number> {
    const client = createPublicClient({ transport: http(this.rpcUrl) });
    const call = { address: vesting, abi: tokenVestingNoStakingAbi } as const;
    return Number(await client.readContract({ ...call, functionName: "cliff" }));
  }

  /** SESH and a little ETH of the faucet. */
  async fund(address: Address, sesh: number): Promise<void> {
    await this.call("fund", address, String(sesh));
  }

  /** L2's time, unix seconds. */
  async chainNowSec(): Promise<number> {
    const { timestamp } = await createPublicClient({ transport: http(this.rpcUrl) }).getBlock();
    return Number(timestamp);
  }

  /** Moves all clocks on to a moment, if it hasn't passed. */
  async warpPast(timeSec: number): Promise<void> {
    const leftSec = timeSec + 1 - (await this.chainNowSec());
    if (leftSec > 0) await this.call("warp", `${leftSec}s`);
  }

  /** Moves all clocks on, until a signed checkpoint says that a node which should have left can be liquidated. */
  async passGrace(nodeId: number): Promise<void> {
    const { durations } = await this.indexer.getParams();
    await this.call("warp", `${durations.chain.exitGraceSec + 5}s`);
    const node = createNodeClient({ url: this.urlOf("node1") });
    const isProved = () =>
      node.getExit(nodeId).then(
        ({ liquidation }) => liquidation !== null,
        () => false,
      );
    await waitUntil(isProved, `a checkpoint with the liquidation of node ${nodeId}`);
  }

  /** What an operator does on the node's machine: `session-node register <operator>`. @returns the node's ed25519 key */
  async prepareNode(name: string, operator: string): Promise<string> {
    const { program, folder } = this.#status;
    const paths = ["--data-dir", join(folder, "nodes", name), "--network", join(folder, "network.json")];
    const urls = ["--api", this.urlOf(name), "--indexer", this.urlOf("indexer")];
    await run(process.execPath, [program, "register", operator, ...paths, ...urls]);
    const { items } = await this.indexer.listRegistrations({ operator });
    const [newest] = items;
    if (newest === undefined) throw new Error("the indexer has no registration of this operator");
    return newest.ed25519Pubkey;
  }

  /** The same, and what the indexer has stored of it. */
  async prepareRegistration(name: string, operator: Address): Promise<PreparedRegistration> {
    const { items } = await this.indexer.getRegistration({ ed25519: await this.prepareNode(name, operator) });
    return preparedRegistrationSchema.parse(items.find((one) => isAddressEqual(one.operator as Address, operator)));
  }
}
