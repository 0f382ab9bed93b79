import { toAffinePublicKey } from "@session/bls";
import type { Network } from "@session/config";
import {
  rewardRatePoolAbi,
  serviceNodeContributionAbi,
  serviceNodeContributionFactoryAbi,
  seshL2Abi,
} from "@session/contracts";
import type { ChildRule, Follower, FollowerOptions, ReadCall } from "@session/l2";
import { presetOf } from "@session/protocol";
import { type Abi, bytesToHex, encodeFunctionData, type Hex, toEventSelector, zeroHash } from "viem";
import type { SourceStatus } from "../modules.ts";
import type { FollowedContracts } from "../pipeline/contractBook.ts";
import type { L2Views, StepSource, ViewStart } from "../pipeline/l2Views.ts";
import { newNodeRows } from "../views/staking/apply.ts";
import type { L2_READS } from "./l2Reads.ts";

export type L2SourceOptions = {
  readonly network: Network;
  /** Overrides of the network file's. */
  readonly factory?: Hex | undefined;
  readonly vestings?: readonly Hex[] | undefined;
  /** Events at or before this block are not indexed. Left out: the block of `start()`, whose nodes the genesis lists. */
  readonly startBlock?: bigint | undefined;
  /** L2 blocks; the preset's without it. */
  readonly step?: bigint | undefined;
  readonly pollMs?: number | undefined;
  readonly maxCallsPerMinute?: number | undefined;
};

/** Nobody waits for a block as a node does, so asking once a step is enough; a devnet is to feel immediate. */
const POLL_MS = { mainnet: 30_000, stagenet: 10_000, devnet: 400 } as const;
const MAX_CALLS_PER_MINUTE = { mainnet: 120, stagenet: 120, devnet: 6_000 } as const;

/** Not every provider refuses what is too much: Anvil would answer a thousand full blocks with 100 MB. */
const FIRST_RANGE = 16n;

/** The contracts whose events are indexed: the genesis', and those of the network file or the options. */
export function toFollowedContracts({ network, factory, vestings }: L2SourceOptions): FollowedContracts {
  const { contracts } = network.genesis;
  return {
    serviceNodeRewards: bytesToHex(contracts.serviceNodeRewards),
    rewardRatePool: bytesToHex(contracts.rewardRatePool),
    factory: factory ?? network.contracts.serviceNodeContributionFactory ?? undefined,
    vestings: vestings ?? network.contracts.vestings,
  };
}

/** What the indexer follows: contracts, the pools their factory makes, and figures read at every step. */
export function toFollowerOptions(options: L2SourceOptions): FollowerOptions {
  const { genesis } = options.network;
  const preset = presetOf(genesis.preset);
  const { serviceNodeRewards, rewardRatePool, factory, vestings } = toFollowedContracts(options);
  return {
    chainId: genesis.chainId,
    addresses: [serviceNodeRewards, rewardRatePool, ...(factory === undefined ? [] : [factory]), ...vestings],
    children: factory === undefined ? [] : [poolsOf(factory)],
    startBlock: options.startBlock ?? BigInt(genesis.l2.number),
    step: options.step ?? BigInt(preset.l2Step),
    safeLag: preset.l2SafeLag,
    firstRange: FIRST_RANGE,
    pollIntervalMs: options.pollMs ?? POLL_MS[preset.name],
    maxCallsPerMinute: options.maxCallsPerMinute ?? MAX_CALLS_PER_MINUTE[preset.name],
    reads: toReads(bytesToHex(genesis.contracts.sesh), { serviceNodeRewards, rewardRatePool }),
  };
}

/** The calls of {@link L2_READS}, in its order. */
function toReads(
  sesh: Hex,
  { serviceNodeRewards, rewardRatePool }: Pick<FollowedContracts, "serviceNodeRewards" | "rewardRatePool">,
): ReadCall[] {
  const balanceOf = (owner: Hex): ReadCall => ({
    to: sesh,
    data: encodeFunctionData({ abi: seshL2Abi, functionName: "balanceOf", args: [owner] }),
  });
  const ofPool = (functionName: "calculateReleasedAmount" | "rewardRate"): ReadCall => ({
    to: rewardRatePool,
    data: encodeFunctionData({ abi: rewardRatePoolAbi, functionName }),
  });
  const reads = {
    poolBalance: balanceOf(rewardRatePool),
    poolReleased: ofPool("calculateReleasedAmount"),
    rewardRate: ofPool("rewardRate"),
    rewardsBalance: balanceOf(serviceNodeRewards),
  } satisfies Record<(typeof L2_READS)[number], ReadCall>;
  return [reads.poolBalance, reads.poolReleased, reads.rewardRate, reads.rewardsBalance];
}

/** Pools, from the factory's PoolDeployed on: all their events. */
function poolsOf(factory: Hex): ChildRule {
  return {
    factory,
    created: topicsOf(serviceNodeContributionFactoryAbi, "PoolDeployed")[0] as Hex,
    childTopic: 1,
    topics: topicsOf(serviceNodeContributionAbi),
  };
}

const topicsOf = (abi: Abi, name?: string): Hex[] =>
  abi.flatMap((item) => (item.type === "event" && (name ?? item.name) === item.name ? [toEventSelector(item)] : []));

/**
 * What the views hold before the first step. Followed from `start()` on, nobody delivers the seeding, so the nodes are
 * those of the genesis, registered at its block by no transaction; followed from before it, the events tell.
 */
export function toViewStart({ network, startBlock }: L2SourceOptions): ViewStart | undefined {
  const { genesis } = network;
  const number = BigInt(genesis.l2.number);
  if (startBlock !== undefined && startBlock < number) return undefined;
  const registered = { registeredBlock: number, registeredTime: BigInt(genesis.time), registeredTx: zeroHash };
  const toRows = () =>
    genesis.nodes.map(({ id, operator, blsKey, ed25519Key, feeBps, contributors }) =>
      newNodeRows(
        {
          ...{ id, feeBps, initiator: null, isSeeded: 1 },
          operator: bytesToHex(operator),
          bls: bytesToHex(toAffinePublicKey(blsKey)),
          ed25519: bytesToHex(ed25519Key),
          contributors: contributors.map(({ staker, beneficiary, amount }) => ({
            ...{ staker: bytesToHex(staker), beneficiary: bytesToHex(beneficiary), amount },
          })),
        },
        registered,
      ),
    );
  const hash = startBlock === undefined ? bytesToHex(genesis.l2.hash) : zeroHash;
  return { position: { number: startBlock ?? number, hash }, time: registered.registeredTime, nodes: toRows };
}

/** The follower as a source of the views. */
export function toStepSource(follower: Pick<Follower, "batches" | "safeHead">): StepSource {
  return {
    batches: (from, limits) => follower.batches(from, limits),
    finalNumber: () => follower.safeHead()?.block.number,
  };
}

/** How the L2 half stands, for routes and readiness. @param halted - why the views or the follower stopped, if they did */
export function toL2Status(
  views: Pick<L2Views, "head" | "final">,
  follower: Pick<Follower, "head" | "lagSec">,
  halted: SourceStatus["halted"],
): SourceStatus {
  return {
    head: () => views.head(),
    final: () => views.final(),
    sourceHead: () => follower.head()?.number,
    ageSec: () => follower.lagSec(),
    halted,
  };
}
