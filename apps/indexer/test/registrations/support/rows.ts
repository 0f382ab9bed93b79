import type { Hex } from "viem";
import type { chainNodes } from "../../../src/views/nodes/schema.ts";
import type { pools } from "../../../src/views/pools/schema.ts";
import type { stakedNodes } from "../../../src/views/staking/schema.ts";

// Rows as the views write them; a test names what matters to it.

type StakedNode = typeof stakedNodes.$inferInsert;
export function stakedNodeRow(row: { id: number; eip2537?: Hex } & Partial<StakedNode>): StakedNode {
  const { eip2537, ...given } = row;
  const affine = eip2537 === undefined ? "00".repeat(96) : `${eip2537.slice(34, 130)}${eip2537.slice(162)}`;
  return {
    ...{ operator: `0x${"0a".repeat(20)}`, initiator: null, bls: `0x${affine}`, ed25519: `0x${"00".repeat(32)}` },
    ...{ feeBps: 0, deposit: 25_000n * 10n ** 9n, isSeeded: 0 },
    ...{ registeredBlock: 1n, registeredTime: 1n, registeredTx: `0x${"01".repeat(32)}` },
    ...{ returned: 0n, lockedUntil: 0n, liquidatorPenalty: 0n, poolPenalty: 0n },
    ...given,
  };
}

type ChainNode = typeof chainNodes.$inferInsert;
export function chainNodeRow(row: { id: number } & Partial<ChainNode>): ChainNode {
  return {
    ...{ status: "active", statusTime: 1, statusHeight: 1 },
    ...{ operator: `0x${"0a".repeat(20)}`, ed25519: `0x${"00".repeat(32)}`, bls: `0x${"00".repeat(48)}` },
    ...{ feeBps: 0, deposit: 25_000n * 10n ** 9n, contributors: [], registeredTime: 1, registeredHeight: 1 },
    ...{ isPayable: 0, payableAt: 0, creditSec: 0, creditTime: 0, forkVersion: 0 },
    ...row,
  };
}

type Pool = typeof pools.$inferInsert;
export function poolRow(row: Partial<Pool>): Pool {
  return {
    ...{ address: `0x${"11".repeat(20)}`, operator: `0x${"0a".repeat(20)}`, bls: `0x${"00".repeat(96)}` },
    ...{ ed25519: `0x${"00".repeat(32)}`, feeBps: 0, reserved: [], manualFinalize: 0 },
    ...{ stakingRequirement: 25_000n * 10n ** 9n, maxContributors: 10, state: "open" },
    ...{ contributed: 0n, contributors: 0, resets: 0 },
    ...{ deployedBlock: 1n, deployedTime: 1n, deployedTx: `0x${"01".repeat(32)}`, updatedTime: 1n },
    ...row,
  };
}
