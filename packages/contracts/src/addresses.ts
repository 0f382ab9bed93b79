import type { Address } from "viem";

/** Where a network's contracts stand on its L2. Addresses of proxies, where there are any. */
export type ContractAddresses = {
  readonly seshL2: Address;
  readonly rewardRatePool: Address;
  readonly serviceNodeRewards: Address;
  readonly serviceNodeContributionFactory: Address;
};
