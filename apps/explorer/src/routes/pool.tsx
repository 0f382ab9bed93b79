import type { PoolDetail } from "@session/sdk/indexer-api";
import {
  Address,
  Amount,
  Banner,
  defineMessages,
  EmptyState,
  Fact,
  Facts,
  formatAmount,
  formatBps,
  Key,
  Meter,
  Table,
  Time,
  useLocale,
  useT,
} from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { poolStateMessages } from "../features/pool/words.ts";
import { NodeLink } from "../parts/NodeLink.tsx";
import { Section } from "../parts/Section.tsx";
import { TimelineList } from "../parts/TimelineList.tsx";

const messages = defineMessages("explorer.poolPage", {
  title: "Pool",
  contract: "pool contract",
  state: "State",
  operator: "Operator",
  fee: "Operator fee",
  node: "Node",
  key: "Node's ed25519 key",
  filled: "Brought so far",
  filledOf: "{part} of {whole} SESH",
  minimum: "Least a newcomer brings",
  slots: "Free places",
  failed: "Its registration failed: {name}",
  outdated: "The network's requirement has changed since: it takes no more, withdrawals work.",
  contributions: "Contributions",
  none: "Nobody has brought anything yet",
  staker: "Staker",
  beneficiary: "Rewards go to",
  amount: "Amount",
  first: "Since",
  history: "What happened to it",
});
const route = getRouteApi("/pools/$address");

export function PoolPage() {
  const t = useT(messages);
  const { address } = route.useParams();
  const topics = [`pool:${address.toLowerCase() as `0x${string}`}`, "network"] as const;
  const pool = useAnswer("getPool", { address }, { topics });
  return (
    <>
      <PageHead title={t("title")} json={`/v1/pools/${address}`} />
      <Key value={address} full thing={t("contract")} />
      <Answered query={pool} lines={10}>
        {(data) => (
          <>
            <PoolFacts pool={data} />
            <Section title={t("contributions")}>
              <Contributions pool={data} />
            </Section>
            <Section title={t("history")}>
              <TimelineList label={t("history")} entries={data.history} />
            </Section>
          </>
        )}
      </Answered>
    </>
  );
}

function PoolFacts({ pool }: { readonly pool: PoolDetail }) {
  const t = useT(messages);
  const words = useT(poolStateMessages);
  const { locale } = useLocale();
  const [part, whole] = [BigInt(pool.contributed), BigInt(pool.stakingRequirement)];
  const text = t("filledOf", {
    part: formatAmount(part, { locale }).text,
    whole: formatAmount(whole, { locale }).text,
  });
  return (
    <>
      {pool.failure !== null && (
        <Banner tone="danger" title={t("failed", { name: pool.failure.name ?? pool.failure.data })} />
      )}
      {!pool.isCurrent && <Banner tone="warn" title={t("outdated")} />}
      <Facts>
        <Fact label={t("state")} value={words(pool.state)} />
        <Fact label={t("operator")} value={<Address value={pool.operator} href={`/address/${pool.operator}`} />} />
        <Fact label={t("fee")} value={formatBps(pool.feeBps, locale)} />
        <Fact label={t("slots")} value={String(pool.openSlots)} />
        <Fact label={t("minimum")} value={<Amount value={BigInt(pool.minimumContribution)} />} />
        <Fact label={t("key")} value={<Key value={pool.ed25519} />} />
        {pool.nodeId !== null && <Fact label={t("node")} value={<NodeLink id={pool.nodeId} />} />}
      </Facts>
      <div className="max-w-120">
        <Meter label={t("filled")} value={part} max={whole} text={text} />
      </div>
    </>
  );
}

function Contributions({ pool: { contributions } }: { readonly pool: PoolDetail }) {
  const t = useT(messages);
  return (
    <Table
      caption={t("contributions")}
      hideCaption
      rows={contributions}
      rowKey={({ staker }) => staker}
      empty={<EmptyState title={t("none")} />}
      columns={[
        {
          id: "staker",
          header: t("staker"),
          cell: ({ staker }) => <Address value={staker} href={`/address/${staker}`} />,
        },
        {
          id: "beneficiary",
          header: t("beneficiary"),
          cell: ({ beneficiary }) => <Address value={beneficiary} href={`/address/${beneficiary}`} />,
        },
        { id: "amount", header: t("amount"), align: "end", cell: ({ amount }) => <Amount value={BigInt(amount)} /> },
        { id: "first", header: t("first"), cell: ({ firstAt }) => <Time at={firstAt} /> },
      ]}
    />
  );
}
