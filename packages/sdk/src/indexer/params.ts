import { z } from "zod";
import { address, amount, asOf, hex32, seconds } from "./common.ts";
import { defineRoute } from "./route.ts";

/** How a penalty is shared: parts of the deposit are `part / (liquidator + pool + recipient)`. */
export const liquidationRatios = z.object({ liquidator: amount, pool: amount, recipient: amount });

/** Waits that the contract checks; fixed when it is deployed. */
export const contractDurations = z.object({
  /** Least age of a node to leave by proof. */
  minExitAgeSec: seconds,
  /** Longest lock of a stake from the moment of exit or liquidation. */
  maxLockSec: seconds,
  /** From the first exit request to the exit that needs no proof. */
  exitWaitSec: seconds,
  /** From registration to the first exit request by a holder of less than `smallContributorParts` of the deposit. */
  smallContributorWaitSec: seconds,
  exitRequestRepeatSec: seconds,
  /** From a contributor's newest contribution to a pool to its withdrawal; the operator needn't wait. */
  poolWithdrawalSec: seconds,
});

/** Durations of the appchain's preset. */
export const chainDurations = z.object({
  blockIntervalSec: seconds,
  checkpointIntervalBlocks: z.number().int(),
  payableAfterSec: seconds,
  /** From an exit request to the removal. */
  unlockSec: seconds,
  /** From the removal until anyone may liquidate. */
  exitGraceSec: seconds,
  /** Lock of a stake after a deregistration or liquidation. */
  deregistrationLockSec: seconds,
  proofIntervalSec: seconds,
  proofValidSec: seconds,
  initialCreditSec: seconds,
  /** Credit earned per second of service. */
  creditEarned: z.object({ numerator: z.number().int(), denominator: z.number().int() }),
  creditCapSec: seconds,
});

export const paramsResponse = z.object({
  asOf,
  network: z.string(),
  preset: z.enum(["mainnet", "stagenet", "devnet"]),
  /** Of the L2. */
  chainId: amount,
  genesisHash: hex32,
  genesisTime: seconds,
  /** L2 block the network starts from. */
  genesisL2Block: amount,
  contracts: z.object({
    serviceNodeRewards: address,
    rewardRatePool: address,
    sesh: address,
    serviceNodeContributionFactory: address.nullable(),
    vestings: z.array(address),
  }),
  token: z.object({ symbol: z.string(), decimals: z.number().int() }),
  staking: z.object({
    /** Exact sum of a node's stakes. */
    requirement: amount,
    /** The operator included. */
    maxContributors: z.number().int(),
    /** Least the operator brings: ⌈requirement / operatorParts⌉. */
    operatorMinimum: amount,
    operatorParts: z.number().int(),
    /** Who holds less than one part in so many of a deposit waits before it may ask for the exit. */
    smallContributorParts: z.number().int(),
    maxFeeBps: z.number().int(),
  }),
  /** What a liquidation takes from the operator's stake, and of a deposit of the requirement. */
  liquidation: z.object({ ratios: liquidationRatios, liquidatorReward: amount, poolPenalty: amount }),
  claims: z.object({
    /** Paid in one cycle to all, and to one recipient. */
    capPerCycle: amount,
    capPerRecipient: amount,
    cycleSec: seconds,
    /** When the cycle that runs now ends. */
    cycleEndsAt: seconds,
  }),
  absenteeCap: amount,
  /** `until` is the pause's end, whether or not it is over; null when there never was one. */
  pause: z.object({ isPaused: z.boolean(), until: seconds.nullable() }),
  durations: z.object({ contract: contractDurations, chain: chainDurations }),
  /** Where claims, exits and certificates are asked for. */
  nodeApis: z.array(z.string()),
});
export type ParamsResponse = z.infer<typeof paramsResponse>;

export const paramsRoutes = {
  getParams: defineRoute({
    method: "GET",
    path: "/v1/params",
    summary: "What is in force: addresses, amounts, waits, caps, pause. From the genesis, the contract and its events.",
    response: paramsResponse,
    problems: ["L2_UNAVAILABLE"],
  }),
};
