import { serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { asc, eq } from "drizzle-orm";
import { type Hex, numberToHex } from "viem";
import { expect } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { acceptedCheckpoints, claims } from "../../../src/views/claims/schema.ts";
import { poolContributions, pools } from "../../../src/views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../../../src/views/staking/schema.ts";
import type { TestChain } from "./chain.ts";

const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;

/** Compares the views with everything the contracts say of themselves at the newest block. */
export async function expectAsContracts(chain: TestChain, database: Database): Promise<void> {
  await expectNodes(chain, database);
  await expectPools(chain, database);
  await expectCheckpoints(chain, database);
}

async function expectNodes({ client, addresses }: TestChain, { queries }: Database): Promise<void> {
  const rewards = { address: addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  const rows = await queries.select().from(stakedNodes).orderBy(asc(stakedNodes.id));
  let principal = 0n;
  for (const row of rows) {
    const node = await client.readContract({ ...rewards, functionName: "node", args: [row.id] });
    const shares = queries.select().from(stakedContributors).where(eq(stakedContributors.nodeId, row.id));
    expect(await shares.orderBy(asc(stakedContributors.position))).toEqual(
      node.contributors.map(({ staker, beneficiary, amount }, position) => ({
        ...{ nodeId: row.id, position, staker: lower(staker), beneficiary: lower(beneficiary), amount },
      })),
    );
    const isLocked = row.lockedUntil !== 0n;
    const state = row.left === null ? 1 : !isLocked ? 2 : row.withdrawnBlock === null ? 3 : 4;
    const inContract = row.left === null || (isLocked && row.withdrawnBlock === null);
    const penalty = row.liquidatorPenalty + row.poolPenalty;
    if (inContract) principal += row.deposit - penalty;
    expect(row.returned).toBe(inContract ? 0n : row.deposit - penalty);
    expect({ ...row, state, penalty }).toMatchObject({
      ...{ state: node.state, penalty: node.penalty, operator: lower(node.operator), bls: node.blsPubkey },
      ...{ ed25519: numberToHex(node.ed25519Pubkey, { size: 32 }), feeBps: node.feeBps, deposit: node.deposit },
      ...{ registeredTime: node.addedAt, lockedUntil: node.lockedUntil },
      exitRequestedTime: node.leaveRequestedAt === 0n ? null : node.leaveRequestedAt,
    });
  }
  const total = await client.readContract({ ...rewards, functionName: "totalNodes" });
  expect(rows.filter(({ left }) => left === null)).toHaveLength(Number(total));
  expect(principal).toBe(await client.readContract({ ...rewards, functionName: "totalPrincipal" }));
}

async function expectPools({ client }: TestChain, { queries }: Database): Promise<void> {
  const states = ["waiting", "open", "full", "finalized"];
  for (const row of await queries.select().from(pools)) {
    const address = row.address;
    const pool = await client.readContract({ address, abi: serviceNodeContributionAbi, functionName: "pool" });
    expect(row).toMatchObject({
      ...{ state: states[pool.state], operator: lower(pool.operator), bls: pool.blsPubkey, resets: pool.resets },
      ...{ ed25519: numberToHex(pool.params.ed25519Pubkey, { size: 32 }), feeBps: pool.params.feeBps },
      ...{ stakingRequirement: pool.stakingRequirement, maxContributors: Number(pool.maxContributors) },
      ...{ contributed: pool.contributed, contributors: pool.contributions.length },
      manualFinalize: pool.manualFinalize ? 1 : 0,
      nodeId: pool.nodeId === 0 ? null : pool.nodeId,
      reserved: pool.reserved.map(({ contributor, amount }) => ({
        staker: lower(contributor),
        amount: amount.toString(),
      })),
    });
    const inside = await queries.select().from(poolContributions).where(eq(poolContributions.pool, address));
    const byStaker = (a: { staker: Hex }, b: { staker: Hex }) => (a.staker < b.staker ? -1 : 1);
    expect(
      inside
        .map(({ staker, beneficiary, amount, lastTime }) => ({ staker, beneficiary, amount, lastTime }))
        .sort(byStaker),
    ).toEqual(
      pool.contributions
        .map(({ staker, beneficiary, amount, contributedAt }) => ({
          ...{ staker: lower(staker), beneficiary: lower(beneficiary), amount, lastTime: contributedAt },
        }))
        .sort(byStaker),
    );
  }
}

async function expectCheckpoints({ client, addresses }: TestChain, { queries }: Database): Promise<void> {
  const rewards = { address: addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi } as const;
  for (const { height, claimsRoot, isRevoked } of await queries.select().from(acceptedCheckpoints)) {
    const root = await client.readContract({ ...rewards, functionName: "claimsRootAt", args: [height] });
    expect(root).toBe(isRevoked === 1 ? `0x${"0".repeat(64)}` : claimsRoot);
  }
  const paid = await queries.select().from(claims);
  for (const recipient of new Set(paid.map((row) => row.recipient))) {
    const [claimed] = await client.readContract({ ...rewards, functionName: "claims", args: [recipient] });
    const own = paid.filter((row) => row.recipient === recipient);
    expect(own.reduce((sum, { amount }) => sum + amount, 0n)).toBe(claimed);
  }
}
