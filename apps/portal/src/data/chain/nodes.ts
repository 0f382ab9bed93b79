import { type NodeClient, SdkError } from "@session/sdk";
import type { NodePage, NodeSummary } from "@session/sdk/indexer-api";
import type { RouteAnswer, RouteInput } from "@session/web";
import { isUnknownBeyondContract } from "../knownState.ts";
import { findDeparture } from "./departure.ts";
import { type ChainView, contractStateOf, type NodeRules, type SeenNode, toSummary } from "./lifecycle.ts";
import { penaltiesOf, presetFor } from "./params.ts";
import { askNodes, type ChainSource, type ContractNode, optionalSec, rewardsContract, ZERO_HASH } from "./source.ts";

type NodeDetail = RouteAnswer<"getNode">;
const PAGE = 100n;

/** What the contract and the preset say of waits, at the newest block. */
export async function readRules(source: ChainSource): Promise<{ rules: NodeRules; l2Block: string; ratios: Ratios }> {
  const { l2 } = source;
  const [params, block] = await Promise.all([
    l2.readContract({ ...rewardsContract(source), functionName: "params" }),
    l2.getBlock(),
  ]);
  const { minExitAge, exitWait, blockInterval } = params.durations;
  const { liquidatorRatio: liquidator, poolRatio: pool, recipientRatio: recipient } = params;
  return {
    rules: {
      preset: presetFor(source.params?.preset, blockInterval),
      minExitAgeSec: Number(minExitAge),
      exitWaitSec: Number(exitWait),
      nowSec: Number(block.timestamp),
    },
    l2Block: block.number.toString(),
    ratios: { liquidator, pool, recipient },
  };
}
type Ratios = Parameters<typeof penaltiesOf>[1];

/** A node by its id; keys are looked for among the active ones. */
export async function readNode(
  source: ChainSource,
  { id }: RouteInput<"getNode">,
  last: NodeDetail | undefined,
): Promise<NodeDetail> {
  const { rules, l2Block, ratios } = await readRules(source);
  const node = await findNode(source, String(id));
  const own = contractStateOf(node);
  const [view, left] = await Promise.all([
    viewOf(source, node.id),
    own === "active" ? null : findDeparture(source, node.id),
  ]);
  const chain = typeof view === "string" ? null : view;
  const { liquidator, pool } = penaltiesOf(node.deposit, ratios);
  return {
    timeline: [],
    registration: null,
    lastDecommission: null,
    chain: null,
    ...last,
    ...toSummary(node, view, rules, left),
    pool: last?.pool ?? null,
    isSeeded: last?.isSeeded ?? false,
    asOf: { l2Block, height: last?.asOf.height ?? 0 },
    shares: toShares(node),
    contract: toContractView(node, last),
    penalty: chain?.removed?.reason === "rejected" ? null : { liquidator: String(liquidator), pool: String(pool) },
  };
}

async function viewOf(source: ChainSource, id: number): Promise<ChainView> {
  const found = await askNodes(source, (node) => seenBy(node, id));
  return found === undefined ? "unknown" : (found.answer ?? "absent");
}

/** A node as one's API shows it, with its proof where it was let go. */
async function seenBy(node: NodeClient, id: number): Promise<SeenNode | undefined> {
  const seen = await node.findNode(id);
  if (seen === undefined || seen.removed === null) return seen;
  return { ...seen, proof: await node.findExit(id) };
}

async function findNode(source: ChainSource, key: string): Promise<ContractNode> {
  const contract = rewardsContract(source);
  if (/^\d{1,8}$/.test(key)) {
    const node = await source.l2.readContract({ ...contract, functionName: "node", args: [Number(key)] });
    if (contractStateOf(node) !== "none") return node;
  } else {
    const wanted = key.toLowerCase().replace(/^0x/, "");
    const nodes = await readContractNodes(source);
    const found = nodes.find((node) => keysOf(node).some((digits) => digits.startsWith(wanted)));
    if (found !== undefined) return found;
  }
  const detail = { code: "API_PROBLEM", url: contract.address, status: 404, apiCode: "NOT_FOUND" } as const;
  throw new SdkError(detail, `The contract has no node ${key}.`);
}

const keysOf = ({ ed25519Pubkey, blsPubkey }: ContractNode) => [
  ed25519Pubkey.toString(16).padStart(64, "0"),
  blsPubkey.slice(2).toLowerCase(),
];

/** Everybody's stake and what returns of it: a penalty is taken from the operator's, the first. */
export function toShares({ contributors, penalty }: ContractNode): NodeDetail["shares"] {
  return contributors.map(({ staker, beneficiary, amount }, position) => ({
    ...{ position, staker, beneficiary, amount: amount.toString() },
    returns: (position === 0 ? amount - penalty : amount).toString(),
  }));
}

function toContractView(node: ContractNode, last: NodeDetail | undefined): NodeDetail["contract"] {
  const state = contractStateOf(node);
  return {
    initiator: null,
    registeredBlock: "0",
    registeredTx: ZERO_HASH,
    exitRequestedBy: null,
    leftBlock: null,
    returned: "0",
    liquidator: null,
    liquidatorPenalty: "0",
    poolPenalty: node.penalty.toString(),
    withdrawnBlock: null,
    ...last?.contract,
    state: state === "none" ? "active" : state,
    bls: node.blsPubkey,
    lockedUntil: optionalSec(node.lockedUntil),
  };
}

/** All active nodes, by pages of the contract. */
export async function readContractNodes(source: ChainSource): Promise<ContractNode[]> {
  const contract = rewardsContract(source);
  const nodes: ContractNode[] = [];
  for (let offset = 0n; ; ) {
    const [page, next] = await source.l2.readContract({ ...contract, functionName: "nodes", args: [offset, PAGE] });
    nodes.push(...page);
    if (next <= offset) return nodes;
    offset = next;
  }
}

/** The appchain's view of some nodes: of each by itself while they are few, otherwise by the pages of a node's API. */
export async function readViews(source: ChainSource, ids: readonly number[]): Promise<(id: number) => ChainView> {
  const found = await askNodes(source, (node) =>
    Promise.all(ids.map(async (id) => [id, await seenBy(node, id)] as const)),
  );
  if (found === undefined) return () => "unknown";
  const views = new Map(found.answer);
  return (id) => views.get(id) ?? "absent";
}

const MOST_LISTED = 200;

/** Active nodes by the filters that contracts can answer, by id. */
export async function readNodes(source: ChainSource, input: RouteInput<"listNodes">): Promise<NodePage> {
  const { mine, operator, search, limit = MOST_LISTED } = input ?? {};
  const [{ rules, l2Block }, all] = await Promise.all([readRules(source), readContractNodes(source)]);
  const wanted = search?.toLowerCase().replace(/^0x/, "");
  const isOf = (node: ContractNode, address: string) =>
    node.contributors.some(({ staker, beneficiary }) => isSame(staker, address) || isSame(beneficiary, address));
  const fitting = all.filter(
    (node) =>
      (mine === undefined || isOf(node, mine)) &&
      (operator === undefined || isSame(node.operator, operator)) &&
      (wanted === undefined || isFound(node, wanted)),
  );
  const shown = fitting.slice(0, Math.min(Number(limit), MOST_LISTED));
  const view = await readViews(
    source,
    shown.map(({ id }) => id),
  );
  const items: NodeSummary[] = shown.map((node) => toSummary(node, view(node.id), rules));
  return { items, next: null, asOf: { l2Block, height: 0 }, counts: countStates(items) };
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function isFound(node: ContractNode, wanted: string): boolean {
  const texts = [String(node.id), node.operator.slice(2).toLowerCase(), ...keysOf(node)];
  return texts.some((text) => text.startsWith(wanted));
}

/** By what is known of them: of the others the contract only says that they are there, and that is no state to be counted. */
export function countStates(items: readonly NodeSummary[]): NodePage["counts"] {
  const counts = { ...NO_COUNTS };
  for (const node of items) if (!isUnknownBeyondContract(node)) counts[node.state] += 1;
  return counts;
}

const NO_COUNTS: NodePage["counts"] = {
  ...{ pendingOnL2: 0, joining: 0, active: 0, decommissioned: 0, exitRequested: 0, unlocking: 0 },
  ...{ exitable: 0, liquidatable: 0, locked: 0, exited: 0, liquidated: 0, rejected: 0 },
};
