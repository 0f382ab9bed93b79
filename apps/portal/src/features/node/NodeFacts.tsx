import type { NodeDetail } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Banner,
  Duration,
  defineMessages,
  Fact,
  Facts,
  formatBps,
  Key,
  Time,
  useLocale,
  useT,
} from "@session/ui";
import { timesOf } from "./model.ts";

const messages = defineMessages("portal.nodeFacts", {
  operator: "Operator",
  ed25519: "ed25519 key",
  deposit: "Stake",
  fee: "Operator fee",
  credit: "May be absent for",
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
  rejectedWhy: "{message} The stake can leave in full, without penalty or lock.",
  decommissioned: "Out of service since {time}",
  decommissionedWhy: "It comes back by itself once it passes its checks; it earns nothing until then. {reason}",
});

/** What a node is and when what happens to it. */
export function NodeFacts({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <section className="flex flex-col gap-6">
      <Trouble node={node} />
      <Facts>
        <Fact label={t("operator")} value={<Address value={node.operator} href={`/address/${node.operator}`} />} />
        <Fact label={t("ed25519")} value={<Key value={node.ed25519} thing={t("ed25519")} />} />
        <Fact label={t("deposit")} value={<Amount value={BigInt(node.deposit)} />} />
        <Fact label={t("fee")} value={formatBps(node.feeBps, locale)} />
        {node.creditSec !== null && <Fact label={t("credit")} value={<Duration seconds={node.creditSec} />} />}
      </Facts>
      <Facts>
        {timesOf(node).map(({ kind, at }) => (
          <Fact key={kind} label={t(kind)} value={<Time at={at} />} />
        ))}
      </Facts>
    </section>
  );
}

function Trouble({ node }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  if (node.registration?.result === "rejected")
    return (
      <Banner tone="danger" title={t("rejected")}>
        {t("rejectedWhy", { message: node.registration.message ?? "" })}
      </Banner>
    );
  if (node.state !== "decommissioned" || node.lastDecommission === null) return null;
  const { at, reason } = node.lastDecommission;
  return (
    <Banner tone="warn" title={t.rich("decommissioned", { time: <Time at={at} /> })}>
      {t("decommissionedWhy", { reason: reason ?? "" })}
    </Banner>
  );
}
