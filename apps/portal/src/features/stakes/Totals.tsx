import type { StakesResponse } from "@session/sdk/indexer-api";
import { Amount, Fact, Facts, useT } from "@session/ui";
import { stakesMessages } from "./messages.ts";

/** What an address has in all: rewards and stakes. */
export function Totals({ stakes: { totals, rewards } }: { readonly stakes: StakesResponse }) {
  const t = useT(stakesMessages);
  const others = (["returning", "locked", "inPools"] as const).filter((name) => BigInt(totals[name]) > 0n);
  return (
    <Facts>
      <Fact size="lg" label={t("claimable")} value={<Amount value={BigInt(rewards.claimable)} />} />
      <Fact size="lg" label={t("staked")} value={<Amount value={BigInt(totals.staked)} />} />
      <Fact size="lg" label={t("earned")} value={<Amount value={BigInt(rewards.lifetime)} />} />
      <Fact size="lg" label={t("claimed")} value={<Amount value={BigInt(rewards.claimed)} />} />
      {others.map((name) => (
        <Fact key={name} size="lg" label={t(name)} value={<Amount value={BigInt(totals[name])} />} />
      ))}
    </Facts>
  );
}
