import type { StakesResponse } from "@session/sdk/indexer-api";
import { Amount, ButtonLink, defineMessages, Fact, Facts, useT } from "@session/ui";

const messages = defineMessages("explorer.addressTotals", {
  earned: "Earned in all",
  claimed: "Claimed",
  claimable: "Claimable",
  staked: "Staked",
  returning: "On its way back",
  locked: "Locked",
  inPools: "In pools",
  verify: "Verify its claim",
  vestings: "Vestings it holds",
});

/** What an address has and earned. */
export function AddressTotals({ stakes: { address, totals, rewards, vestings } }: { readonly stakes: StakesResponse }) {
  const t = useT(messages);
  const amounts = [
    ["staked", totals.staked],
    ["returning", totals.returning],
    ["locked", totals.locked],
    ["inPools", totals.inPools],
  ] as const;
  return (
    <section className="flex flex-col gap-6">
      <Facts>
        <Fact size="lg" label={t("earned")} value={<Amount value={BigInt(rewards.lifetime)} />} />
        <Fact label={t("claimed")} value={<Amount value={BigInt(rewards.claimed)} />} />
        <Fact label={t("claimable")} value={<Amount value={BigInt(rewards.claimable)} />} />
      </Facts>
      <Facts>
        {amounts.map(([name, value]) => (
          <Fact key={name} label={t(name)} value={<Amount value={BigInt(value)} />} />
        ))}
        {vestings.length > 0 && <Fact label={t("vestings")} value={String(vestings.length)} />}
      </Facts>
      {rewards.checkpointHeight !== null && (
        <div className="screen-only">
          <ButtonLink size="sm" href={`/checkpoints/${rewards.checkpointHeight}?claim=${address}`}>
            {t("verify")}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}
