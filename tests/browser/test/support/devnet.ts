import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { seshL2Abi, tokenVestingNoStakingAbi } from "@session/contracts";
import {
  createIndexerClient,
  createNodeClient,
  type IndexerClient,
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

const run = promisify(execFile);
const MAIN = join(import.meta.dirname, "../../../../apps/devnet/src/main.ts");
/** Each look at the devnet is a process of its own, on the processor that the devnet needs. */
const POLL_MS = 2_000;
/** A limit for hangs: sites are built behind everything else the machine does. */
const TIMEOUT_MS = 300_000;

const statusSchema = z.object({
  ready: z.boolean(),
  chainId: z.number(),
  folder: z.string(),
  /** The bundled Session Node. */
  program: z.string(),
  services: z.record(
    z.string(),
    z.object({ url: z.string().nullable(), state: z.string(), reason: z.object({ message: z.string() }).nullable() }),
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

async function waitUntil(isTrue: () => Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + TIMEOUT_MS; !(await isTrue()); ) {
    if (Date.now() > deadline) throw new Error(`waited ${TIMEOUT_MS / 1_000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

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

  /**
   * A node that runs and isn't registered, or has left the contract again; one that nobody has prepared, as long as there
   * is any.
   */
  async findSpare(): Promise<string> {
    let resting: string | undefined;
    let second: string | undefined;
    for (const name of this.#spares) {
      const status = await this.#statusOf(name);
      if (status === undefined) resting ??= name;
      else if (status.nodeState === "unregistered") {
        if (!(await this.#isPrepared(status.ed25519))) return name;
        second ??= name;
      }
    }
    if (resting !== undefined) return this.#wake(resting);
    if (second === undefined) throw new Error("all spare nodes are taken: start the devnet with more");
    return second;
  }

  /** Stops the spares until one is needed: each takes a tenth of a core to listen along. */
  async restSpares(): Promise<void> {
    for (const name of this.#spares) await this.call("kill", name);
  }

  async #wake(name: string): Promise<string> {
    await this.call("restart", name);
    const target = await this.#statusOf("node1");
    const hasCaughtUp = async () => {
      const status = await this.#statusOf(name);
      return status !== undefined && status.head.height >= (target?.head.height ?? 0);
    };
    await waitUntil(hasCaughtUp, `${name} to be where the others are`);
    return name;
  }

  /** Every Session Node that runs now. */
  async listRunningNodes(): Promise<string[]> {
    const { services } = statusSchema.parse(await this.call("status"));
    return Object.keys(services).filter(
      (name) => /^(node|spare)\d+$/.test(name) && services[name]?.state === "running",
    );
  }

  get #spares(): string[] {
    return Object.keys(this.#status.services).filter((name) => name.startsWith("spare"));
  }

  /** Undefined of a node that doesn't answer. */
  #statusOf(name: string) {
    return createNodeClient({ url: this.urlOf(name) })
      .getStatus()
      .catch(() => undefined);
  }

  #isPrepared(ed25519: string): Promise<boolean> {
    return this.indexer.getRegistration({ ed25519 }).then(
      () => true,
      () => false,
    );
  }

  /** A spare node registered by the staker account, through a pool if so wanted, active. */
  async registerSpare(how: "alone" | "pool" = "alone"): Promise<SpareNode> {
    const name = await this.findSpare();
    const options = how === "pool" ? ["--pool"] : [];
    const { nodeId: id } = registeredSchema.parse(await this.call("register", name, ...options));
    await this.#untilActive(name);
    return { name, id };
  }

  /** A spare node staked by the staker account's vesting contract, active. */
  async registerSpareForVesting(): Promise<SpareNode> {
    const name = await this.findSpare();
    const vesting = this.contract("tokenVestingStaking");
    const stored = await this.indexer.getRegistration({ ed25519: await this.prepareNode(name, vesting) });
    const registration = preparedRegistrationSchema.parse(
      stored.items.find(({ operator }) => isAddressEqual(operator as Address, vesting)),
    );
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

  /** The ed25519 key of a node that was prepared and isn't registered. */
  async findPrepared(): Promise<string | undefined> {
    for (const name of this.#spares) {
      const status = await this.#statusOf(name);
      if (status?.nodeState === "unregistered" && (await this.#isPrepared(status.ed25519))) return status.ed25519;
    }
    return undefined;
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
}
