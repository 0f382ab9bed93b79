import type { StakesResponse } from "@session/sdk/indexer-api";
import { Banner, useT } from "@session/ui";
import type { ReactNode } from "react";
import type { Hex } from "viem";
import { AccountHead } from "./AccountHead.tsx";
import { stakesMessages } from "./messages.ts";
import { isActing, poolActionsOf, type StakedNode, sumTotals, toAccounts } from "./model.ts";
import { NodesTable } from "./NodesTable.tsx";
import { PoolsTable } from "./PoolsTable.tsx";
import { Totals } from "./Totals.tsx";

export type StakesViewProps = {
  readonly stakes: StakesResponse;
  /** Between the totals and the lists. */
  readonly children?: ReactNode;
  /** Who acts: its stakes come first. */
  readonly acting?: Hex | undefined;
  readonly onAct?: (account: Hex) => void;
  readonly renderActions?: (staked: StakedNode) => ReactNode;
  readonly renderSelect?: (staked: StakedNode) => ReactNode;
};

/** Everything an address has: its own, and what its vesting contracts hold, clearly told apart. */
export function StakesView({ stakes, children, acting, onAct, renderActions, renderSelect }: StakesViewProps) {
  const t = useT(stakesMessages);
  const accounts = toAccounts(stakes, acting);
  return (
    <>
      {stakes.isCut && <Banner tone="info" title={t("isCut")} />}
      {!stakes.areVestingsKnown && <Banner tone="warn" title={t("vestings")} />}
      <Totals rewards={stakes.rewards} totals={sumTotals(accounts)} />
      {children}
      {accounts.map((one) => (
        <section key={one.account} className="flex flex-col gap-6">
          {accounts.length > 1 && <AccountHead of={one} isActing={isActing(one, acting)} onAct={onAct} />}
          {(one.vesting === undefined || one.nodes.length > 0) && (
            <NodesTable
              nodes={one.nodes}
              isQuiet={one.vesting !== undefined}
              renderActions={renderActions}
              renderSelect={renderSelect}
            />
          )}
          <PoolsTable pools={one.pools} actionsOf={(staked) => poolActionsOf(stakes, staked)} />
        </section>
      ))}
    </>
  );
}
