import type { NodeDetail } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Banner,
  defineMessages,
  Fact,
  Facts,
  formatBps,
  formatDuration,
  Key,
  Meter,
  Time,
  useLocale,
  useT,
} from "@session/ui";
import { timesOf } from "@session/web";
import { useAnswer } from "../../data/useAnswer.ts";
import { useReason } from "../../parts/reasons.ts";

const messages = defineMessages("explorer.nodeFacts", {
  operator: "Operator",
  ed25519: "ed25519 key",
  bls: "BLS key",
  deposit: "Stake",
  fee: "Operator fee",
  earns: "Earns",
  yes: "yes",
  no: "no",
  pool: "Pool",
  credit: "Credit: may be absent for",
  creditOf: "{credit} of {cap}",
  registeredAt: "Registered",
  payableAt: "Earns from",
  exitRequestedAt: "Exit requested",
  unlockAt: "Unlocks",
  exitableFrom: "Stake may leave from",
  liquidatableFrom: "Anyone may liquidate from",
  escapeFrom: "May leave without the network from",
  lockedUntil: "Stake locked until",
  leftAt: "Left",
  rejected: "The network refused this registration",
  decommissioned: "Out of service since {time}",
  decommissionedWhy: "Reason: {reason}. It earns nothing until it passes its checks again.",
  removed: "Let go by the network: {reason}",
});

/** What a node is, and when what happens to it. */
export function NodeFacts({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <section className="flex flex-col gap-6">
      <Trouble node={node} />
      <Facts>
        <Fact label={t("operator")} value={<Address value={node.operator} href={`/address/${node.operator}`} />} />
        <Fact label={t("deposit")} value={<Amount value={BigInt(node.deposit)} />} />
        <Fact label={t("fee")} value={formatBps(node.feeBps, locale)} />
        <Fact label={t("earns")} value={t(node.isPayable ? "yes" : "no")} />
        {node.pool !== null && (
          <Fact label={t("pool")} value={<Address value={node.pool} href={`/pools/${node.pool}`} />} />
        )}
      </Facts>
      {node.creditSec !== null && node.removed === null && <Credit creditSec={node.creditSec} />}
      <Facts>
        {timesOf(node).map(({ kind, at }) => (
          <Fact key={kind} label={t(kind)} value={<Time at={at} />} />
        ))}
      </Facts>
      <dl className="grid grid-cols-1 gap-x-6 gap-y-2 lg:grid-cols-[8rem_1fr]">
        {(["ed25519", "bls"] as const).map((name) => (
          <div key={name} className="contents">
            <dt className="text-muted">{t(name)}</dt>
            <dd className="min-w-0">
              <Key value={node[name]} full thing={t(name)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Credit({ creditSec }: { readonly creditSec: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const params = useAnswer("getParams", {});
  const cap = params.data?.durations.chain.creditCapSec;
  if (cap === undefined) return null;
  const text = t("creditOf", { credit: formatDuration(creditSec, locale), cap: formatDuration(cap, locale) });
  return (
    <div className="max-w-120">
      <Meter label={t("credit")} value={creditSec} max={cap} text={text} tone={creditSec > 0 ? "good" : "danger"} />
    </div>
  );
}

function Trouble({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  const reasonOf = useReason();
  const { registration, lastDecommission, removed, state } = node;
  return (
    <>
      {registration?.result === "rejected" && (
        <Banner tone="danger" title={t("rejected")}>
          {registration.message} <code className="font-mono">{registration.code}</code>
        </Banner>
      )}
      {state === "decommissioned" && lastDecommission !== null && (
        <Banner tone="warn" title={t.rich("decommissioned", { time: <Time key="time" at={lastDecommission.at} /> })}>
          {t("decommissionedWhy", { reason: reasonOf(lastDecommission.reason) })}
        </Banner>
      )}
      {removed !== null && (
        <Banner
          tone={removed.reason === "voluntary" ? "info" : "danger"}
          title={t("removed", { reason: reasonOf(removed.reason) })}
        >
          <Time at={removed.at} />
        </Banner>
      )}
    </>
  );
}
