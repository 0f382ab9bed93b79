import type { serviceNodeContributionAbi, serviceNodeContributionFactoryAbi } from "@session/contracts";
import { type Hex, numberToHex } from "viem";
import { toInt4, toInt8 } from "../../pipeline/errors.ts";
import type { EventPlace, Handler, Handlers } from "../../pipeline/handlers.ts";
import { contributionKey, type Pool } from "../../pipeline/tables.ts";
import type { Views } from "../../pipeline/unitOfWork.ts";
import type { Reservation } from "./schema.ts";

type Reserved = readonly { readonly contributor: Hex; readonly amount: bigint }[];

const toReservations = (reserved: Reserved): Reservation[] =>
  reserved.map(({ contributor, amount }) => ({ staker: contributor, amount: amount.toString() }));

const keysOf = (blsPubkey: Hex, params: { readonly ed25519Pubkey: bigint; readonly feeBps: number }) => ({
  bls: blsPubkey,
  ed25519: numberToHex(params.ed25519Pubkey, { size: 32 }),
  feeBps: params.feeBps,
});

/** The state the contract derives from what is inside. Source: ContributionViews._state. */
function stateOf(contributors: number, contributed: bigint, requirement: bigint): Pool["state"] {
  if (contributors === 0) return "waiting";
  return contributed === requirement ? "full" : "open";
}

/** Pools as they are deployed. */
export const poolFactoryHandlers: Handlers<typeof serviceNodeContributionFactoryAbi> = {
  PoolDeployed: {
    apply: (args, views, { log, time }) =>
      views.pools.add({
        address: args.pool,
        operator: args.operator,
        ...keysOf(args.blsPubkey, args.params),
        reserved: toReservations(args.reserved),
        manualFinalize: args.manualFinalize ? 1 : 0,
        stakingRequirement: toInt8(args.stakingRequirement),
        maxContributors: toInt4(args.maxContributors),
        state: "waiting",
        contributed: 0n,
        contributors: 0,
        resets: 0,
        nodeId: null,
        failure: null,
        deployedBlock: log.blockNumber,
        deployedTime: time,
        deployedTx: log.transactionHash,
        updatedTime: time,
      }),
  },
};

/** A handler that changes columns of the pool the event came from. */
function poolHandler<Args>(change: (args: Args, pool: Pool) => Partial<Pool>): Handler<Args> {
  return {
    needs: (_, views, { log }) => views.pools.need(log.address),
    apply: (args, views, { log, time }) => {
      const pool = views.pools.existing(log.address);
      views.pools.put({ ...pool, ...change(args, pool), updatedTime: time });
    },
  };
}

/** Asks for the pool and what the staker has inside. */
function needsContribution({ staker }: { readonly staker: Hex }, views: Views, { log }: EventPlace): void {
  views.pools.need(log.address);
  views.poolContributions.need(contributionKey(log.address, staker));
}

type Contributed = { staker: Hex; beneficiary: Hex; amount: bigint; contributed: bigint };

function applyContributed(args: Contributed, views: Views, { log, time }: EventPlace): void {
  const pool = views.pools.existing(log.address);
  const before = views.poolContributions.get(contributionKey(log.address, args.staker));
  const amount = toInt8((before?.amount ?? 0n) + args.amount);
  const contributed = toInt8(args.contributed);
  const contributors = pool.contributors + (before === undefined ? 1 : 0);
  const { staker, beneficiary } = args;
  const times = { firstTime: before?.firstTime ?? time, lastTime: time };
  views.poolContributions.put({ pool: log.address, staker, beneficiary, amount, ...times });
  const state = stateOf(contributors, contributed, pool.stakingRequirement);
  views.pools.put({ ...pool, state, contributed, contributors, updatedTime: time });
}

type Withdrawn = { staker: Hex; contributed: bigint };

/** Also each refund of a reset, before its PoolReset. What is not full can't have failed to register. */
function applyWithdrawn(args: Withdrawn, views: Views, { log, time }: EventPlace): void {
  const pool = views.pools.existing(log.address);
  const key = contributionKey(log.address, args.staker);
  views.poolContributions.existing(key);
  const contributed = toInt8(args.contributed);
  const contributors = pool.contributors - 1;
  views.poolContributions.remove(key);
  const state = stateOf(contributors, contributed, pool.stakingRequirement);
  views.pools.put({ ...pool, state, contributed, contributors, failure: null, updatedTime: time });
}

/** What happens inside a pool. A finalized pool keeps its contributions, as the contract does. */
export const poolHandlers: Handlers<typeof serviceNodeContributionAbi> = {
  Contributed: { needs: needsContribution, apply: applyContributed },
  ContributionWithdrawn: { needs: needsContribution, apply: applyWithdrawn },
  BeneficiaryUpdated: {
    needs: needsContribution,
    apply: ({ staker, beneficiary }, views, { log, time }) => {
      const pool = views.pools.existing(log.address);
      const contribution = views.poolContributions.existing(contributionKey(log.address, staker));
      views.poolContributions.put({ ...contribution, beneficiary });
      views.pools.put({ ...pool, updatedTime: time });
    },
  },
  PoolReset: poolHandler(({ resets }) => ({ resets, failure: null })),
  FeeUpdated: poolHandler(({ feeBps }) => ({ feeBps })),
  PubkeysUpdated: poolHandler(({ blsPubkey, params }) => keysOf(blsPubkey, params)),
  ReservedContributorsUpdated: poolHandler(({ reserved }) => ({ reserved: toReservations(reserved) })),
  ManualFinalizeUpdated: poolHandler(({ manualFinalize }) => ({ manualFinalize: manualFinalize ? 1 : 0 })),
  Finalized: poolHandler(({ nodeId }) => ({ state: "finalized", nodeId, failure: null })),
  FinalizationFailed: poolHandler(({ reason }) => ({ failure: reason })),
  Rescued: poolHandler(() => ({})),
};
