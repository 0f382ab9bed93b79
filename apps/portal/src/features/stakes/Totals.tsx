import type { AddressRewards } from "@session/sdk/indexer-api";
import { Amount, Fact, Facts, useT } from "@session/ui";
import { stakesMessages } from "./messages.ts";
import type { StakeTotals } from "./model.ts";

type Sums = Readonly<Record<keyof StakeTotals, bigint | string>>;

/** What an address has in all: rewards, and where its stakes are. */
export function Totals({ rewards, totals }: { readonly rewards: AddressRewards; readonly totals: Sums }) {
  const t = useT(stakesMessages);
  return (
    <Facts>
      <Fact size="lg" label={t("claimable")} value={<Amount value={BigInt(rewards.claimable)} />} />
      <Fact size="lg" label={t("staked")} value={<Amount value={BigInt(totals.staked)} />} />
      <Fact size="lg" label={t("earned")} value={<Amount value={BigInt(rewards.lifetime)} />} />
      <Fact size="lg" label={t("claimed")} value={<Amount value={BigInt(rewards.claimed)} />} />
      <OtherTotals totals={totals} size="lg" />
    </Facts>
  );
}

/** What is on its way; shown where there is any. */
export function OtherTotals({ totals, size = "md" }: { readonly totals: Sums; readonly size?: "md" | "lg" }) {
  const t = useT(stakesMessages);
  const others = (["returning", "locked", "inPools"] as const).filter((name) => BigInt(totals[name]) > 0n);
  return others.map((name) => (
    <Fact key={name} size={size} label={t(name)} value={<Amount value={BigInt(totals[name])} />} />
  ));
}
