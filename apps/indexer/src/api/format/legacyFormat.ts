import type { legacyContract, legacyNetwork, legacyNode } from "@session/sdk/indexer-api";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { clockOf, type DataServices } from "../../economics/dataServices.ts";
import { operatorLeast } from "../../economics/poolLimits.ts";
import { cursors } from "../../raw/schema.ts";
import type { ContributionRow, PoolRow } from "../../views/pools/queries.ts";
import type { NodeRow } from "../../views/staking/nodeColumns.ts";
import type { ShareRow } from "../../views/staking/queries.ts";
import { stakeTotals } from "../../views/staking/stakeSums.ts";
import { statesCounted } from "../routes/nodes.ts";
import { addressText } from "./addressText.ts";
import { formatNode, type NodeFormat } from "./nodeFormat.ts";

type Hex = `0x${string}`;

export function legacyKey(bytes: Hex): string {
  return bytes.slice(2);
}

/** What every answer of the old backend carries. */
export async function legacyNetworkOf(services: DataServices): Promise<z.infer<typeof legacyNetwork>> {
  const { cache, database, l2, chain, network, version } = services;
  const { queries } = database;
  const [states, totals, parameters, tip] = await Promise.all([
    statesCounted(services),
    cache.get("stakeTotals", () => stakeTotals(queries)),
    services.parameters.known(),
    cache.get("tip", async () => (await queries.select().from(cursors).where(eq(cursors.source, "chain")))[0] ?? null),
  ]);
  const { stakingRequirement, maxContributors } = parameters;
  return {
    nettype: network.name,
    block_height: Number(chain.head()?.number ?? 0n),
    block_timestamp: clockOf(services).chainTime,
    block_top_hash: tip === null ? "" : legacyKey(tip.hash),
    l2_height: Number(l2.head()?.number ?? 0n),
    l2_height_timestamp: l2.head()?.time ?? 0,
    staking_requirement: stakingRequirement.toString(),
    min_operator_contribution: operatorLeast(stakingRequirement).toString(),
    max_stakers: maxContributors,
    node_count: totals.nodes,
    active_node_count: states.active + states.exitRequested + states.unlocking,
    total_staked: totals.staked.toString(),
    version,
  };
}

export function formatLegacyNode(
  row: NodeRow,
  shares: readonly ShareRow[],
  format: NodeFormat,
): z.infer<typeof legacyNode> {
  const { contract, chain } = row;
  const { id, state, bls, unlockAt, removed } = formatNode(row, format);
  const key = legacyKey(contract.ed25519);
  return {
    ...{ contract_id: id, service_node_pubkey: key, pubkey_ed25519: key, pubkey_bls: legacyKey(bls as Hex) },
    operator_address: addressText(contract.operator),
    operator_fee: contract.feeBps,
    active: chain?.status === "active",
    funded: true,
    payable: chain?.isPayable === 1,
    is_removable: state === "exitable" || state === "liquidatable" || state === "rejected",
    is_liquidatable: state === "liquidatable",
    registration_height: chain?.registeredHeight ?? null,
    state_height: chain?.statusHeight ?? null,
    // There it is a height; here unlocks are times, so it only says whether one is set.
    requested_unlock_height: unlockAt === null ? 0 : (chain?.statusHeight ?? 0),
    exit_type: removed?.reason ?? contract.left,
    staking_requirement: contract.deposit.toString(),
    total_contributed: contract.deposit.toString(),
    contributors: shares.map(({ staker, beneficiary, amount }) => ({
      address: addressText(staker),
      beneficiary: addressText(beneficiary),
      amount: amount.toString(),
    })),
  };
}

export function formatLegacyContract(
  pool: PoolRow,
  contributions: readonly ContributionRow[],
): z.infer<typeof legacyContract> {
  const reserved = new Map(pool.reserved.map(({ staker, amount }) => [staker.toLowerCase(), amount]));
  return {
    address: addressText(pool.address),
    operator_address: addressText(pool.operator),
    fee: pool.feeBps,
    manual_finalize: pool.manualFinalize === 1,
    pubkey_bls: legacyKey(pool.bls),
    service_node_pubkey: legacyKey(pool.ed25519),
    status: STATE_NUMBERS[pool.state],
    contributors: contributions.map(({ staker, beneficiary, amount }) => ({
      address: addressText(staker),
      beneficiary_address: addressText(beneficiary),
      amount: amount.toString(),
      reserved: reserved.get(staker) ?? "0",
    })),
  };
}

const STATE_NUMBERS = { waiting: 0, open: 1, full: 2, finalized: 3 } as const;
