import { buildModule } from "@nomicfoundation/ignition-core";

/**
 * Ends seeding and offers both contracts to their owner, who takes them with `acceptOwnership` (`TakeOver`).
 * Parameters: serviceNodeRewards, rewardRatePool, owner.
 */
export default buildModule("Handover", (m) => {
  const owner = m.getParameter("owner");
  const serviceNodeRewards = m.contractAt("ServiceNodeRewards", m.getParameter("serviceNodeRewards"));
  const rewardRatePool = m.contractAt("RewardRatePool", m.getParameter("rewardRatePool"));
  m.call(serviceNodeRewards, "start");
  m.call(serviceNodeRewards, "transferOwnership", [owner]);
  m.call(rewardRatePool, "transferOwnership", [owner]);
  return { serviceNodeRewards, rewardRatePool };
});
