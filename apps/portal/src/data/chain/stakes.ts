import type { NodeSummary, StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import type { RouteInput } from "@session/web";
import { getAddress, type Hex } from "viem";
import { onceProved } from "../proofs.ts";
import { contractStateOf, toSummary } from "./lifecycle.ts";
import { readContractNodes, readRules, readViews } from "./nodes.ts";
import { readAddressRewards } from "./rewards.ts";
import { type ChainSource, type ContractNode, contractsOf, rewardsContract } from "./source.ts";

type StakedNode = StakesResponse["nodes"][number];
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/**
 * What an address has in nodes that are in the contract, its rewards, and what it can do. Pools, vesting contracts and nodes
 * that left stay as the indexer last said; without that they are missing, which the notice about the indexer says.
 */
export async function readStakes(
  source: ChainSource,
  input: RouteInput<"getStakes">,
  last: StakesResponse | undefined,
): Promise<StakesResponse> {
  const address = getAddress(input.address);
  const [{ rules, l2Block }, all, rewards, waitSec] = await Promise.all([
    readRules(source),
    readContractNodes(source),
    readAddressRewards(source, address),
    readSmallWait(source),
  ]);
  const own = all.filter(({ contributors }) =>
    contributors.some(({ staker, beneficiary }) => isSame(staker, address) || isSame(beneficiary, address)),
  );
  const view = await readViews(
    source,
    own.map(({ id }) => id),
  );
  const present = own.map((node) => toStaked(node, toSummary(node, view(node.id), rules), address));
  const gone = await readGone(source, last, present);
  const nodes = [...present, ...gone].sort((one, other) => other.node.id - one.node.id);
  return {
    pools: [],
    vestings: [],
    ...last,
    asOf: { l2Block, height: rewards.checkpointHeight ?? 0 },
    address,
    totals: toTotals(nodes, last),
    rewards,
    nodes,
    actions: [
      ...claimAction(address, rewards.claimable, rules.nowSec),
      ...nodes.flatMap((staked) => nodeActions(staked, address, waitSec, rules.nowSec)),
      ...(last?.actions.filter(({ pool, account }) => pool !== null || !isSame(account, address)) ?? []),
    ],
    isCut: last?.isCut ?? false,
    areVestingsKnown: last?.areVestingsKnown ?? contractsOf(source).vestings.length === 0,
  };
}

async function readSmallWait(source: ChainSource): Promise<number> {
  const { durations } = await source.l2.readContract({ ...rewardsContract(source), functionName: "params" });
  return Number(durations.smallContributorWait);
}

/** Nodes the indexer knew that have left since: the contract says whether their stake is locked. */
async function readGone(
  { l2, ...rest }: ChainSource,
  last: StakesResponse | undefined,
  present: readonly StakedNode[],
): Promise<StakedNode[]> {
  const ids = new Set(present.map(({ node }) => node.id));
  const others = (last?.nodes ?? []).filter(({ node }) => !ids.has(node.id));
  const contract = rewardsContract({ l2, ...rest });
  return Promise.all(
    others.map(async (staked) => {
      const node = await l2.readContract({ ...contract, functionName: "node", args: [staked.node.id] });
      const state = contractStateOf(node);
      const shown = state === "locked" ? "locked" : node.penalty > 0n ? "liquidated" : "exited";
      return { ...staked, node: { ...staked.node, state: shown } };
    }),
  );
}

function toStaked(node: ContractNode, summary: NodeSummary, account: Hex): StakedNode {
  const shares = node.contributors.map((share, position) => ({ ...share, position }));
  const mine = shares.filter(({ staker }) => isSame(staker, account));
  const stake = mine.reduce((sum, { amount }) => sum + amount, 0n);
  const penalty = mine.some(({ position }) => position === 0) ? node.penalty : 0n;
  const roles = new Set<StakedNode["roles"][number]>();
  for (const { position } of mine) roles.add(position === 0 ? "operator" : "contributor");
  if (shares.some(({ beneficiary }) => isSame(beneficiary, account))) roles.add("beneficiary");
  return {
    node: summary,
    account,
    roles: [...roles],
    stake: stake.toString(),
    returns: (stake - penalty).toString(),
    beneficiary: mine[0]?.beneficiary ?? null,
  };
}

function toTotals(nodes: readonly StakedNode[], last: StakesResponse | undefined): StakesResponse["totals"] {
  const sum = (isIn: (node: NodeSummary) => boolean) =>
    nodes.reduce((total, { node, returns }) => (isIn(node) ? total + BigInt(returns) : total), 0n).toString();
  const isOver = ({ state }: NodeSummary) => state === "exited" || state === "liquidated" || state === "locked";
  return {
    staked: sum((node) => !isOver(node) && node.removed === null),
    returning: sum((node) => !isOver(node) && node.removed !== null),
    locked: sum(({ state }) => state === "locked"),
    inPools: last?.totals.inPools ?? "0",
  };
}

function claimAction(account: Hex, claimable: string, nowSec: number): StakeAction[] {
  const base = { account, nodeId: null, pool: null, until: null };
  if (claimable === "0") return [];
  return [{ ...base, type: "claim", amount: claimable, from: nowSec, ...onceProved(true, undefined) }];
}

/** Who holds less than one part in so many waits with its exit request. Source: `Exits.SMALL_PARTS`. */
const SMALL_PARTS = 4n;

/** By the same rules as the indexer's. */
function nodeActions(
  { node, stake, returns }: StakedNode,
  account: Hex,
  waitSec: number,
  nowSec: number,
): StakeAction[] {
  if (stake === "0") return [];
  const actions: StakeAction[] = [];
  const add = (type: StakeAction["type"], amount: string | null, from: number | null, until: number | null = null) =>
    actions.push({
      ...{ type, account, nodeId: node.id, pool: null, amount, from, until },
      ...onceProved(from !== null && from <= nowSec, type === "exit" ? node.exitCheckpoint : undefined),
    });
  const isInContract = node.left === null && !["exited", "liquidated", "locked"].includes(node.state);
  if (isInContract && node.exitRequestedAt === null && node.removed === null) {
    const isSmall = BigInt(stake) * SMALL_PARTS < BigInt(node.deposit);
    add("requestExit", null, node.registeredAt + (isSmall ? waitSec : 0));
  }
  if (isInContract && node.removed !== null)
    add("exit", node.lockedUntil === null ? returns : "0", node.exitableFrom, node.liquidatableFrom);
  if (isInContract && node.escapeFrom !== null) add("exitAfterWait", returns, node.escapeFrom);
  if (node.state === "locked") add("withdrawLocked", returns, node.lockedUntil);
  return actions;
}
