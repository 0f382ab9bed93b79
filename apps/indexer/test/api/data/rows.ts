import type { Hex } from "viem";
import type { Database } from "../../../src/database/database.ts";
import { certificates, chainBlocks } from "../../../src/raw/schema.ts";
import type { chainNodes } from "../../../src/views/nodes/schema.ts";
import type { outcomes } from "../../../src/views/outcomes/schema.ts";
import type { poolContributions, pools } from "../../../src/views/pools/schema.ts";
import type { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import { addressOf, bytes32, DEPOSIT, NOW } from "./support.ts";

// Rows as the views write them; a test names what matters to it.

export type StakedRow = typeof stakedNodes.$inferInsert;
export type ChainRow = typeof chainNodes.$inferInsert;
export type ShareRow = typeof stakedContributors.$inferInsert;
export type PoolRow = typeof pools.$inferInsert;
export type ContributionRow = typeof poolContributions.$inferInsert;

/** Ten days before the tests' time. */
export const REGISTERED = NOW - 864_000;

/** 96 B whose x begins with the id, so that keys differ and can be searched for. */
export function blsOf(id: number): Hex {
  return `0x${`0${id.toString(16).padStart(6, "0")}`.padEnd(96, "1")}${"0".repeat(94)}02`;
}

export function ed25519Of(id: number): Hex {
  return `0x${id.toString(16).padStart(6, "e")}${"c".repeat(58)}`;
}

export function stakedRow(row: { id: number } & Partial<StakedRow>): StakedRow {
  const { id } = row;
  return {
    ...{ operator: addressOf(id), initiator: null, bls: blsOf(id), ed25519: ed25519Of(id), feeBps: 0 },
    ...{ deposit: DEPOSIT, isSeeded: 0, registeredBlock: 1n, registeredTime: BigInt(REGISTERED) },
    ...{ registeredTx: bytes32(id), returned: 0n, lockedUntil: 0n, liquidatorPenalty: 0n, poolPenalty: 0n },
    ...row,
  };
}

export function chainRow(row: { id: number } & Partial<ChainRow>): ChainRow {
  const { id } = row;
  return {
    ...{ status: "active", statusTime: REGISTERED, statusHeight: 7, operator: addressOf(id) },
    ...{ ed25519: ed25519Of(id), bls: `0x${"00".repeat(48)}`, feeBps: 0, deposit: DEPOSIT, contributors: [] },
    ...{ registeredTime: REGISTERED, registeredHeight: 7, isPayable: 1, payableAt: REGISTERED + 10 },
    ...{ creditSec: 600, creditTime: NOW, forkVersion: 0 },
    ...row,
  };
}

export function shareRow(nodeId: number, position: number, staker: number, amount: bigint): ShareRow {
  return { nodeId, position, staker: addressOf(staker), beneficiary: addressOf(staker), amount };
}

export function poolRow(n: number, row: Partial<PoolRow> = {}): PoolRow {
  return {
    ...{ address: addressOf(n), operator: addressOf(n + 1), bls: blsOf(n), ed25519: ed25519Of(n), feeBps: 0 },
    ...{ reserved: [], manualFinalize: 0, stakingRequirement: DEPOSIT, maxContributors: 10, state: "waiting" },
    ...{ contributed: 0n, contributors: 0, resets: 0, deployedBlock: BigInt(n), deployedTime: BigInt(NOW - 1_000) },
    ...{ deployedTx: bytes32(n), updatedTime: BigInt(NOW - 500) },
    ...row,
  };
}

export function contributionRow(pool: number, staker: number, amount: bigint, time = NOW - 500): ContributionRow {
  const times = { firstTime: BigInt(time), lastTime: BigInt(time) };
  return { pool: addressOf(pool), staker: addressOf(staker), beneficiary: addressOf(staker), amount, ...times };
}

export function refusedRow(nodeId: number): typeof outcomes.$inferInsert {
  const event = { l2Number: BigInt(nodeId), logIndex: 0, txHash: bytes32(nodeId), kind: "NewServiceNode", height: 9 };
  return { ...event, result: "rejected", code: "NODE_LIMIT", message: "the chain can't hold another node", nodeId };
}

/** Blocks of checkpoints by height and time, and certificates of those with one. */
export async function appendCheckpoints(
  database: Database,
  checkpoints: readonly { readonly height: number; readonly time: number; readonly isCertified?: boolean }[],
): Promise<void> {
  const about = { proposer: 1, round: 0, l2Number: 0n, l2Events: 0, isCheckpoint: 1, ssz: new Uint8Array() };
  const proof = { digest: bytes32(1), signature: bytes32(1), nonSigners: "0x", setVersion: 1n } as const;
  await database.transaction(async (writer) => {
    await writer.append(
      chainBlocks,
      checkpoints.map(({ height, time }) => ({ ...about, height, time, hash: bytes32(height) })),
    );
    const certified = checkpoints.filter(({ isCertified = true }) => isCertified);
    await writer.append(
      certificates,
      certified.map(({ height }) => ({ ...proof, height, signed: [1], absent: [] })),
    );
  });
}
