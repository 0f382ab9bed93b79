import { z } from "zod";

/**
 * Every shape of a Session Node's HTTP API, written once: the node serves and documents them (OpenAPI), the client parses
 * with them. Amounts are decimal strings in base units (1e-9 SESH) unless a field ends in `Ledger` (1e-18 SESH); times
 * are unix seconds; bytes are lower-case 0x-hex.
 */
export const hex = z.string().regex(/^0x[0-9a-f]*$/);
export const hex32 = z.string().regex(/^0x[0-9a-f]{64}$/);
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const amount = z.string().regex(/^[0-9]+$/);
export const height = z.number().int().min(0);
export const seconds = z.number().int().min(0);

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
});

export const headSchema = z.object({ height, hash: hex32, time: seconds });

export const statusSchema = z.object({
  network: z.string(),
  genesisHash: hex32,
  chainId: amount,
  version: z.string(),
  /** Contract id; null while the node isn't registered. */
  nodeId: z.number().int().nullable(),
  ed25519: hex32,
  bls: hex,
  nodeState: z.enum(["unregistered", "joining", "active", "decommissioned", "removed"]),
  mode: z.enum(["syncing", "following", "voting", "halted"]),
  /** Why it doesn't vote, or what it waits for. */
  reason: z.object({ code: z.string(), message: z.string() }).nullable(),
  head: headSchema,
  l2: z.object({ number: height, head: height.nullable(), lagSec: z.number().nullable() }),
  consensus: z.object({
    height,
    round: z.number().int(),
    step: z.string(),
    /** What the height waits for; `missing` are node ids. */
    waitingFor: z.object({
      reason: z.string(),
      have: z.number().int().nullable(),
      need: z.number().int().nullable(),
      missing: z.array(z.number().int()),
    }),
  }),
  peers: z.number().int(),
  checkpoint: z.object({ height, signers: z.number().int(), nodes: z.number().int() }).nullable(),
  /** Offset a development network has put on this node's clock. */
  clockOffsetMs: z.number(),
});

export const paramsSchema = z.object({
  preset: z.string(),
  chainId: amount,
  genesisHash: hex32,
  contracts: z.object({ serviceNodeRewards: address, rewardRatePool: address, sesh: address }),
  stakingRequirement: amount,
  maxContributors: z.number().int(),
  blockIntervalSec: z.number(),
  checkpointIntervalBlocks: z.number().int(),
  l2Step: z.number().int(),
  unlockSec: seconds,
  exitGraceSec: seconds,
  deregistrationLockSec: seconds,
  minExitAgeSec: seconds,
  payableAfterSec: seconds,
  initialCreditSec: seconds,
  proofIntervalSec: seconds,
  proofValidSec: seconds,
});

export const bitmapSchema = z.object({ signed: z.array(z.number().int()), absent: z.array(z.number().int()) });

export const l2EventSchema = z.object({
  l2Number: height,
  logIndex: z.number().int(),
  txHash: hex32,
  kind: z.string(),
  /** Appchain block that carried it. */
  height,
  result: z.enum(["applied", "rejected"]),
  code: z.string().nullable(),
  message: z.string().nullable(),
  nodeId: z.number().int().nullable(),
});

export const blockSummarySchema = z.object({
  height,
  hash: hex32,
  time: seconds,
  proposer: z.number().int(),
  round: z.number().int(),
  l2Number: height,
  events: z.number().int(),
  checkpoint: z.boolean(),
});

export const blockSchema = blockSummarySchema.extend({
  parentHash: hex32,
  version: z.number().int(),
  reveal: hex,
  l2Hash: hex32,
  rewardRate: amount,
  poolReleased: amount,
  bodyRoot: hex32,
  stateRoot: hex32,
  claimsRoot: hex32,
  /** Who signed this block, by node id. */
  commit: bitmapSchema.extend({ round: z.number().int(), signature: hex }),
  l2Events: z.array(l2EventSchema),
  ready: z.array(z.number().int()),
});

export const contributorSchema = z.object({ staker: address, beneficiary: address, amount });

export const nodeSchema = z.object({
  id: z.number().int(),
  status: z.enum(["joining", "active", "decommissioned", "removed"]),
  operator: address,
  ed25519: hex32,
  bls: hex,
  feeBps: z.number().int(),
  deposit: amount,
  contributors: z.array(contributorSchema),
  registeredAt: seconds,
  payable: z.boolean(),
  payableAt: seconds,
  unlockAt: seconds.nullable(),
  creditSec: seconds,
  removed: z
    .object({
      reason: z.enum(["voluntary", "deregistered", "rejected", "missed"]),
      at: seconds,
      lockedUntil: seconds,
      /** From when anyone may liquidate; null: never. */
      liquidatableFrom: seconds.nullable(),
    })
    .nullable(),
});

export const historyEntrySchema = z.object({
  height,
  time: seconds,
  type: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export const rewardsSchema = z.object({
  address,
  height,
  lifetimeRewards: amount,
  lifetimeLedger: amount,
});

export const checkpointRefSchema = z.object({ height, time: seconds, blockHash: hex32, claimsRoot: hex32 });

/** What `submitCheckpoint` takes besides the checkpoint; null while fewer than a quorum of the contract's nodes signed. */
export const certificateSchema = z.object({
  /** 256 B, EIP-2537. */
  signature: hex,
  /** Packed 34-byte entries (uint16 word, uint256 bits) of the contract's nodes that didn't sign. */
  nonSigners: hex,
  setVersion: amount,
  signed: z.array(z.number().int()),
  absent: z.array(z.number().int()),
});

export const checkpointSchema = checkpointRefSchema.extend({
  digest: hex32,
  certificate: certificateSchema.nullable(),
});

export const claimSchema = z.object({
  checkpoint: checkpointRefSchema,
  certificate: certificateSchema,
  recipient: address,
  lifetimeRewards: amount,
  proof: z.array(hex32),
});

export const exitSchema = z.object({
  id: z.number().int(),
  reason: z.enum(["voluntary", "deregistered", "rejected", "missed"]),
  removedAt: seconds,
  checkpoint: checkpointRefSchema,
  certificate: certificateSchema,
  exit: z.object({ lockedUntil: seconds, proof: z.array(hex32) }),
  liquidation: z.object({ lockedUntil: seconds, proof: z.array(hex32) }).nullable(),
});

export const blocksPageSchema = z.object({ blocks: z.array(blockSummarySchema), next: z.string().nullable() });
export const nodesPageSchema = z.object({ nodes: z.array(nodeSchema), next: z.string().nullable(), height });
export const eventsPageSchema = z.object({ events: z.array(l2EventSchema), next: z.string().nullable() });
export const historyPageSchema = z.object({ entries: z.array(historyEntrySchema), next: z.string().nullable() });
export const exitsPageSchema = z.object({ exits: z.array(exitSchema), next: z.string().nullable() });
export const checkpointsPageSchema = z.object({
  checkpoints: z.array(checkpointRefSchema),
  next: z.string().nullable(),
});
export const validatorsSchema = z.object({
  height,
  validators: z.array(z.object({ id: z.number().int(), bls: hex })),
});
export const healthSchema = z.object({ status: z.literal("ok"), version: z.string() });
export const readySchema = z.object({ ready: z.boolean(), reasons: z.array(z.string()) });

export type NodeStatusResponse = z.infer<typeof statusSchema>;
export type NodeParams = z.infer<typeof paramsSchema>;
export type BlockResponse = z.infer<typeof blockSchema>;
export type BlockSummary = z.infer<typeof blockSummarySchema>;
export type NodeResponse = z.infer<typeof nodeSchema>;
export type RewardsResponse = z.infer<typeof rewardsSchema>;
export type CheckpointResponse = z.infer<typeof checkpointSchema>;
export type CertificateResponse = z.infer<typeof certificateSchema>;
export type ClaimResponse = z.infer<typeof claimSchema>;
export type ExitResponse = z.infer<typeof exitSchema>;
export type L2EventResponse = z.infer<typeof l2EventSchema>;
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
export type Problem = z.infer<typeof problem>;
