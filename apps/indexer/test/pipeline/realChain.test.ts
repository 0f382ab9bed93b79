import { rewardRatePoolAbi, serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { ClaimKind, type ClaimLeaf } from "@session/protocol";
import {
  contribute,
  deployPool,
  finalizePool,
  getPool,
  register,
  requestExit,
  resetPool,
  updateBeneficiary,
  withdrawContribution,
} from "@session/sdk";
import { asc, desc, eq } from "drizzle-orm";
import { erc20Abi, type Hex, hexToBigInt, numberToHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { rebuildL2 } from "../../src/pipeline/rebuild.ts";
import { L2Store } from "../../src/raw/l2Store.ts";
import { acceptedCheckpoints, claims } from "../../src/views/claims/schema.ts";
import { l2Hours, parameterChanges } from "../../src/views/parameters/schema.ts";
import { poolContributions, pools } from "../../src/views/pools/schema.ts";
import { stakedContributors, stakedNodes } from "../../src/views/staking/schema.ts";
import { toNodeSubject } from "../../src/views/subjects/compileSubjects.ts";
import { eventSubjects } from "../../src/views/subjects/schema.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { paramsOf, people, SESH, STAKE, startChain, submitCheckpoint, type TestChain } from "./support/chain.ts";
import { type Followed, follow, networkOf } from "./support/followed.ts";
import { counted, dumpViews } from "./support/harness.ts";

const { deployer, operator, second, stranger } = people;
const QUARTER = STAKE / 4n;
const DAY = 86_400;
const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;

/** From the deployment on: seeding and start are events too. */
describe("views of a real chain", () => {
  let chain: TestChain;
  let database: Database;
  let followed: Followed;
  let network: Awaited<ReturnType<typeof networkOf>>;
  /** Names of the active nodes' test keys by id. */
  const signers = new Map([1, 2, 3, 4].map((id) => [id, id]));
  beforeAll(async () => {
    chain = await startChain(4);
    network = await networkOf(chain);
    database = await openTestDatabase("pglite");
    followed = await follow(chain, database, { network, startBlock: 0n });
    await chain.pass(60);
  });
  afterAll(async () => {
    await followed.stop();
    await database.close();
    await chain.anvil.stop();
  });

  const rewards = () => ({ address: chain.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi }) as const;
  const factory = () => chain.addresses.serviceNodeContributionFactory;
  const sendToPool = (who: PrivateKeyAccount, pool: Hex, functionName: string, args: readonly unknown[]) =>
    chain.send(who, { address: pool, abi: serviceNodeContributionAbi, functionName, args });
  const pay = async (who: PrivateKeyAccount, pool: Hex, amount: bigint) => {
    const { termsHash } = await getPool(chain.wallet(who), { factory: factory(), pool });
    return contribute(chain.wallet(who), {
      factory: factory(),
      pool,
      sesh: chain.addresses.seshL2,
      amount,
      termsHash,
      permit: true,
    });
  };
  const deploy = async (name: number, manualFinalize = false): Promise<Hex> => {
    const registration = chain.registration(name, operator);
    const reserved = [{ contributor: second.address, amount: QUARTER }];
    const { pool } = await deployPool(chain.wallet(operator), {
      factory: factory(),
      registration,
      feeBps: 250,
      reserved,
      manualFinalize,
    });
    return pool;
  };

  /** The views against everything the contracts say of themselves. */
  async function expectTrue(): Promise<void> {
    await followed.caughtUp();
    await expectNodes();
    await expectPools();
    await expectCheckpoints();
    expect(await counted(followed.registry, "session_indexer_l2_undecodable_total")).toBe(0);
    expect(await counted(followed.registry, "session_indexer_l2_rebuilds_total")).toBe(0);
  }

  async function expectNodes(): Promise<void> {
    const rows = await database.queries.select().from(stakedNodes).orderBy(asc(stakedNodes.id));
    let principal = 0n;
    for (const row of rows) {
      const node = await chain.client.readContract({ ...rewards(), functionName: "node", args: [row.id] });
      const shares = database.queries.select().from(stakedContributors).where(eq(stakedContributors.nodeId, row.id));
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
    const total = await chain.client.readContract({ ...rewards(), functionName: "totalNodes" });
    expect(rows.filter(({ left }) => left === null)).toHaveLength(Number(total));
    expect(principal).toBe(await chain.client.readContract({ ...rewards(), functionName: "totalPrincipal" }));
  }

  async function expectPools(): Promise<void> {
    const states = ["waiting", "open", "full", "finalized"];
    for (const row of await database.queries.select().from(pools)) {
      const address = row.address;
      const pool = await chain.client.readContract({ address, abi: serviceNodeContributionAbi, functionName: "pool" });
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
      const inside = await database.queries.select().from(poolContributions).where(eq(poolContributions.pool, address));
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

  async function expectCheckpoints(): Promise<void> {
    for (const { height, claimsRoot, isRevoked } of await database.queries.select().from(acceptedCheckpoints)) {
      const root = await chain.client.readContract({ ...rewards(), functionName: "claimsRootAt", args: [height] });
      expect(root).toBe(isRevoked === 1 ? `0x${"0".repeat(64)}` : claimsRoot);
    }
    const paid = await database.queries.select().from(claims);
    for (const recipient of new Set(paid.map((row) => row.recipient))) {
      const [claimed] = await chain.client.readContract({ ...rewards(), functionName: "claims", args: [recipient] });
      const own = paid.filter((row) => row.recipient === recipient);
      expect(own.reduce((sum, { amount }) => sum + amount, 0n)).toBe(claimed);
    }
  }

  const subjectsOf = async (blockNumber: bigint) => {
    const rows = await database.queries.select().from(eventSubjects).where(eq(eventSubjects.blockNumber, blockNumber));
    return new Set(rows.map(({ kind, subject }) => `${kind} ${subject}`));
  };

  it("hold the seeding and the start", async () => {
    await expectTrue();
    const nodes = await database.queries.select().from(stakedNodes);
    expect(nodes.map(({ isSeeded, initiator }) => ({ isSeeded, initiator }))).toEqual(
      Array(4).fill({ isSeeded: 1, initiator: null }),
    );
    const names = (await database.queries.select().from(parameterChanges)).map(({ name }) => name);
    expect(names).toContain("Started");
    expect(names).toContain("GuardianUpdated");
  });

  it("follow a pool through every transition", async () => {
    const pool = await deploy(11);
    await expectTrue();
    await sendToPool(operator, pool, "updateFee", [300]);
    const other = chain.registration(12, operator);
    await sendToPool(operator, pool, "updatePubkeys", [other.blsPubkey, other.proofOfPossession, paramsOf(other, 400)]);
    await sendToPool(operator, pool, "updateReservedContributors", [
      [{ contributor: stranger.address, amount: QUARTER }],
    ]);
    await sendToPool(operator, pool, "updateManualFinalize", [true]);
    await expectTrue();
    await pay(operator, pool, QUARTER);
    await expectTrue();
    await pay(stranger, pool, QUARTER);
    await pay(second, pool, QUARTER);
    await pay(second, pool, 1n);
    await updateBeneficiary(chain.wallet(second), { pool, beneficiary: deployer.address });
    await expectTrue();
    await chain.pass(DAY);
    await withdrawContribution(chain.wallet(second), { pool });
    await expectTrue();
    await resetPool(chain.wallet(operator), { pool });
    await expectTrue();
    const { receipt } = await pay(operator, pool, 3n * QUARTER);
    await pay(stranger, pool, QUARTER);
    await expectTrue();
    const full = await database.queries
      .select()
      .from(pools)
      .where(eq(pools.address, lower(pool)));
    expect(full).toMatchObject([{ state: "full", failure: null, resets: 1 }]);
    expect(await subjectsOf(receipt.blockNumber)).toEqual(
      new Set([`address ${lower(pool)}`, `address ${lower(operator.address)}`]),
    );
    const done = await finalizePool(chain.wallet(operator), { pool });
    await expectTrue();
    expect(await subjectsOf(done.receipt.blockNumber)).toEqual(
      new Set([
        ...[pool, operator.address, stranger.address].map((address) => `address ${lower(address)}`),
        `node ${toNodeSubject(done.nodeId)}`,
      ]),
    );
    const node = await database.queries.select().from(stakedNodes).where(eq(stakedNodes.id, done.nodeId));
    expect(node).toMatchObject([{ initiator: lower(pool), isSeeded: 0 }]);
    signers.set(done.nodeId, 12);
  });

  it("remember a registration that failed, until the pool is reset or registers", async () => {
    // A key that is taken by then.
    const pool = await deploy(13);
    const { nodeId } = await register(chain.wallet(operator), {
      ...{ registration: chain.registration(13, operator), sesh: chain.addresses.seshL2, stake: STAKE },
    });
    signers.set(nodeId, 13);
    await pay(operator, pool, QUARTER);
    await pay(second, pool, 3n * QUARTER);
    await expectTrue();
    const read = async () =>
      (
        await database.queries
          .select()
          .from(pools)
          .where(eq(pools.address, lower(pool)))
      )[0];
    expect(await read()).toMatchObject({ state: "full", failure: expect.stringMatching(/^0x[0-9a-f]{8}/) });
    const fresh = chain.registration(14, operator);
    const update = [fresh.blsPubkey, fresh.proofOfPossession, paramsOf(fresh, 0), [], false, QUARTER, stranger.address];
    const approve = { address: chain.addresses.seshL2, abi: erc20Abi, functionName: "approve", args: [pool, QUARTER] };
    await chain.send(operator, approve);
    await sendToPool(operator, pool, "resetUpdateAndContribute", update);
    await expectTrue();
    expect(await read()).toMatchObject({ state: "open", failure: null, contributors: 1, resets: 1 });
    const registered = await pay(second, pool, 3n * QUARTER);
    await expectTrue();
    expect(await read()).toMatchObject({ state: "finalized", failure: null, nodeId: registered.nodeId });
    if (registered.nodeId !== undefined) signers.set(registered.nodeId, 14);
    await chain.send(stranger, {
      ...{ address: chain.addresses.seshL2, abi: erc20Abi, functionName: "transfer", args: [pool, 5n] },
    });
    await sendToPool(operator, pool, "rescueERC20", [chain.addresses.seshL2]);
    await expectTrue();
  });

  it("follow requests, exits, locks, liquidations, claims and checkpoints", async () => {
    await requestExit(chain.wallet(deployer), { contract: rewards().address, nodeId: 1 });
    await chain.pass(3_600);
    await requestExit(chain.wallet(deployer), { contract: rewards().address, nodeId: 1 });
    const { timestamp } = await chain.client.getBlock();
    const lock = timestamp + 200n;
    const reward: ClaimLeaf = { kind: ClaimKind.rewards, subject: hexToBigInt(second.address), value: 9n * SESH };
    const leave: ClaimLeaf = { kind: ClaimKind.exit, subject: 1n, value: 0n };
    const leaveLocked: ClaimLeaf = { kind: ClaimKind.exit, subject: 2n, value: lock };
    const expel: ClaimLeaf = { kind: ClaimKind.liquidation, subject: 3n, value: 0n };
    const expelLocked: ClaimLeaf = { kind: ClaimKind.liquidation, subject: 4n, value: lock };
    const leaves = [reward, leave, leaveLocked, expel, expelLocked];
    await submitCheckpoint(chain, 5, leaves, signers);
    const proofOf = await submitCheckpoint(chain, 10, leaves, signers);
    await chain.send(deployer, { ...rewards(), functionName: "revokeCheckpoint", args: [5n] });
    const call = (functionName: string, args: readonly unknown[]) =>
      chain.send(stranger, { ...rewards(), functionName, args });
    await call("claimRewards", [10n, second.address, reward.value, 4n * SESH, proofOf(reward)]);
    await call("claimRewards", [10n, second.address, reward.value, 5n * SESH, proofOf(reward)]);
    await call("exitBLSPublicKey", [1, 10n, leave.value, proofOf(leave)]);
    await call("exitBLSPublicKey", [2, 10n, leaveLocked.value, proofOf(leaveLocked)]);
    await call("liquidateBLSPublicKey", [3, 10n, expel.value, proofOf(expel)]);
    await call("liquidateBLSPublicKey", [4, 10n, expelLocked.value, proofOf(expelLocked)]);
    await expectTrue();
    await chain.pass(300);
    await call("withdrawLockedStake", [2]);
    await call("withdrawLockedStake", [4]);
    await expectTrue();
    expect(await database.queries.select().from(claims)).toHaveLength(2);
    const checkpoints = await database.queries
      .select()
      .from(acceptedCheckpoints)
      .orderBy(asc(acceptedCheckpoints.height));
    expect(checkpoints).toMatchObject([
      { height: 5n, isRevoked: 1 },
      { height: 10n, isRevoked: 0, nodes: signers.size },
    ]);
    const left = await database.queries.select().from(stakedNodes).orderBy(asc(stakedNodes.id)).limit(4);
    expect(left.map((node) => node.left)).toEqual(["exited", "exited", "liquidated", "liquidated"]);
    expect(left.map(({ liquidator }) => liquidator)).toEqual([
      null,
      null,
      lower(stranger.address),
      lower(stranger.address),
    ]);
  });

  it("hold settings and hourly figures as the contracts have them", async () => {
    const set = (functionName: string, args: readonly unknown[]) =>
      chain.send(deployer, { ...rewards(), functionName, args });
    await set("setStakingRequirement", [30_000n * SESH]);
    await set("setLiquidationRatios", [1n, 2n, 9_997n]);
    await set("pause", []);
    await set("unpause", []);
    await chain.send(stranger, {
      ...{ address: chain.addresses.rewardRatePool, abi: rewardRatePoolAbi, functionName: "payoutReleased", args: [] },
    });
    await expectTrue();
    const changes = await database.queries
      .select()
      .from(parameterChanges)
      .orderBy(desc(parameterChanges.blockNumber))
      .limit(5);
    const [released, unpaused, paused, ratios, requirement] = changes.map(({ name, args }) => ({ name, args }));
    expect(requirement).toEqual({ name: "StakingRequirementUpdated", args: { stakingRequirement: "30000000000000" } });
    expect(ratios?.args).toEqual({ liquidatorRatio: "1", poolRatio: "2", recipientRatio: "9997" });
    expect([paused?.name, unpaused?.name, released?.name]).toEqual(["Paused", "Unpaused", "FundsReleased"]);
    const [hour] = await database.queries.select().from(l2Hours).orderBy(desc(l2Hours.hour)).limit(1);
    const blockNumber = hour?.step ?? 0n;
    const read = { address: chain.addresses.rewardRatePool, abi: rewardRatePoolAbi, blockNumber } as const;
    const balance = (of: Hex) =>
      chain.client.readContract({
        ...{ address: chain.addresses.seshL2, abi: erc20Abi, functionName: "balanceOf", blockNumber },
        args: [of],
      });
    expect(hour).toMatchObject({
      poolBalance: await balance(chain.addresses.rewardRatePool),
      rewardsBalance: await balance(rewards().address),
      poolReleased: await chain.client.readContract({ ...read, functionName: "calculateReleasedAmount" }),
      rewardRate: await chain.client.readContract({ ...read, functionName: "rewardRate" }),
    });
    await set("setStakingRequirement", [STAKE]);
  });

  it("go back with the chain, and on with what it is then", async () => {
    const pool = await deploy(21);
    await pay(operator, pool, QUARTER);
    await expectTrue();
    const before = await dumpViews(database);
    await pay(second, pool, QUARTER);
    await register(chain.wallet(operator), {
      ...{ registration: chain.registration(22, operator), sesh: chain.addresses.seshL2, stake: STAKE },
    });
    await followed.caughtUp();
    expect(await dumpViews(database)).not.toEqual(before);
    await chain.anvil.request("anvil_reorg", [3, []]);
    await expectTrue();
    // Empty blocks have taken the place of the contribution, an approval and the registration; they differ in the hour's figures only.
    const withoutHours = ({ l2_hours: _, ...rest }: Record<string, unknown[]>) => rest;
    expect(withoutHours(await dumpViews(database))).toEqual(withoutHours(before));
    expect(await counted(followed.registry, "session_indexer_l2_reorgs_total")).toBe(1);
    const undone = followed.notices.find(({ rolledBackTo }) => rolledBackTo !== undefined);
    expect(undone?.topics).toContain(`address:${lower(second.address)}`);
    await pay(second, pool, 2n * QUARTER);
    await expectTrue();
  });

  it("equal a replay from the raw tables", async () => {
    await expectTrue();
    const live = await dumpViews(database);
    await followed.stop();
    await rebuildL2(new L2Store(database), {}, followed.modules);
    expect(await dumpViews(database)).toEqual(live);
    expect(Object.entries(live).filter(([, rows]) => rows.length === 0)).toEqual([]);
    followed = await follow(chain, database, { network, startBlock: 0n });
    await chain.pass(1);
    await expectTrue();
  });

  it("take the seeded nodes from the genesis when they follow from the start only", async () => {
    const fromStart = await openTestDatabase("pglite");
    const other = await follow(chain, fromStart, { network });
    try {
      await other.caughtUp();
      await followed.caughtUp();
      const read = (from: Database) => from.queries.select().from(stakedNodes).orderBy(asc(stakedNodes.id));
      const place = { registeredBlock: 0n, registeredTime: 0n, registeredTx: "0x" };
      const seeded = (await read(database)).map((node) => (node.isSeeded === 1 ? { ...node, ...place } : node));
      expect((await read(fromStart)).map((node) => (node.isSeeded === 1 ? { ...node, ...place } : node))).toEqual(
        seeded,
      );
    } finally {
      await other.stop();
      await fromStart.close();
    }
  });
});
