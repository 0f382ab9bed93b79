import { serviceNodeRewardsAbi } from "@session/contracts";
import type { Genesis } from "@session/protocol";
import { type BlockResponse, type HistoryEntry, type NodeClient, SdkError, type Wallet } from "@session/sdk";
import type { Address } from "viem";
import { bytesToHex } from "viem";
import { type EarningChange, type NodeTerms, RewardLedger } from "./ledger.ts";

export type LedgerSources = {
  readonly genesis: Genesis;
  readonly blockIntervalSec: number;
  /** Running nodes; blocks are asked of all of them. */
  readonly clients: readonly NodeClient[];
  readonly publicClient: Wallet["publicClient"];
  readonly contract: Address;
};

const PARALLEL = 12;

/** Keeps blocks between readings, so that each reading of a journey asks only for new ones. */
export class LedgerReader {
  readonly #sources: LedgerSources;
  readonly #blocks: BlockResponse[] = [];

  constructor(sources: LedgerSources) {
    this.#sources = sources;
  }

  /** The ledger after a final block, from block 1 on. */
  async readAt(height: number): Promise<RewardLedger> {
    const { genesis, blockIntervalSec } = this.#sources;
    const [terms, changes] = await Promise.all([
      this.#readTerms(),
      this.#readChanges(height),
      this.#fetchBlocks(height),
    ]);
    const ledger = new RewardLedger({
      blockIntervalSec: BigInt(blockIntervalSec),
      genesisReleased: genesis.poolReleased,
      seeded: genesis.nodes.map(({ id }) => id),
      terms,
    });
    for (const block of this.#blocks.slice(0, height)) {
      const { rewardRate, poolReleased } = block;
      const header = { height: block.height, rewardRate: BigInt(rewardRate), poolReleased: BigInt(poolReleased) };
      ledger.apply(header, changes.get(block.height) ?? []);
    }
    return ledger;
  }

  async #fetchBlocks(height: number): Promise<void> {
    const { clients } = this.#sources;
    for (let from = this.#blocks.length + 1; from <= height; from += PARALLEL) {
      const heights = Array.from({ length: Math.min(PARALLEL, height - from + 1) }, (_, i) => from + i);
      this.#blocks.push(...(await Promise.all(heights.map((at) => fetchBlock(clients, at)))));
    }
  }

  /** Terms of every node that was ever registered, from L2's own logs. */
  async #readTerms(): Promise<Map<number, NodeTerms>> {
    const { publicClient, contract, genesis } = this.#sources;
    const logs = await publicClient.getContractEvents({
      ...{ address: contract, abi: serviceNodeRewardsAbi, strict: true },
      ...{ eventName: "NewServiceNode", fromBlock: 0n },
    });
    const terms = new Map<number, NodeTerms>();
    for (const { id, feeBps, contributors } of genesis.nodes) {
      const shares = contributors.map(({ beneficiary, amount }) => ({ beneficiary: bytesToHex(beneficiary), amount }));
      terms.set(id, { id, feeBps: BigInt(feeBps), contributors: shares });
    }
    for (const { args } of logs) {
      const id = Number(args.id);
      const shares = args.contributors.map(({ beneficiary, amount }) => ({
        beneficiary: beneficiary.toLowerCase(),
        amount,
      }));
      terms.set(id, { id, feeBps: BigInt(args.params.feeBps), contributors: shares });
    }
    return terms;
  }

  /** When each node began and stopped to earn, from the histories of all nodes that ever were. */
  async #readChanges(height: number): Promise<Map<number, EarningChange[]>> {
    const { clients, genesis } = this.#sources;
    const client = pick(clients, 0);
    const ids = new Set(genesis.nodes.map(({ id }) => id));
    for (let cursor: string | undefined; ; ) {
      const { events, next } = await client.getL2Events({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      for (const { nodeId } of events) if (nodeId !== null) ids.add(nodeId);
      if (next === null) break;
      cursor = next;
    }
    const changes = new Map<number, EarningChange[]>();
    for (const node of ids)
      for (const entry of await readHistory(client, node)) {
        const type = toEarningChange(entry);
        if (type === undefined || entry.height > height) continue;
        changes.set(entry.height, [...(changes.get(entry.height) ?? []), { node, type }]);
      }
    return changes;
  }
}

/** Which changes of a node touch its earning (docs/protocol/blocks.md, "Order"). */
export function toEarningChange({
  type,
  detail,
}: Pick<HistoryEntry, "type" | "detail">): EarningChange["type"] | undefined {
  if (type === "node-payable") return "begins";
  if (type === "node-removed" || type === "node-decommissioned") return "stops";
  if (type === "node-forgotten") return "stopsAfterReward";
  // The last validator's stake has left: it goes on unpaid.
  if (type === "deferred" && detail.change === "forget") return "stopsAfterReward";
  return undefined;
}

async function readHistory(client: NodeClient, node: number): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await client.getNodeHistory(node, { limit: 500, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.entries);
    if (page.next === null) return found;
    cursor = page.next;
  }
}

/** From one of the nodes in turn; from the first, which named the height, where another is behind or down. */
function fetchBlock(clients: readonly NodeClient[], height: number): Promise<BlockResponse> {
  const client = pick(clients, height);
  return client.getBlock(height).catch((error: unknown) => {
    if (!(error instanceof SdkError) || client === clients[0]) throw error;
    return pick(clients, 0).getBlock(height);
  });
}

function pick(clients: readonly NodeClient[], at: number): NodeClient {
  const client = clients[at % clients.length];
  if (client === undefined) throw new RangeError("no node to ask");
  return client;
}
