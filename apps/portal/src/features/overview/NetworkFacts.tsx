import type { NetworkResponse } from "@session/sdk/indexer-api";
import { Amount, defineMessages, Fact, Facts, formatBps, useLocale, useT } from "@session/ui";

const messages = defineMessages("portal.networkFacts", {
  apr: "APR without fee",
  noApr: "none yet",
  nodes: "Nodes active",
  nodesOf: "{active, number} of {total, number}",
  pool: "Reward pool",
  perDay: "Rewards a day",
  perNode: "A day per node",
  staked: "Staked",
  requirement: "A node costs",
  height: "Appchain height",
  l2: "L2 block",
});

/** What the network is about, in figures. */
export function NetworkFacts({ network }: { readonly network: NetworkResponse }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { rewards, nodes, stake, sources } = network;
  return (
    <section className="flex flex-col gap-6">
      <Facts>
        <Fact
          size="lg"
          label={t("apr")}
          value={rewards.aprBps === null ? t("noApr") : formatBps(rewards.aprBps, locale)}
        />
        <Fact size="lg" label={t("nodes")} value={t("nodesOf", { active: nodes.byState.active, total: nodes.total })} />
        <Fact
          size="lg"
          label={t("pool")}
          value={rewards.poolBalance === null ? "–" : <Amount value={BigInt(rewards.poolBalance)} maxDecimals={0} />}
        />
      </Facts>
      <Facts>
        <Fact label={t("perDay")} value={<Amount value={BigInt(rewards.perDay)} maxDecimals={2} />} />
        <Fact label={t("perNode")} value={<Amount value={BigInt(rewards.perNodeAndDay)} maxDecimals={2} />} />
        <Fact label={t("staked")} value={<Amount value={BigInt(stake.staked)} />} />
        <Fact label={t("requirement")} value={<Amount value={BigInt(stake.requirement)} />} />
        <Fact label={t("height")} value={sources.chain.number ?? "–"} />
        <Fact label={t("l2")} value={sources.l2.number ?? "–"} />
      </Facts>
    </section>
  );
}
