import type { SupplyResponse } from "@session/sdk/indexer-api";
import { Address, Amount, defineMessages, EmptyState, Fact, Facts, Table, Time, useT } from "@session/ui";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { Section } from "../parts/Section.tsx";

const messages = defineMessages("explorer.supplyPage", {
  title: "Supply",
  why: "Circulating is everything less the reward pool and what vestings hold that hasn't vested. Stakes of others circulate.",
  total: "Total",
  circulating: "Circulating",
  staked: "Staked",
  rewardPool: "Reward pool",
  unvested: "Not vested yet",
  vestings: "Vestings",
  noVestings: "No vesting contracts on this network",
  contract: "Contract",
  beneficiary: "Beneficiary",
  kind: "Kind",
  stakingKind: "all at the end, may stake",
  linear: "evenly",
  end: "Ends",
  released: "Paid out",
  distribution: "As published",
  part: "Part",
  amount: "Amount",
});

export function SupplyPage() {
  const t = useT(messages);
  const supply = useAnswer("getSupply", {}, { topics: ["network", "events"] });
  return (
    <>
      <PageHead title={t("title")} json="/v1/supply">
        {t("why")}
      </PageHead>
      <Answered query={supply} lines={8}>
        {(data) => <Content supply={data} />}
      </Answered>
    </>
  );
}

function Content({ supply }: { readonly supply: SupplyResponse }) {
  const t = useT(messages);
  const { total, circulating, staked, rewardPool, unvested, distribution } = supply;
  return (
    <>
      <Facts>
        <Fact size="lg" label={t("circulating")} value={<Amount value={BigInt(circulating)} maxDecimals={0} />} />
        <Fact size="lg" label={t("total")} value={<Amount value={BigInt(total)} maxDecimals={0} />} />
      </Facts>
      <Facts>
        <Fact label={t("rewardPool")} value={<Amount value={BigInt(rewardPool)} maxDecimals={0} />} />
        <Fact label={t("unvested")} value={<Amount value={BigInt(unvested)} maxDecimals={0} />} />
        <Fact label={t("staked")} value={<Amount value={BigInt(staked)} maxDecimals={0} />} />
      </Facts>
      <Vestings supply={supply} />
      {distribution.length > 0 && (
        <Section title={t("distribution")}>
          <Table
            caption={t("distribution")}
            hideCaption
            rows={distribution}
            rowKey={({ part }) => part}
            columns={[
              { id: "part", header: t("part"), cell: ({ part }) => part },
              {
                id: "amount",
                header: t("amount"),
                align: "end",
                cell: ({ amount }) => <Amount value={BigInt(amount)} />,
              },
            ]}
          />
        </Section>
      )}
    </>
  );
}

function Vestings({ supply: { vestings } }: { readonly supply: SupplyResponse }) {
  const t = useT(messages);
  return (
    <Section title={t("vestings")}>
      <Table
        caption={t("vestings")}
        hideCaption
        csvName="vestings"
        rows={vestings}
        rowKey={({ address }) => address}
        empty={<EmptyState title={t("noVestings")} />}
        columns={[
          {
            id: "contract",
            header: t("contract"),
            cell: ({ address }) => <Address value={address} href={`/address/${address}`} />,
            csv: ({ address }) => address,
          },
          {
            id: "beneficiary",
            header: t("beneficiary"),
            cell: ({ beneficiary }) => <Address value={beneficiary} href={`/address/${beneficiary}`} />,
            csv: ({ beneficiary }) => beneficiary,
          },
          {
            id: "kind",
            header: t("kind"),
            cell: ({ kind }) => t(kind === "staking" ? "stakingKind" : "linear"),
            csv: ({ kind }) => kind,
          },
          { id: "end", header: t("end"), cell: ({ end }) => <Time at={end} precision="day" />, csv: ({ end }) => end },
          {
            id: "released",
            header: t("released"),
            align: "end",
            cell: ({ released }) => <Amount value={BigInt(released)} />,
            csv: ({ released }) => released,
          },
          {
            id: "unvested",
            header: t("unvested"),
            align: "end",
            cell: ({ unvested }) => <Amount value={BigInt(unvested)} />,
            csv: ({ unvested }) => unvested,
          },
        ]}
      />
    </Section>
  );
}
