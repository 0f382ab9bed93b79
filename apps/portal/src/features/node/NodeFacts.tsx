import type { NodeDetail, ParamsResponse } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
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

const messages = defineMessages("portal.nodeFacts", {
  operator: "Operator",
  ed25519: "ed25519 key",
  bls: "BLS key",
  deposit: "Stake",
  fee: "Operator fee",
  pool: "Pool",
  credit: "May be out of service for",
  creditOf: "{credit} of {cap}",
  registeredAt: "Registered",
  payableAt: "Earns from",
  exitRequestedAt: "Exit requested",
  unlockAt: "Let go",
  exitableFrom: "Stake may leave from",
  liquidatableFrom: "Anyone may liquidate from",
  escapeFrom: "May leave without the network from",
  lockedUntil: "Stake locked until",
  leftAt: "Left",
});

export type NodeFactsProps = { readonly node: NodeDetail; readonly params: ParamsResponse };

/** What a node is and when what happens to it. */
export function NodeFacts({ node, params }: NodeFactsProps) {
  const t = useT(messages);
  const { locale } = useLocale();
  return (
    <section className="flex flex-col gap-6">
      <Facts>
        <Fact label={t("operator")} value={<Address value={node.operator} href={`/address/${node.operator}`} />} />
        <Fact label={t("deposit")} value={<Amount value={BigInt(node.deposit)} />} />
        <Fact label={t("fee")} value={formatBps(node.feeBps, locale)} />
        <Fact label={t("ed25519")} value={<Key value={node.ed25519} thing={t("ed25519")} />} />
        <Fact label={t("bls")} value={<Key value={node.bls} thing={t("bls")} />} />
        {node.pool !== null && (
          <Fact label={t("pool")} value={<Address value={node.pool} href={`/stake/${node.pool}`} />} />
        )}
      </Facts>
      {node.creditSec !== null && node.removed === null && node.left === null && (
        <Credit creditSec={node.creditSec} capSec={params.durations.chain.creditCapSec} />
      )}
      <Facts>
        {timesOf(node).map(({ kind, at }) => (
          <Fact key={kind} label={t(kind)} value={<Time at={at} />} />
        ))}
      </Facts>
    </section>
  );
}

/** Below this part of the cap it is said in another colour. */
const LOW = 0.25;

function Credit({ creditSec, capSec }: { readonly creditSec: number; readonly capSec: number }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const words = { credit: formatDuration(creditSec, locale, "long"), cap: formatDuration(capSec, locale, "long") };
  return (
    <div className="max-w-96">
      <Meter
        label={t("credit")}
        value={creditSec}
        max={capSec}
        text={t("creditOf", words)}
        tone={creditSec < capSec * LOW ? "warn" : "good"}
      />
    </div>
  );
}
