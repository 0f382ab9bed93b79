import { z } from "zod";

const hex = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((text) => text.toLowerCase() as Hex);
const hex32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((text) => text.toLowerCase() as Hex);
const decimal = z.string().regex(/^\d{1,78}$/);
const whole = z.number().int().min(0);

/** Lower-case hex with 0x. */
export type Hex = `0x${string}`;

export const BUNDLE_FORMAT = "session-checkpoint/1";

/** A leaf of the claims tree: [kind, subject, value], docs/protocol/claims.md#leaves. */
const claim = z.object({
  kind: z.number().int().min(1).max(3),
  subject: decimal,
  value: decimal,
  proof: z.array(hex32),
});

/**
 * Everything it takes to verify a checkpoint without asking anybody: the file for download, and what the steps run on.
 * Nothing in it is trusted for being there; `contract` is what the L2 contract answered, the rest comes from a node.
 */
export const bundleSchema = z.object({
  format: z.literal(BUNDLE_FORMAT),
  network: z.object({
    chainId: decimal,
    /** ServiceNodeRewards. */
    contract: z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/)
      .transform((text) => text.toLowerCase() as Hex),
  }),
  /** Of the appchain block, its fields in their order: the SSZ root is the block's hash. Amounts are base units. */
  header: z.object({
    version: whole,
    genesisHash: hex32,
    height: whole,
    time: whole,
    parentHash: hex32,
    proposer: whole,
    round: whole,
    reveal: hex,
    l2Number: whole,
    l2Hash: hex32,
    rewardRate: decimal,
    poolReleased: decimal,
    bodyRoot: hex32,
    stateRoot: hex32,
    claimsRoot: hex32,
  }),
  checkpoint: z.object({ height: whole, time: whole, blockHash: hex32, claimsRoot: hex32 }),
  /** What the contract says was signed (`checkpointDigest`). */
  digest: hex32,
  certificate: z.object({
    /** 256 B, EIP-2537. */
    signature: hex,
    /** Packed entries `uint16 word ‖ uint256 bits`. */
    nonSigners: hex,
    setVersion: decimal,
    signed: z.array(whole),
    absent: z.array(whole),
  }),
  contract: z.object({
    /** L2 block the set is of. */
    l2Block: decimal,
    setVersion: decimal,
    /** Sum of all its nodes' keys, 96 B affine; null where no state of the certificate's set version could be read. */
    aggregateKey: hex.nullable(),
    absenteeCap: decimal,
    /** All nodes of the set, ascending, with their keys (96 B affine). */
    nodes: z.array(z.object({ id: whole, key: hex })),
    /** Root stored for the height, zero while there is none; and the L2 block it was read at. */
    storedRoot: hex32,
    storedRootBlock: decimal,
  }),
  claim: claim.nullable(),
  /** Where everything came from; for people. */
  sources: z.object({ rpc: z.string(), node: z.string(), readAt: z.string() }),
});
export type CheckpointBundle = z.infer<typeof bundleSchema>;
export type BundleClaim = z.infer<typeof claim>;
