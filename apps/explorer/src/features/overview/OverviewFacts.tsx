import type { NetworkResponse } from "@session/sdk/indexer-api";
import { Amount, Duration, defineMessages, Fact, Facts, Link, StatePill, useT } from "@session/ui";
import { useNetworkNow } from "../../data/useNetworkNow.ts";
import { statesThere } from "./model.ts";

const messages = defineMessages("explorer.overviewFacts", {
  height: "Height",
  sinceBlock: "Since the last block",
  l2: "L2 block",
  lag: "{lag, plural, =0 {all read} one {# behind} other {# behind}}",
  final: "final up to {number}",
  checkpoint: "Newest checkpoint",
  signed: "{signed, number} of {nodes, number} signed",
  unsigned: "too few signatures so far",
  staked: "Staked",
  pool: "Reward pool",
  perDay: "Rewards a day",
  payable: "Nodes that earn",
  states: "Nodes by state",
  supply: "Circulating",
});

export type OverviewFactsProps = {
  readonly network: NetworkResponse;
  /** Newest one, if any. */
  readonly checkpoint: { height: number; signatures: { signed: number; absent: number } | null } | undefined;
  /** Supply, base units. */
  readonly circulating: string | undefined;
};

/** The network at one glance. */
export function OverviewFacts({ network, checkpoint, circulating }: OverviewFactsProps) {
  const t = useT(messages);
  const { sources, stake, rewards, nodes } = network;
  return (
    <section className="flex flex-col gap-6">
      <Facts>
        <Fact size="lg" label={t("height")} value={<Height network={network} />} />
        <Fact size="lg" label={t("sinceBlock")} value={<SinceBlock timeSec={sources.chain.time} />} />
        <Fact size="lg" label={t("checkpoint")} value={<NewestCheckpoint checkpoint={checkpoint} />} />
      </Facts>
      <Facts>
        <Fact label={t("l2")} value={<L2Position network={network} />} />
        <Fact label={t("staked")} value={<Amount value={BigInt(stake.staked)} maxDecimals={0} />} />
        <Fact
          label={t("pool")}
          value={rewards.poolBalance === null ? "–" : <Amount value={BigInt(rewards.poolBalance)} maxDecimals={0} />}
        />
        <Fact
          label={t("supply")}
          value={circulating === undefined ? "–" : <Amount value={BigInt(circulating)} maxDecimals={0} />}
        />
        <Fact label={t("perDay")} value={<Amount value={BigInt(rewards.perDay)} maxDecimals={2} />} />
        <Fact label={t("payable")} value={String(nodes.payable)} />
      </Facts>
      <ul aria-label={t("states")} className="flex flex-wrap gap-x-6 gap-y-2">
        {statesThere(nodes.byState).map(({ state, count }) => (
          <li key={state} className="flex items-baseline gap-2">
            <StatePill state={state} />
            <Link href={`/nodes?state=${state}`}>{String(count)}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Height({ network: { sources } }: { readonly network: NetworkResponse }) {
  const height = sources.chain.number;
  return height === null ? "–" : <Link href={`/blocks/${height}`}>{height}</Link>;
}

/** Counts on between two answers. */
function SinceBlock({ timeSec }: { readonly timeSec: number | null }) {
  const nowMs = useNetworkNow();
  return timeSec === null ? "–" : <Duration seconds={Math.max(0, nowMs / 1_000 - timeSec)} />;
}

function L2Position({ network: { sources } }: { readonly network: NetworkResponse }) {
  const t = useT(messages);
  const { number, sourceHead, final } = sources.l2;
  const lag = number === null || sourceHead === null ? 0 : Math.max(0, Number(BigInt(sourceHead) - BigInt(number)));
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      {number ?? "–"}
      <span className="text-xs font-normal text-muted">
        {t("lag", { lag })} · {t("final", { number: final })}
      </span>
    </span>
  );
}

function NewestCheckpoint({ checkpoint }: Pick<OverviewFactsProps, "checkpoint">) {
  const t = useT(messages);
  if (checkpoint === undefined) return "–";
  const { height, signatures } = checkpoint;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Link href={`/checkpoints/${height}`}>{String(height)}</Link>
      <span className="text-sm font-normal text-muted">
        {signatures === null
          ? t("unsigned")
          : t("signed", { signed: signatures.signed, nodes: signatures.signed + signatures.absent })}
      </span>
    </span>
  );
}
