import { ponder } from "ponder:registry";
import { poolContributions, pools } from "ponder:schema";
import { numberToHex } from "viem";
import { noteSubjects } from "./place.ts";

function stateOf(contributors, contributed, requirement) {
  if (contributors === 0) return "waiting";
  return contributed === requirement ? "full" : "open";
}

ponder.on("Factory:PoolDeployed", async ({ event, context }) => {
  const { pool, operator, blsPubkey, params, reserved, manualFinalize, stakingRequirement, maxContributors } =
    event.args;
  await context.db.insert(pools).values({
    ...{ address: pool, operator, bls: blsPubkey, feeBps: params.feeBps, stakingRequirement },
    ed25519: numberToHex(params.ed25519Pubkey, { size: 32 }),
    reserved: reserved.map(({ contributor, amount }) => ({ staker: contributor, amount: amount.toString() })),
    manualFinalize: manualFinalize ? 1 : 0,
    maxContributors: Number(maxContributors),
    ...{ state: "waiting", contributed: 0n, contributors: 0, resets: 0, nodeId: null, failure: null },
    deployedBlock: event.block.number,
    deployedTime: event.block.timestamp,
    deployedTx: event.transaction.hash,
    updatedTime: event.block.timestamp,
  });
  await noteSubjects(context, event, [pool, operator, ...reserved.map(({ contributor }) => contributor)], undefined);
});

ponder.on("Pool:Contributed", async ({ event, context }) => {
  const { staker, beneficiary, amount, contributed } = event.args;
  const pool = event.log.address;
  const time = event.block.timestamp;
  const before = await context.db.find(poolContributions, { pool, staker });
  await context.db
    .insert(poolContributions)
    .values({ pool, staker, beneficiary, amount, firstTime: time, lastTime: time })
    .onConflictDoUpdate((row) => ({ beneficiary, amount: row.amount + amount, lastTime: time }));
  await context.db.update(pools, { address: pool }).set((row) => {
    const contributors = row.contributors + (before === null ? 1 : 0);
    const state = stateOf(contributors, contributed, row.stakingRequirement);
    return { state, contributed, contributors, updatedTime: time };
  });
  await noteSubjects(context, event, [pool, staker, beneficiary], undefined);
});

ponder.on("Pool:ContributionWithdrawn", async ({ event, context }) => {
  const { staker, contributed } = event.args;
  const pool = event.log.address;
  await context.db.delete(poolContributions, { pool, staker });
  await context.db.update(pools, { address: pool }).set((row) => {
    const contributors = row.contributors - 1;
    const state = stateOf(contributors, contributed, row.stakingRequirement);
    return { state, contributed, contributors, failure: null, updatedTime: event.block.timestamp };
  });
  await noteSubjects(context, event, [pool, staker], undefined);
});

ponder.on("Pool:BeneficiaryUpdated", async ({ event, context }) => {
  const { staker, beneficiary } = event.args;
  const pool = event.log.address;
  await context.db.update(poolContributions, { pool, staker }).set({ beneficiary });
  await context.db.update(pools, { address: pool }).set({ updatedTime: event.block.timestamp });
  await noteSubjects(context, event, [pool, staker, beneficiary], undefined);
});

ponder.on("Pool:FeeUpdated", async ({ event, context }) => {
  const address = event.log.address;
  await context.db.update(pools, { address }).set({ feeBps: event.args.feeBps, updatedTime: event.block.timestamp });
  await noteSubjects(context, event, [address], undefined);
});

ponder.on("Pool:Finalized", async ({ event, context }) => {
  const { nodeId } = event.args;
  const address = event.log.address;
  await context.db
    .update(pools, { address })
    .set({ state: "finalized", nodeId, failure: null, updatedTime: event.block.timestamp });
  await noteSubjects(context, event, [address], nodeId);
});
