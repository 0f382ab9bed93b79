import type { StakesResponse } from "@session/sdk/indexer-api";
import { Banner, useT } from "@session/ui";
import type { ReactNode } from "react";
import { stakesMessages } from "./messages.ts";
import { NodesTable, type StakedNode } from "./NodesTable.tsx";
import { PoolsTable } from "./PoolsTable.tsx";
import { Totals } from "./Totals.tsx";

export type StakesViewProps = {
  readonly stakes: StakesResponse;
  /** Between the totals and the lists. */
  readonly children?: ReactNode;
  readonly renderActions?: (staked: StakedNode) => ReactNode;
};

/** Everything an address has. */
export function StakesView({ stakes, children, renderActions }: StakesViewProps) {
  const t = useT(stakesMessages);
  return (
    <>
      {stakes.isCut && <Banner tone="info" title={t("isCut")} />}
      {!stakes.areVestingsKnown && <Banner tone="warn" title={t("vestings")} />}
      <Totals stakes={stakes} />
      {children}
      <NodesTable stakes={stakes} {...(renderActions === undefined ? {} : { renderActions })} />
      <PoolsTable stakes={stakes} />
    </>
  );
}
