import type { FinalBlock } from "@session/protocol";
import type { BlockSummary, IndexedBlock } from "@session/sdk/indexer-api";
import { bytesToHex } from "viem";
import type { outcomes } from "../views/outcomes/schema.ts";
import type { timeline } from "../views/timeline/schema.ts";

/** What of a block stands in other tables. */
export type BlockParts = {
  /** Ids of those who could sign it, ascending: bit i of the commit is the i-th. */
  readonly signers: readonly number[];
  readonly events: readonly (typeof outcomes.$inferSelect)[];
  readonly changes: readonly (typeof timeline.$inferSelect)[];
};

/** A block as the API answers it, its summary aside. */
export function formatBlock(
  { block: { header, body }, commit }: FinalBlock,
  { signers, events, changes }: BlockParts,
): Omit<IndexedBlock, keyof BlockSummary> {
  return {
    parentHash: bytesToHex(header.parentHash),
    version: header.version,
    reveal: bytesToHex(header.reveal),
    l2Hash: bytesToHex(header.l2Hash),
    rewardRate: header.rewardRate.toString(),
    poolReleased: header.poolReleased.toString(),
    bodyRoot: bytesToHex(header.bodyRoot),
    stateRoot: bytesToHex(header.stateRoot),
    claimsRoot: bytesToHex(header.claimsRoot),
    commit: {
      signed: signers.filter((_, index) => commit.bits.get(index)),
      absent: signers.filter((_, index) => !commit.bits.get(index)),
      round: commit.round,
      signature: bytesToHex(commit.signature),
    },
    l2Events: events.map(({ l2Number, ...event }) => ({ ...event, l2Number: Number(l2Number) })),
    ready: body.ready.map(({ node }) => node),
    changes: changes.map(({ type, nodeId, detail }) => ({ type, nodeId, detail })),
    evidence: body.evidence.map(({ node, height, round, type }) => ({ nodeId: node, height, round, type })),
  };
}
