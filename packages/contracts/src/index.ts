export { rewardRatePoolAbi, rewardRatePoolArtifact } from "./abis/generated/RewardRatePool.ts";
export { seshL2Abi, seshL2Artifact } from "./abis/generated/SESHL2.ts";
export { serviceNodeContributionAbi } from "./abis/generated/ServiceNodeContribution.ts";
export {
  serviceNodeContributionFactoryAbi,
  serviceNodeContributionFactoryArtifact,
} from "./abis/generated/ServiceNodeContributionFactory.ts";
export { serviceNodeRewardsAbi, serviceNodeRewardsArtifact } from "./abis/generated/ServiceNodeRewards.ts";
export { timelockControllerAbi } from "./abis/generated/TimelockController.ts";
export type { ContractAddresses } from "./addresses.ts";
export {
  type ContractPreset,
  contractPresets,
  DEVNET_CHAIN_ID_RANGE,
  isDevnetChainId,
  type PresetName,
} from "./presets.ts";
