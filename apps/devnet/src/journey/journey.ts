import type { HistoryEntry, NodeClient, NodeParams, NodeResponse, Wallet } from "@session/sdk";
import type { Address } from "viem";
import { callDevnet } from "../control/client.ts";
import { DevnetError } from "../errors.ts";
import type { LiveNetwork } from "../live.ts";
import { LEDGER_UNITS_PER_BASE_UNIT } from "./ledger.ts";
import { splitStake } from "./pool.ts";
import { LedgerReader } from "./readLedger.ts";
import type { JourneyKind, Share, StepName } from "./report.ts";
import { Staker } from "./staker.ts";

/** How long a step may take beyond what the network's parameters say. */
const PATIENCE_SEC = 90;

type Stakers = readonly [operator: Staker, ...others: Staker[]];
type Parts = Pick<Journey, "spare" | "client" | "params" | "stakers"> & { readonly ledger: LedgerReader };

/** One node's life on a running network: who it belongs to, and what the steps know of each other. */
export class Journey {
  readonly live: LiveNetwork;
  readonly spare: string;
  readonly client: NodeClient;
  readonly params: NodeParams;
  /** The operator first. */
  readonly stakers: Stakers;
  readonly #ledger: LedgerReader;
  nodeId = 0;
  unlockAt = 0;
  removedHeight = 0;
  /** When a liquidated stake is free, unix seconds. */
  lockedUntil = 0;

  private constructor(live: LiveNetwork, parts: Parts) {
    this.live = live;
    this.spare = parts.spare;
    this.client = parts.client;
    this.params = parts.params;
    this.stakers = parts.stakers;
    this.#ledger = parts.ledger;
  }

  /** Finds a spare node and makes fresh accounts with exactly what they need. */
  static async begin(live: LiveNetwork, kind: JourneyKind): Promise<Journey> {
    const spare = await live.findFreeSpare();
    const names = (await live.running()).filter((name) => live.state.nodes.includes(name));
    const clients = names.map((name) => live.client(name));
    const client = clients[0] ?? live.client(spare);
    const params = await client.getParams();
    const stakers = await makeStakers(live, kind, BigInt(params.stakingRequirement), `${kind} journey with ${spare}`);
    const ledger = new LedgerReader({
      genesis: live.network.genesis,
      blockIntervalSec: params.blockIntervalSec,
      clients: clients.length === 0 ? [client] : clients,
      publicClient: stakers[0].wallet.publicClient,
      contract: live.contract,
    });
    return new Journey(live, { spare, client, params, stakers, ledger });
  }

  /** Sends what isn't somebody's own. */
  get wallet(): Wallet {
    return this.stakers[0].wallet;
  }
  get stake(): bigint {
    return BigInt(this.params.stakingRequirement);
  }
  get patienceSec(): number {
    return PATIENCE_SEC;
  }

  /** What a step must come to, and came to, for each staker in turn. */
  async shares(of: (staker: Staker) => Promise<Omit<Share, "account">>): Promise<Share[]> {
    const found: Share[] = [];
    for (const staker of this.stakers) found.push({ account: staker.role, ...(await of(staker)) });
    return found;
  }

  /** Does something, and says by how much it changed each staker's balance. */
  async measured<T>(run: () => Promise<T>): Promise<{ result: T; changeOf: (staker: Staker) => Promise<bigint> }> {
    const before = new Map<Staker, bigint>();
    for (const staker of this.stakers) before.set(staker, await staker.balance());
    const result = await run();
    return { result, changeOf: async (staker) => (await staker.balance()) - (before.get(staker) ?? 0n) };
  }

  /** Lifetime rewards after a block as they must be, worked out from the blocks; ledger units. */
  async expectedLedger(address: Address, height: number): Promise<bigint> {
    return (await this.#ledger.readAt(height)).lifetimeOf(address);
  }

  /** The same in base units, as a claim pays them. */
  async expectedLifetime(address: Address, height: number): Promise<bigint> {
    return (await this.expectedLedger(address, height)) / LEDGER_UNITS_PER_BASE_UNIT;
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

  /** Seconds of L2's newest block. */
  async l2Time(): Promise<number> {
    return Number((await this.wallet.publicClient.getBlock({ blockTag: "latest" })).timestamp);
  }

  /** Moves all clocks to a time, on a chain whose clock is ours; on another one it has to be waited for. */
  async passUntil(time: number): Promise<void> {
    const seconds = time - (await this.l2Time());
    if (seconds > 0 && this.live.state.foreignL2 === null) await callDevnet(this.live.folder, "warp", { seconds });
  }

  async #whyRejected(): Promise<string> {
    const { events } = await this.client.getL2Events({ limit: 200 });
    const event = events.find(({ nodeId, result }) => nodeId === this.nodeId && result === "rejected");
    return event === undefined ? "" : `: ${event.code}: ${event.message}`;
  }
}

async function makeStakers(live: LiveNetwork, kind: JourneyKind, stake: bigint, purpose: string): Promise<Stakers> {
  if (kind !== "pool") return [await Staker.make(live, "operator", stake, purpose)];
  const parts = splitStake(stake);
  return [
    await Staker.make(live, "operator", parts.operator, purpose),
    await Staker.make(live, "reserved", parts.reserved, purpose),
    await Staker.make(live, "public", parts.public, purpose),
  ];
}

export function failed(step: StepName, reason: string): DevnetError {
  return new DevnetError({ code: "JOURNEY_STEP_FAILED", step, reason }, `${step}: ${reason}`);
}

/** @throws DevnetError JOURNEY_STEP_FAILED unless it holds */
export function check(step: StepName, holds: boolean, reason: string): void {
  if (!holds) throw failed(step, reason);
}
