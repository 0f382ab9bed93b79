export { devnetL1GatewayAbi, devnetL1GatewayArtifact } from "./abis/generated/DevnetL1Gateway.ts";
export { devnetL2GatewayAbi, devnetL2GatewayArtifact } from "./abis/generated/DevnetL2Gateway.ts";
export { rewardRatePoolAbi, rewardRatePoolArtifact } from "./abis/generated/RewardRatePool.ts";
export { seshAbi, seshArtifact } from "./abis/generated/SESH.ts";
export { seshL2Abi, seshL2Artifact } from "./abis/generated/SESHL2.ts";
export { serviceNodeContributionAbi } from "./abis/generated/ServiceNodeContribution.ts";
export {
  serviceNodeContributionFactoryAbi,
  serviceNodeContributionFactoryArtifact,
} from "./abis/generated/ServiceNodeContributionFactory.ts";
export { serviceNodeRewardsAbi, serviceNodeRewardsArtifact } from "./abis/generated/ServiceNodeRewards.ts";
export { timelockControllerAbi } from "./abis/generated/TimelockController.ts";
export { tokenVestingNoStakingAbi, tokenVestingNoStakingArtifact } from "./abis/generated/TokenVestingNoStaking.ts";
export { tokenVestingStakingAbi, tokenVestingStakingArtifact } from "./abis/generated/TokenVestingStaking.ts";
export type { ContractAddresses } from "./addresses.ts";
export {
  type ContractPreset,
  contractPresets,
  DEVNET_CHAIN_ID_RANGE,
  isDevnetChainId,
  type PresetName,
} from "./presets.ts";
export { TgeError, type TgeErrorDetail } from "./tge/errors.ts";
export { type Grant, type NetworkParameters, parseNetworkParameters, type TgeParameters } from "./tge/parameters.ts";
export { planTge, type TgePlan, type TgeVesting } from "./tge/plan.ts";
export {
  FREE_PARTS,
  type FreePart,
  LOCKED_PARTS,
  LOCKUPS,
  type LockedPart,
  SESH_UNIT,
  TOTAL_SUPPLY,
} from "./tge/supply.ts";
