import type { HistoryEntry, NodeClient, NodeParams, NodeResponse, Wallet } from "@session/sdk";
import { type Address, erc20Abi } from "viem";
import { DevnetError } from "../errors.ts";
import type { LiveNetwork } from "../live.ts";
import { makeWallet } from "../wallets.ts";
import { LEDGER_UNITS_PER_BASE_UNIT } from "./ledger.ts";
import { LedgerReader } from "./readLedger.ts";
import type { StepName } from "./report.ts";

/** What was paid into the journey's account beside the stake: odd, so that a rounded amount shows. */
const POCKET_MONEY = 123_456_789n;
/** How long a step may take beyond what the network's parameters say. */
const PATIENCE_SEC = 90;

/** One node's life on a running network: who it belongs to, and what the steps know of each other. */
export class Journey {
  readonly live: LiveNetwork;
  readonly spare: string;
  readonly client: NodeClient;
  readonly params: NodeParams;
  readonly wallet: Wallet;
  /** SESH the account began with, in base units. */
  readonly funding: bigint;
  readonly #ledger: LedgerReader;
  nodeId = 0;
  /** Newest reading before it could earn. */
  earlyRewards = { height: 0, lifetime: 0n };
  claimed = 0n;
  unlockAt = 0;
  removedHeight = 0;
  finalLifetime = 0n;

  private constructor(
    live: LiveNetwork,
    parts: Pick<Journey, "spare" | "client" | "params" | "wallet" | "funding"> & { readonly ledger: LedgerReader },
  ) {
    this.live = live;
    this.spare = parts.spare;
    this.client = parts.client;
    this.params = parts.params;
    this.wallet = parts.wallet;
    this.funding = parts.funding;
    this.#ledger = parts.ledger;
  }

  /** Finds a spare node and makes a fresh account with exactly what it needs. */
  static async begin(live: LiveNetwork): Promise<Journey> {
    const spare = await live.findFreeSpare();
    const names = (await live.running()).filter((name) => live.state.nodes.includes(name));
    const clients = names.map((name) => live.client(name));
    const client = clients[0] ?? live.client(spare);
    const params = await client.getParams();
    const { privateKey, address } = await makeWallet(live.folder, `journey with ${spare}`);
    const wallet = live.wallet(privateKey);
    const funding = BigInt(params.stakingRequirement) + POCKET_MONEY;
    await live.fund(address, funding);
    const ledger = new LedgerReader({
      genesis: live.network.genesis,
      blockIntervalSec: params.blockIntervalSec,
      clients: clients.length === 0 ? [client] : clients,
      publicClient: wallet.publicClient,
      contract: live.contract,
    });
    return new Journey(live, { spare, client, params, wallet, funding, ledger });
  }

  get address(): Address {
    return this.wallet.walletClient.account.address;
  }
  get stake(): bigint {
    return BigInt(this.params.stakingRequirement);
  }
  get patienceSec(): number {
    return PATIENCE_SEC;
  }

  /** SESH of the account, base units. */
  balance(): Promise<bigint> {
    const call = { address: this.live.sesh, abi: erc20Abi, functionName: "balanceOf" } as const;
    return this.wallet.publicClient.readContract({ ...call, args: [this.address] });
  }

  /** Lifetime rewards after a block as they must be, worked out from the blocks; ledger units. */
  async expectedLedger(height: number): Promise<bigint> {
    return (await this.#ledger.readAt(height)).lifetimeOf(this.address);
  }

  /** The same in base units, as a claim pays them. */
  async expectedLifetime(height: number): Promise<bigint> {
    return (await this.expectedLedger(height)) / LEDGER_UNITS_PER_BASE_UNIT;
  }

  /** The node as the appchain knows it; fails the step if it was thrown out. */
  async node(step: StepName): Promise<NodeResponse | undefined> {
    const node = await this.client.findNode(this.nodeId);
    if (node?.removed == null || node.removed.reason === "voluntary") return node;
    throw failed(step, `node ${this.nodeId} was removed (${node.removed.reason})${await this.#whyRejected()}`);
  }

  async history(type: string): Promise<HistoryEntry | undefined> {
    const { entries } = await this.client.getNodeHistory(this.nodeId, { limit: 500 });
    return entries.findLast((entry) => entry.type === type);
  }

  /** Seconds of block time. */
  async blockTime(height: number): Promise<number> {
    return height === 0 ? 0 : (await this.client.getBlock(height)).time;
  }

  async #whyRejected(): Promise<string> {
    const { events } = await this.client.getL2Events({ limit: 200 });
    const event = events.find(({ nodeId, result }) => nodeId === this.nodeId && result === "rejected");
    return event === undefined ? "" : `: ${event.code}: ${event.message}`;
  }
}

export function failed(step: StepName, reason: string): DevnetError {
  return new DevnetError({ code: "JOURNEY_STEP_FAILED", step, reason }, `${step}: ${reason}`);
}

/** @throws DevnetError JOURNEY_STEP_FAILED unless it holds */
export function check(step: StepName, holds: boolean, reason: string): void {
  if (!holds) throw failed(step, reason);
}
