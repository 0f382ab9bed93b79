import type { NetworkResponse } from "@session/sdk/indexer-api";
import { Amount, defineMessages, Fact, Facts, formatBps, Link, Tooltip, useLocale, useT } from "@session/ui";
import { afterFee } from "./model.ts";
import { NodesByState } from "./NodesByState.tsx";

const messages = defineMessages("portal.networkFacts", {
  apr: "APR without fee",
  aprHelp:
    "What a stake earns in a year at today's rate, in per cent of it, before the operator's fee and without staking the rewards again.",
  aprAfter: "APR after the average fee",
  aprAfterHelp: "The same for those who stake with others: operators take {fee} on average.",
  noApr: "none yet",
  what: "What would yours earn?",
  nodes: "Nodes active",
  nodesOf: "{active, number} of {total, number}",
  pool: "Reward pool",
  poolHelp: "SESH set aside for rewards. A part of it, always the same share, is paid out over time.",
  perDay: "Rewards a day",
  perNode: "A day per node",
  staked: "Staked",
  requirement: "A node costs",
  price: "Price of one SESH",
  priceHelp: "As {source} says; the network knows no prices.",
  unknown: "unknown",
});

/** What the network is about, in figures. */
export function NetworkFacts({ network }: { readonly network: NetworkResponse }) {
  const t = useT(messages);
  const { rewards, nodes, stake } = network;
  return (
    <section className="flex flex-col gap-6">
      <Facts>
        <Apr bps={rewards.aprBps} />
        <Fact size="lg" label={t("nodes")} value={t("nodesOf", { active: nodes.byState.active, total: nodes.total })} />
        <Fact size="lg" label={t("staked")} value={<Amount value={BigInt(stake.staked)} maxDecimals={0} />} />
        <Fact
          size="lg"
          label={<Tooltip text={t("poolHelp")}>{t("pool")}</Tooltip>}
          value={<MaybeAmount value={rewards.poolBalance} />}
        />
      </Facts>
      <Facts>
        <AprAfterFee bps={rewards.aprBps} feeBps={nodes.averageFeeBps} />
        <Fact label={t("perDay")} value={<Amount value={BigInt(rewards.perDay)} maxDecimals={2} />} />
        <Fact label={t("perNode")} value={<Amount value={BigInt(rewards.perNodeAndDay)} maxDecimals={2} />} />
        <Fact label={t("requirement")} value={<Amount value={BigInt(stake.requirement)} />} />
        {network.price?.value && (
          <Fact
            label={<Tooltip text={t("priceHelp", { source: network.price.source })}>{t("price")}</Tooltip>}
            value={`${network.price.value} ${network.price.currency}`}
          />
        )}
      </Facts>
      <NodesByState counts={nodes.byState} />
    </section>
  );
}

function Apr({ bps }: { readonly bps: number | null }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <Fact
      size="lg"
      label={<Tooltip text={t("aprHelp")}>{t("apr")}</Tooltip>}
      value={
        <span className="flex flex-col">
          {bps === null ? t("noApr") : formatBps(bps, locale)}
          <span className="text-xs font-normal">
            <Link href="/calculator">{t("what")}</Link>
          </span>
        </span>
      }
    />
  );
}

function AprAfterFee({ bps, feeBps }: { readonly bps: number | null; readonly feeBps: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const help = t("aprAfterHelp", { fee: formatBps(feeBps, locale) });
  return (
    <Fact
      label={<Tooltip text={help}>{t("aprAfter")}</Tooltip>}
      value={bps === null ? t("noApr") : formatBps(afterFee(bps, feeBps), locale)}
    />
  );
}

function MaybeAmount({ value }: { readonly value: string | null }) {
  const t = useT(messages);
  return value === null ? t("unknown") : <Amount value={BigInt(value)} maxDecimals={0} />;
}
