import { ponder } from "ponder:registry";
import { acceptedCheckpoints, claims, parameterChanges, stakedContributors, stakedNodes } from "ponder:schema";
import { numberToHex } from "viem";
import { noteSubjects, placeOf } from "./place.ts";

const UNTOUCHED = {
  initiator: null,
  exitRequestedTime: null,
  exitRequestedBy: null,
  left: null,
  leftBlock: null,
  leftTime: null,
  leftTx: null,
  returned: 0n,
  lockedUntil: 0n,
  liquidator: null,
  liquidatorPenalty: 0n,
  poolPenalty: 0n,
  withdrawnBlock: null,
};

const leftAt = ({ block, transaction }) => ({
  leftBlock: block.number,
  leftTime: block.timestamp,
  leftTx: transaction.hash,
});

ponder.on("Rewards:NewServiceNode", async ({ event, context }) => {
  const { id, operator, initiator, blsPubkey, params, contributors } = event.args;
  await context.db.insert(stakedNodes).values({
    ...UNTOUCHED,
    ...{ id, operator, initiator, bls: blsPubkey, feeBps: params.feeBps, isSeeded: 0 },
    ed25519: numberToHex(params.ed25519Pubkey, { size: 32 }),
    deposit: contributors.reduce((sum, { amount }) => sum + amount, 0n),
    registeredBlock: event.block.number,
    registeredTime: event.block.timestamp,
    registeredTx: event.transaction.hash,
  });
  await context.db.insert(stakedContributors).values(
    contributors.map(({ staker, beneficiary, amount }, position) => ({
      nodeId: id,
      position,
      staker,
      beneficiary,
      amount,
    })),
  );
  const people = contributors.flatMap(({ staker, beneficiary }) => [staker, beneficiary]);
  await noteSubjects(context, event, [operator, initiator, ...people], id);
});

ponder.on("Rewards:ServiceNodeExitRequest", async ({ event, context }) => {
  const { id, contributor } = event.args;
  await context.db
    .update(stakedNodes, { id })
    .set((node) =>
      node.exitRequestedTime === null ? { exitRequestedTime: event.block.timestamp, exitRequestedBy: contributor } : {},
    );
  await noteSubjects(context, event, [contributor], id);
});

ponder.on("Rewards:ServiceNodeExit", async ({ event, context }) => {
  const { id, returned, lockedUntil } = event.args;
  await context.db.update(stakedNodes, { id }).set({ ...leftAt(event), left: "exited", returned, lockedUntil });
  await noteSubjects(context, event, [], id);
});

ponder.on("Rewards:ServiceNodeLiquidated", async ({ event, context }) => {
  const { id, liquidator, liquidatorPenalty, poolPenalty, lockedUntil } = event.args;
  await context.db.update(stakedNodes, { id }).set((node) => ({
    ...leftAt(event),
    ...{ left: "liquidated", liquidator, liquidatorPenalty, poolPenalty, lockedUntil },
    returned: lockedUntil === 0n ? node.deposit - liquidatorPenalty - poolPenalty : 0n,
  }));
  await noteSubjects(context, event, [liquidator], id);
});

ponder.on("Rewards:LockedStakeWithdrawn", async ({ event, context }) => {
  const { id, returned } = event.args;
  await context.db
    .update(stakedNodes, { id })
    .set((node) => ({ returned: node.returned + returned, withdrawnBlock: event.block.number }));
  await noteSubjects(context, event, [], id);
});

ponder.on("Rewards:RewardsClaimed", async ({ event, context }) => {
  await context.db.insert(claims).values({ ...placeOf(event), ...event.args });
  await noteSubjects(context, event, [event.args.recipient], undefined);
});

ponder.on("Rewards:CheckpointSubmitted", async ({ event, context }) => {
  const { height, blockHash, claimsRoot, signers, nodes } = event.args;
  const { blockNumber, time, txHash } = placeOf(event);
  await context.db.insert(acceptedCheckpoints).values({
    ...{ height, blockHash, claimsRoot, blockNumber, time, txHash, isRevoked: 0 },
    ...{ signers: Number(signers), nodes: Number(nodes) },
  });
});

ponder.on("Rewards:ClaimCapUpdated", async ({ event, context }) => {
  const args = { claimCap: event.args.claimCap.toString() };
  await context.db.insert(parameterChanges).values({ ...placeOf(event), name: "ClaimCapUpdated", args });
});
