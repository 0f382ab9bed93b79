import { leavingTerms, type Preset } from "@session/protocol";
import type { ExitResponse, NodeResponse } from "@session/sdk";
import type { NodeLifecycleState, NodeSummary } from "@session/sdk/indexer-api";
import { compressBls } from "./compressBls.ts";
import { type ContractNode, optionalSec, toSec } from "./source.ts";

/** What the appchain says of a node: `unknown` where no node API answers, `absent` where it hasn't seen it. */
export type ChainView = SeenNode | "absent" | "unknown";
/** With the newest proof that it may leave, where it was let go and there is one. */
export type SeenNode = NodeResponse & { readonly proof?: Pick<ExitResponse, "checkpoint" | "liquidation"> | undefined };

export type NodeRules = {
  readonly preset: Preset;
  readonly minExitAgeSec: number;
  readonly exitWaitSec: number;
  readonly nowSec: number;
};
export type Departure = NonNullable<NodeSummary["left"]>;

/** `NodeState` of the rewards contract. */
export const contractStates = ["none", "active", "exited", "locked", "withdrawn"] as const;

export function contractStateOf({ state }: ContractNode): (typeof contractStates)[number] {
  return contractStates[state] ?? "none";
}

/** A node as the indexer would sum it up, as far as contract and appchain say it now. */
export function toSummary(
  node: ContractNode,
  view: ChainView,
  rules: NodeRules,
  left: Departure | null = null,
): NodeSummary {
  const chain = typeof view === "string" ? undefined : view;
  return {
    id: node.id,
    state: stateOf(node, view, rules, left),
    operator: node.operator,
    ed25519: `0x${node.ed25519Pubkey.toString(16).padStart(64, "0")}`,
    bls: compressBls(node.blsPubkey),
    feeBps: node.feeBps,
    deposit: node.deposit.toString(),
    contributors: node.contributors.length,
    registeredAt: toSec(node.addedAt),
    isSeeded: false,
    isPayable: chain?.payable ?? false,
    payableAt: chain?.payableAt ?? null,
    creditSec: chain?.creditSec ?? null,
    exitRequestedAt: optionalSec(node.leaveRequestedAt),
    unlockAt: chain?.unlockAt ?? null,
    removed: chain?.removed ? { reason: chain.removed.reason, at: chain.removed.at } : null,
    ...timesOf(node, chain, rules, left),
    ...checkpointsOf(chain?.proof),
    left,
    pool: null,
  };
}

function checkpointsOf(proof: SeenNode["proof"]): Pick<NodeSummary, "exitCheckpoint" | "liquidationCheckpoint"> {
  const height = proof?.checkpoint.height ?? null;
  return { exitCheckpoint: height, liquidationCheckpoint: proof?.liquidation ? height : null };
}

/** By the same rules as the indexer's; where nobody speaks for the appchain, what the contract knows. */
function stateOf(node: ContractNode, view: ChainView, rules: NodeRules, left: Departure | null): NodeLifecycleState {
  const own = contractStateOf(node);
  if (own === "locked") return "locked";
  if (own !== "active") return left?.how ?? "exited";
  const asked = node.leaveRequestedAt > 0n;
  if (view === "unknown") return asked ? "exitRequested" : "active";
  if (view === "absent") return "pendingOnL2";
  if (view.status === "removed") return stateOfRemoved(view, rules);
  if (view.status === "decommissioned") return "decommissioned";
  if (view.unlockAt !== null) return "unlocking";
  return asked ? "exitRequested" : view.status;
}

function stateOfRemoved({ removed }: NodeResponse, { preset, nowSec }: NodeRules): NodeLifecycleState {
  if (removed === null) return "exitable";
  if (removed.reason === "rejected") return "rejected";
  const from = leavingTerms({ removed }, preset)?.liquidation?.from;
  return from !== undefined && nowSec >= from ? "liquidatable" : "exitable";
}

type Times = Pick<NodeSummary, "exitableFrom" | "liquidatableFrom" | "escapeFrom" | "lockedUntil">;

function timesOf(node: ContractNode, chain: NodeResponse | undefined, rules: NodeRules, left: Departure | null): Times {
  const lock = optionalSec(node.lockedUntil);
  if (left !== null) return { exitableFrom: null, liquidatableFrom: null, escapeFrom: null, lockedUntil: lock };
  const ofAge = toSec(node.addedAt) + rules.minExitAgeSec;
  const removed = chain?.removed ?? null;
  const terms = removed === null ? undefined : leavingTerms({ removed }, rules.preset);
  const letGoAt = removed?.at ?? chain?.unlockAt ?? null;
  const requested = optionalSec(node.leaveRequestedAt);
  const locked = terms?.exit.lockedUntil ?? 0;
  return {
    exitableFrom: letGoAt === null ? null : Math.max(letGoAt, ofAge),
    liquidatableFrom: terms?.liquidation === undefined ? null : Math.max(terms.liquidation.from, ofAge),
    escapeFrom: requested === null ? null : requested + rules.exitWaitSec,
    lockedUntil: locked === 0 ? null : locked,
  };
}
