import type { StakesResponse } from "@session/sdk/indexer-api";
import { Banner, ButtonLink, EmptyState, useT } from "@session/ui";
import type { Hex } from "viem";
import { vestingMessages } from "./messages.ts";
import { VestingCard } from "./VestingCard.tsx";

export type VestingListProps = {
  readonly stakes: StakesResponse;
  /** The wallet whose contracts these are. */
  readonly account: Hex;
  readonly isBlocked: boolean;
  readonly onSent: (hash: Hex) => void;
};

/** The vesting contracts of a wallet: those it may use, and those it once could. */
export function VestingList({ stakes, account, isBlocked, onSent }: VestingListProps) {
  const t = useT(vestingMessages);
  const { vestings, areVestingsKnown } = stakes;
  return (
    <>
      {!areVestingsKnown && <Banner tone="warn" title={t("unknown")} />}
      {vestings.length === 0 && areVestingsKnown && (
        <EmptyState title={t("none")} action={<ButtonLink href="/stake">{t("noneNext")}</ButtonLink>}>
          {t("noneWhy")}
        </EmptyState>
      )}
      {vestings.map((vesting) => (
        <VestingCard
          key={vesting.address}
          vesting={vesting}
          stakes={stakes}
          account={account}
          isBlocked={isBlocked}
          onSent={onSent}
        />
      ))}
    </>
  );
}
