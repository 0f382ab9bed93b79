import { buildModule } from "@nomicfoundation/ignition-core";
import { deployCore } from "./deployCore.ts";

/**
 * Pool and rewards on a token that is there already, owned by the deployer until `Handover`.
 * Parameters: token, durations, stakingRequirement, guardian, upgradeOwner.
 */
export default buildModule("SessionNetworkOnToken", (m) => {
  const seshL2 = m.contractAt("SESHL2", m.getParameter("token"));
  return { seshL2, ...deployCore(m, seshL2) };
});
