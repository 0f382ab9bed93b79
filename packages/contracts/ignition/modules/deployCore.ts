import type {
  IgnitionModuleBuilder,
  NamedArtifactContractAtFuture,
  NamedArtifactContractDeploymentFuture,
} from "@nomicfoundation/ignition-core";

type TokenFuture = NamedArtifactContractDeploymentFuture<"SESHL2"> | NamedArtifactContractAtFuture<"SESHL2">;

/** Everything but the token: libraries, implementations, proxies, the pool's beneficiary, and the factory of pools. */
export function deployCore(m: IgnitionModuleBuilder, token: TokenFuture) {
  const deployer = m.getAccount(0);
  const upgradeOwner = m.getParameter("upgradeOwner");

  const libraries = {
    Exits: m.library("Exits"),
    NodeViews: m.library("NodeViews"),
    OwnerSettings: m.library("OwnerSettings"),
    Registrations: m.library("Registrations"),
  };
  const rewardsImplementation = m.contract("ServiceNodeRewards", [token, m.getParameter("durations")], {
    id: "ServiceNodeRewardsImplementation",
    libraries,
  });
  const poolImplementation = m.contract("RewardRatePool", [token], { id: "RewardRatePoolImplementation" });

  const poolProxy = m.contract(
    "TransparentUpgradeableProxy",
    [poolImplementation, upgradeOwner, m.encodeFunctionCall(poolImplementation, "initialize", [deployer])],
    { id: "RewardRatePoolProxy" },
  );
  const rewardRatePool = m.contractAt("RewardRatePool", poolProxy);

  const initialize = m.encodeFunctionCall(rewardsImplementation, "initialize", [
    deployer,
    m.getParameter("guardian"),
    poolProxy,
    m.getParameter("stakingRequirement"),
  ]);
  const rewardsProxy = m.contract("TransparentUpgradeableProxy", [rewardsImplementation, upgradeOwner, initialize], {
    id: "ServiceNodeRewardsProxy",
  });
  const serviceNodeRewards = m.contractAt("ServiceNodeRewards", rewardsProxy);
  m.call(rewardRatePool, "setBeneficiary", [rewardsProxy]);

  const serviceNodeContributionFactory = m.contract("ServiceNodeContributionFactory", [rewardsProxy]);

  return { serviceNodeRewards, rewardRatePool, serviceNodeContributionFactory };
}
