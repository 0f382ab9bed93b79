import type { Artifact, ArtifactResolver } from "@nomicfoundation/ignition-core";
import { exitsArtifact } from "../abis/generated/Exits.ts";
import { nodeViewsArtifact } from "../abis/generated/NodeViews.ts";
import { ownerSettingsArtifact } from "../abis/generated/OwnerSettings.ts";
import { proxyAdminArtifact } from "../abis/generated/ProxyAdmin.ts";
import { registrationsArtifact } from "../abis/generated/Registrations.ts";
import { rewardRatePoolArtifact } from "../abis/generated/RewardRatePool.ts";
import { seshArtifact } from "../abis/generated/SESH.ts";
import { seshL2Artifact } from "../abis/generated/SESHL2.ts";
import { serviceNodeContributionFactoryArtifact } from "../abis/generated/ServiceNodeContributionFactory.ts";
import { serviceNodeRewardsArtifact } from "../abis/generated/ServiceNodeRewards.ts";
import { timelockControllerArtifact } from "../abis/generated/TimelockController.ts";
import { tokenVestingNoStakingArtifact } from "../abis/generated/TokenVestingNoStaking.ts";
import { tokenVestingStakingArtifact } from "../abis/generated/TokenVestingStaking.ts";
import { transparentUpgradeableProxyArtifact } from "../abis/generated/TransparentUpgradeableProxy.ts";
import { DeployError } from "./errors.ts";

type GeneratedArtifact = Pick<Artifact, "contractName" | "sourceName" | "inputSourceName" | "abi" | "bytecode"> & {
  readonly linkReferences: unknown;
};

const artifacts: readonly GeneratedArtifact[] = [
  exitsArtifact,
  nodeViewsArtifact,
  ownerSettingsArtifact,
  proxyAdminArtifact,
  registrationsArtifact,
  rewardRatePoolArtifact,
  seshArtifact,
  seshL2Artifact,
  serviceNodeContributionFactoryArtifact,
  serviceNodeRewardsArtifact,
  timelockControllerArtifact,
  tokenVestingNoStakingArtifact,
  tokenVestingStakingArtifact,
  transparentUpgradeableProxyArtifact,
];

/** Gives Ignition the committed artifacts, so that deploying needs neither Hardhat nor a compiler. */
export const generatedArtifacts: ArtifactResolver = {
  async loadArtifact(name) {
    const artifact = artifacts.find(({ contractName }) => contractName === name);
    if (artifact === undefined)
      throw new DeployError({ code: "DEPLOY_ARTIFACT_MISSING", name }, `No generated artifact for ${name}.`);
    return {
      _format: "hh3-artifact-1",
      ...artifact,
      linkReferences: artifact.linkReferences as Artifact["linkReferences"],
      // Only read for verification by source, which a build does.
      deployedBytecode: "0x",
      deployedLinkReferences: {},
    };
  },
  async getBuildInfo() {
    return undefined;
  },
};
