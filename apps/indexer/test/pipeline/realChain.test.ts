import { rewardRatePoolAbi, serviceNodeContributionAbi, serviceNodeRewardsAbi } from "@session/contracts";
import { ClaimKind, type ClaimLeaf } from "@session/protocol";
import { finalizePool, register, requestExit, resetPool, updateBeneficiary, withdrawContribution } from "@session/sdk";
import { asc, desc, eq } from "drizzle-orm";
import { erc20Abi, type Hex, hexToBigInt } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { acceptedCheckpoints, claims } from "../../src/views/claims/schema.ts";
import { l2Hours, parameterChanges } from "../../src/views/parameters/schema.ts";
import { pools } from "../../src/views/pools/schema.ts";
import { stakedNodes } from "../../src/views/staking/schema.ts";
import { toNodeSubject } from "../../src/views/subjects/compileSubjects.ts";
import { eventSubjects } from "../../src/views/subjects/schema.ts";
import { openTestDatabase } from "../support/openTestDatabase.ts";
import { paramsOf, people, SESH, STAKE, startChain, submitCheckpoint, type TestChain } from "./support/chain.ts";
import { expectAsContracts } from "./support/expectAsContracts.ts";
import { type Followed, follow, networkOf } from "./support/followed.ts";
import { counted } from "./support/harness.ts";
import { deployTestPool, payIntoPool, QUARTER } from "./support/poolActions.ts";

const { deployer, operator, second, stranger } = people;
const DAY = 86_400;
const lower = (hex: Hex): Hex => hex.toLowerCase() as Hex;

/** From the deployment on: seeding and start are events too. */
describe("views of a real chain", () => {
  let chain: TestChain;
  let database: Database;
  let followed: Followed;
  /** Names of the active nodes' test keys by id. */
  const signers = new Map([1, 2, 3, 4].map((id) => [id, id]));
  beforeAll(async () => {
    chain = await startChain(4);
    database = await openTestDatabase("pglite");
    followed = await follow(chain, database, { network: await networkOf(chain), startBlock: 0n });
    await chain.pass(60);
  });
  afterAll(async () => {
    await followed.stop();
    await database.close();
    await chain.anvil.stop();
  });

  const rewards = () => ({ address: chain.addresses.serviceNodeRewards, abi: serviceNodeRewardsAbi }) as const;
  const sendToPool = (who: PrivateKeyAccount, pool: Hex, functionName: string, args: readonly unknown[]) =>
    chain.send(who, { address: pool, abi: serviceNodeContributionAbi, functionName, args });
  const pay = (who: PrivateKeyAccount, pool: Hex, amount: bigint) => payIntoPool(chain, who, pool, amount);
  const deploy = (name: number) => deployTestPool(chain, name);

  /** The views against everything the contracts say of themselves. */
  async function expectTrue(): Promise<void> {
    await followed.caughtUp();
    await expectAsContracts(chain, database);
    expect(await counted(followed.registry, "session_indexer_l2_undecodable_total")).toBe(0);
    expect(await counted(followed.registry, "session_indexer_l2_rebuilds_total")).toBe(0);
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
});
