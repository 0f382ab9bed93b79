import { z } from "zod";
import { address, amount, height, hex, hex32, seconds } from "./common.ts";

/**
 * Where a node stands, joined from the contract's and the appchain's view:
 * `pendingOnL2` the contract took it, the appchain hasn't seen it yet · `joining` its daemon hasn't answered yet ·
 * `active` · `decommissioned` out of service, and may come back (see `unlockAt` for whether it is leaving, too) ·
 * `exitRequested` asked for on L2, the appchain hasn't seen it yet · `unlocking` runs and is paid until `unlockAt` ·
 * `exitable` let go, its stake may leave · `liquidatable` let go too long ago: anyone may take it out for a penalty ·
 * `rejected` the appchain refused its registration: its stake may leave without penalty or lock ·
 * `locked` left, the stake is kept until `lockedUntil` · `exited`, `liquidated` left, the stake is paid out.
 */
export const nodeStates = [
  "pendingOnL2",
  "joining",
  "active",
  "decommissioned",
  "exitRequested",
  "unlocking",
  "exitable",
  "liquidatable",
  "locked",
  "exited",
  "liquidated",
  "rejected",
] as const;
export type NodeLifecycleState = (typeof nodeStates)[number];
export const nodeLifecycleState = z.enum(nodeStates);

export const nodeSummary = z.object({
  id: z.number().int(),
  state: nodeLifecycleState,
  operator: address,
  ed25519: hex32,
  /** 48 B, compressed. */
  bls: hex,
  feeBps: z.number().int(),
  deposit: amount,
  /** Stakers, the operator included. */
  contributors: z.number().int(),
  registeredAt: seconds,
  isSeeded: z.boolean(),
  isPayable: z.boolean(),
  /** From when it earns while it is active; null before the appchain knows it. */
  payableAt: seconds.nullable(),
  /** Credit at the appchain's head, seconds of absence it can afford. */
  creditSec: seconds.nullable(),
  exitRequestedAt: seconds.nullable(),
  /** When the network lets it go. */
  unlockAt: seconds.nullable(),
  removed: z.object({ reason: z.enum(["voluntary", "deregistered", "rejected", "missed"]), at: seconds }).nullable(),
  /** From when its stake can leave by proof: when the next checkpoint is certified, see `exitCheckpoint`. */
  exitableFrom: seconds.nullable(),
  /** First certified checkpoint that proves that it was let go; null while none does. */
  exitCheckpoint: height.nullable(),
  /** From when anyone may liquidate it; null: never, as things stand. */
  liquidatableFrom: seconds.nullable(),
  /** First certified checkpoint that proves that it may be liquidated; null while none does. */
  liquidationCheckpoint: height.nullable(),
  /** From when it can leave without the network's consent. */
  escapeFrom: seconds.nullable(),
  left: z.object({ how: z.enum(["exited", "liquidated"]), at: seconds, txHash: hex32 }).nullable(),
  /** End of its stake's lock: of the lock it has, or of the one it would get by leaving now; null without one. */
  lockedUntil: seconds.nullable(),
  /** Pool that registered it. */
  pool: address.nullable(),
});
export type NodeSummary = z.infer<typeof nodeSummary>;

export const stakeShare = z.object({
  /** 0 is the operator. */
  position: z.number().int(),
  staker: address,
  beneficiary: address,
  amount,
  /** What returns to the staker: less by a liquidation's penalty for the operator. */
  returns: amount,
});

/** The node as the contract knows it. */
export const contractView = z.object({
  state: z.enum(["active", "exited", "locked", "withdrawn"]),
  /** Who sent the registration; null for a seeded node. */
  initiator: address.nullable(),
  /** 96 B, affine. */
  bls: hex,
  registeredBlock: amount,
  registeredTx: hex32,
  exitRequestedBy: address.nullable(),
  leftBlock: amount.nullable(),
  returned: amount,
  lockedUntil: seconds.nullable(),
  liquidator: address.nullable(),
  liquidatorPenalty: amount,
  poolPenalty: amount,
  withdrawnBlock: amount.nullable(),
});

/** The node as the appchain knows it, or knew it. */
export const chainView = z.object({
  status: z.enum(["joining", "active", "decommissioned", "removed", "forgotten"]),
  statusAt: seconds,
  statusHeight: z.number().int(),
  registeredAt: seconds,
  registeredHeight: z.number().int(),
  /** Credit and the block time it is of. */
  creditSec: seconds,
  creditAt: seconds,
  forkVersion: z.number().int(),
});

/** What became of an L2 event on the appchain; null while it isn't in a block. */
export const eventOutcome = z.object({
  result: z.enum(["applied", "rejected"]),
  code: z.string().nullable(),
  message: z.string().nullable(),
  height: z.number().int(),
});

export const timelineEntry = z.object({
  at: seconds,
  source: z.enum(["l2", "chain"]),
  /** Name of the contract event, or type of the appchain's event. */
  type: z.string(),
  /** Its arguments by name; those of contract events with all numbers as decimal strings. */
  detail: z.record(z.string(), z.unknown()),
  /** Set for contract events. */
  l2: z
    .object({ block: amount, logIndex: z.number().int(), txHash: hex32, outcome: eventOutcome.nullable() })
    .nullable(),
  /** Set for events of the appchain. */
  chain: z.object({ height: z.number().int(), seq: z.number().int() }).nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const nodeDetail = nodeSummary.extend({
  shares: z.array(stakeShare),
  contract: contractView,
  chain: chainView.nullable(),
  /** What became of its registration. */
  registration: eventOutcome.nullable(),
  lastDecommission: z.object({ at: seconds, height: z.number().int(), reason: z.string().nullable() }).nullable(),
  /** What a liquidation would take from the operator's stake; null before the contract's ratios are known. */
  penalty: z.object({ liquidator: amount, pool: amount }).nullable(),
  /** The newest entries; `/v1/nodes/{id}/timeline` has all. */
  timeline: z.array(timelineEntry),
});
export type NodeDetail = z.infer<typeof nodeDetail>;
