import { buildModule } from "@nomicfoundation/ignition-core";

const DAY_SEC = 24n * 60n * 60n;
/** Longer than the 30-day escape: whoever dislikes an upgrade has left before it. Source: docs/contracts/README.md. */
const UPGRADE_DELAY_SEC = 35n * DAY_SEC;
const PARAMETER_DELAY_SEC = 2n * DAY_SEC;
const NO_ADMIN = "0x0000000000000000000000000000000000000000";

/**
 * The two owners on mainnet: `upgrades` owns the proxies' admins, `parameters` the contracts. They administer themselves.
 * Parameters: proposers, executors.
 */
export default buildModule("Timelocks", (m) => {
  const proposers = m.getParameter("proposers");
  const executors = m.getParameter("executors");
  const upgrades = m.contract("TimelockController", [UPGRADE_DELAY_SEC, proposers, executors, NO_ADMIN], {
    id: "UpgradeTimelock",
  });
  const parameters = m.contract("TimelockController", [PARAMETER_DELAY_SEC, proposers, executors, NO_ADMIN], {
    id: "ParameterTimelock",
  });
  return { upgrades, parameters };
});
