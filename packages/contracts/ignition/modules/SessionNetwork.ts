import { buildModule } from "@nomicfoundation/ignition-core";
import { deployCore } from "./deployCore.ts";

/**
 * Token, pool and rewards, owned by the deployer until `Handover`.
 * Parameters: l1Token, l2Gateway, durations, stakingRequirement, guardian, upgradeOwner.
 */
export default buildModule("SessionNetwork", (m) => {
  const seshL2 = m.contract("SESHL2", [m.getParameter("l1Token"), m.getParameter("l2Gateway")]);
  return { seshL2, ...deployCore(m, seshL2) };
});
