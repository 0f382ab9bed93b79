import { implement, type TypedApp } from "@session/http";
import {
  type NodeSummary,
  stakeRoutes as routes,
  type StakeAction,
  type StakesResponse,
} from "@session/sdk/indexer-api";
import type { Hex } from "viem";
import { asOf, type DataServices, nowSec } from "../../economics/dataServices.ts";
import type { Parameters } from "../../economics/parametersInForce.ts";
import { type Action, nodeActions, orderActions, poolActions } from "../../economics/stakeActions.ts";
import type { Vesting } from "../../economics/vestings.ts";
import { contributionsOf, poolsOfAccounts } from "../../views/pools/queries.ts";
import type { NodeRow } from "../../views/staking/nodeColumns.ts";
import { nodesById, type ShareRow, sharesOfAccounts } from "../../views/staking/queries.ts";
import { addressText } from "../format/addressText.ts";
import { formatNode, returnsOf } from "../format/nodeFormat.ts";
import { formatPool, limitsOf, withdrawableFrom } from "../format/poolFormat.ts";
import { addressRewards } from "../format/rewardsFormat.ts";
import { formatVesting, vestedNothing } from "../format/vestingFormat.ts";
import { nodeFormat } from "./nodes.ts";

/** An operator of a thousand nodes sees all of them; shares are as many again. */
const MAX_SHARES = 2_000;
const MAX_POOLS = 500;

type StakedNode = StakesResponse["nodes"][number];
type StakedPool = StakesResponse["pools"][number];
type Found = { readonly nodes: StakedNode[]; readonly pools: StakedPool[]; readonly actions: Action[] };

export function stakeRoutes(app: TypedApp, services: DataServices): void {
  implement(app, routes.getStakes, async ({ params }) => {
    const { address } = params;
    const known = await services.vestings.list();
    const vestings = (known ?? []).filter(({ beneficiary, holder }) => beneficiary === address || holder === address);
    const accounts = [address, ...vestings.map((vesting) => vesting.address)];
    const [rewards, parameters] = await Promise.all([addressRewards(services, address), services.parameters.known()]);
    const [nodes, pools] = await Promise.all([
      readNodes(services, accounts, parameters),
      readPools(services, accounts, parameters),
    ]);
    const found = { nodes: nodes.nodes, pools: pools.pools };
    const totals = new Map(accounts.map((account) => [account, totalsOf(addressText(account), found)]));
    // A revoked vesting is its revoker's to use, though its beneficiary still sees it.
    const held = vestings.filter(({ holder }) => holder === address);
    const acting = new Set([address, ...held.map((vesting) => vesting.address)].map(addressText));
    const actions = [
      ...[...claimAction(address, BigInt(rewards.claimable)), ...held.flatMap(releaseAction)],
      ...[...nodes.actions, ...pools.actions].filter(({ account }) => acting.has(account as Hex)),
    ];
    return {
      asOf: asOf(services),
      address: addressText(address),
      totals: totals.get(address) ?? vestedNothing,
      rewards,
      ...found,
      vestings: vestings.map((vesting) => {
        const own = totals.get(vesting.address) ?? vestedNothing;
        return { ...formatVesting(vesting, stakedOf(own), nowSec(services)), totals: own };
      }),
      actions: formatActions(actions, nowSec(services)),
      isCut: nodes.isCut || pools.isCut,
      areVestingsKnown: known !== undefined,
    };
  });
}

type ReadNodes = Pick<Found, "nodes" | "actions"> & { readonly isCut: boolean };

async function readNodes(
  services: DataServices,
  accounts: readonly Hex[],
  { durations }: Parameters,
): Promise<ReadNodes> {
  const { queries } = services.database;
  const shares = await sharesOfAccounts(queries, accounts, MAX_SHARES + 1);
  const isCut = shares.length > MAX_SHARES;
  const kept = shares.slice(0, MAX_SHARES);
  const rows = await nodesById(queries, [...new Set(kept.map(({ nodeId }) => nodeId))]);
  const format = await nodeFormat(services, rows.values());
  const nodes: StakedNode[] = [];
  const actions: Action[] = [];
  for (const { account, nodeId, own } of groupShares(kept, accounts)) {
    const row = rows.get(nodeId);
    if (row === undefined) continue;
    const node = formatNode(row, format);
    const staked = stakedNode(account, node, row, own);
    nodes.push(staked);
    const share = { stake: BigInt(staked.stake), returns: BigInt(staked.returns) };
    actions.push(...nodeActions(staked.account, node, share, durations));
  }
  return { nodes, actions, isCut };
}

type OwnShares = { readonly account: Hex; readonly nodeId: number; readonly own: readonly ShareRow[] };

/** Shares by node and by the account that holds them or is paid by them, in their order. */
function groupShares(shares: readonly ShareRow[], accounts: readonly Hex[]): OwnShares[] {
  const groups = new Map<string, { account: Hex; nodeId: number; own: ShareRow[] }>();
  for (const share of shares)
    for (const account of accounts) {
      if (share.staker !== account && share.beneficiary !== account) continue;
      const key = `${share.nodeId} ${account}`;
      const group = groups.get(key) ?? { account, nodeId: share.nodeId, own: [] };
      group.own.push(share);
      groups.set(key, group);
    }
  return [...groups.values()];
}

function stakedNode(account: Hex, node: NodeSummary, row: NodeRow, own: readonly ShareRow[]): StakedNode {
  const share = own.find(({ staker }) => staker === account);
  const roles = new Set<StakedNode["roles"][number]>();
  if (share !== undefined) roles.add(share.position === 0 ? "operator" : "contributor");
  if (own.some(({ beneficiary }) => beneficiary === account)) roles.add("beneficiary");
  return {
    node,
    account: addressText(account),
    roles: [...roles],
    stake: (share?.amount ?? 0n).toString(),
    returns: (share === undefined ? 0n : returnsOf(row, share)).toString(),
    beneficiary: share === undefined ? null : addressText(share.beneficiary),
  };
}

type ReadPools = Pick<Found, "pools" | "actions"> & { readonly isCut: boolean };

async function readPools(
  { database }: DataServices,
  accounts: readonly Hex[],
  parameters: Parameters,
): Promise<ReadPools> {
  const rows = await poolsOfAccounts(database.queries, accounts, MAX_POOLS + 1);
  const kept = rows.slice(0, MAX_POOLS);
  const inside = await contributionsOf(
    database.queries,
    kept.map(({ address }) => address),
  );
  const pools: StakedPool[] = [];
  const actions: Action[] = [];
  for (const row of kept) {
    const contributions = inside.get(row.address) ?? [];
    const pool = formatPool(row, contributions, parameters);
    for (const account of accounts) {
      const own = contributions.find(({ staker }) => staker === account);
      const limits = limitsOf(row, contributions, account);
      const isOperator = row.operator === account;
      const roles: StakedPool["roles"] = [];
      if (isOperator) roles.push("operator");
      if (own !== undefined && !isOperator) roles.push("contributor");
      if (limits.reservation > 0n && !isOperator) roles.push("reserved");
      if (roles.length === 0) continue;
      const contribution = own?.amount ?? 0n;
      const from = own === undefined ? null : withdrawableFrom(row, own);
      const isTaking = row.state === "open" || (row.state === "waiting" && isOperator);
      pools.push({
        ...{ pool, account: addressText(account), roles, contribution: contribution.toString() },
        beneficiary: own === undefined ? null : addressText(own.beneficiary),
        reserved: limits.reservation.toString(),
        minimumContribution: (isTaking ? limits.minimum : 0n).toString(),
        maximumContribution: (isTaking ? limits.maximum : 0n).toString(),
        withdrawableFrom: from,
      });
      const place = { limits, contribution, withdrawableFrom: from, isOperator };
      actions.push(...poolActions(addressText(account), pool, place));
    }
  }
  return { pools, actions, isCut: rows.length > MAX_POOLS };
}

type Totals = StakesResponse["totals"];

/** Which of the totals a node's stake counts in; none once it is paid out. */
function totalOf({ state }: NodeSummary): keyof Totals | undefined {
  if (state === "exited" || state === "liquidated") return undefined;
  if (state === "locked") return "locked";
  return state === "exitable" || state === "liquidatable" || state === "rejected" ? "returning" : "staked";
}

function totalsOf(account: string, { nodes, pools }: Pick<Found, "nodes" | "pools">): Totals {
  const sums: Record<keyof Totals, bigint> = { staked: 0n, returning: 0n, locked: 0n, inPools: 0n };
  for (const staked of nodes) {
    const total = totalOf(staked.node);
    if (staked.account === account && total !== undefined) sums[total] += BigInt(staked.returns);
  }
  for (const staked of pools) if (staked.account === account) sums.inPools += BigInt(staked.contribution);
  return {
    staked: sums.staked.toString(),
    returning: sums.returning.toString(),
    locked: sums.locked.toString(),
    inPools: sums.inPools.toString(),
  };
}

function stakedOf({ staked, returning, locked, inPools }: Totals): bigint {
  return BigInt(staked) + BigInt(returning) + BigInt(locked) + BigInt(inPools);
}

const NO_SUBJECT = { nodeId: null, pool: null, until: null };

function claimAction(address: Hex, claimable: bigint): Action[] {
  if (claimable === 0n) return [];
  return [{ ...NO_SUBJECT, type: "claim", account: addressText(address), amount: claimable, from: 0 }];
}

function releaseAction({ address, balance, releasable, cliff, end }: Vesting): Action[] {
  if (balance === 0n) return [];
  const from = releasable > 0n ? 0 : (cliff ?? end);
  return [{ ...NO_SUBJECT, type: "releaseVesting", account: addressText(address), amount: releasable, from }];
}

function formatActions(actions: readonly Action[], now: number): StakeAction[] {
  return orderActions(actions).map(({ isProved = true, ...action }) => {
    const isTime = action.from !== null && action.from <= now;
    return {
      ...action,
      amount: action.amount?.toString() ?? null,
      isPossible: isTime && isProved,
      waitsForCheckpoint: isTime && !isProved,
    };
  });
}
