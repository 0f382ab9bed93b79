import { buildModule, type ContractFuture, type IgnitionModule } from "@nomicfoundation/ignition-core";
import type { TgePlan, TgeVesting } from "../../src/tge/plan.ts";
import { TOTAL_SUPPLY } from "../../src/tge/supply.ts";

/** The vesting contracts of a plan, by the plan's ids. */
export type Distribution = IgnitionModule<"Distribution", string, Record<string, ContractFuture<string>>>;

/**
 * Deploys a plan's vestings and pays all of its parts out of the deployer's balance.
 * Parameters: token, serviceNodeRewards, contributionFactory.
 *
 * @param mint Mints the whole supply first: the deployer has to be the token's gateway. Devnets without a bridge only.
 */
export function createDistribution({ transfers, vestings }: TgePlan, mint: boolean): Distribution {
  return buildModule("Distribution", (m) => {
    const token = m.contractAt("SESHL2", m.getParameter("token"));
    const rewards = m.getParameter("serviceNodeRewards");
    const factory = m.getParameter("contributionFactory");
    const minted = mint ? [m.call(token, "bridgeMint", [m.getAccount(0), TOTAL_SUPPLY], { id: "mint" })] : [];

    function deploy({ id, beneficiary, revoker, transferable, cliff, end }: TgeVesting) {
      if (cliff === undefined)
        return m.contract("TokenVestingStaking", [rewards, factory, beneficiary, revoker, transferable, end], { id });
      return m.contract("TokenVestingNoStaking", [token, beneficiary, revoker, transferable, cliff, end], { id });
    }

    for (const { part, to, amount } of transfers)
      m.call(token, "transfer", [to, amount], { id: `pay_${part}`, after: minted });
    const contracts = vestings.map((vesting) => {
      const contract = deploy(vesting);
      m.call(token, "transfer", [contract, vesting.amount], { id: `fund_${vesting.id}`, after: minted });
      return [vesting.id, contract] as const;
    });
    return Object.fromEntries(contracts);
  });
}
