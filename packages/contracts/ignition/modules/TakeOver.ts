import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * The new owner, account 1, takes both contracts. A timelock does it by a scheduled call instead.
 * Parameters: serviceNodeRewards, rewardRatePool.
 */
export default buildModule("TakeOver", (m) => {
  const from = m.getAccount(1);
  const serviceNodeRewards = m.contractAt("ServiceNodeRewards", m.getParameter("serviceNodeRewards"));
  const rewardRatePool = m.contractAt("RewardRatePool", m.getParameter("rewardRatePool"));
  m.call(serviceNodeRewards, "acceptOwnership", [], { from });
  m.call(rewardRatePool, "acceptOwnership", [], { from });
  return { serviceNodeRewards, rewardRatePool };
});
