import { Amount, Button, ButtonLink, Chart, EmptyState, Fact, Facts, Table, useT } from "@session/ui";
import type { ReactNode } from "react";
import { rewardMessages } from "./messages.ts";
import { type RewardDay, sumOf, toPoints } from "./model.ts";

export type RewardDaysProps = {
  /** Oldest first. */
  readonly days: readonly RewardDay[];
  /** First day of the range. */
  readonly from: string;
  /** The file of the whole range. */
  readonly csvHref: string;
  readonly onReset: () => void;
};

/** A range as a chart and as a list, newest day first. */
export function RewardDays({ days, from, csvHref, onReset }: RewardDaysProps) {
  const t = useT(rewardMessages);
  if (days.length === 0) return <NoneInRange onReset={onReset} />;
  return (
    <>
      <Facts>
        <Fact size="lg" label={t("inRange")} value={<Amount value={sumOf(days)} copy />} />
      </Facts>
      <Chart
        title={t("chart")}
        unit={t("unit")}
        series={[{ id: "earned", label: t("amount"), kind: "bar" }]}
        points={toPoints(days, from)}
      />
      <DayList days={days} csvHref={csvHref} />
    </>
  );
}

/** Day by day, newest first, and the file that has every node's part. */
export function DayList({ days, csvHref }: Pick<RewardDaysProps, "days" | "csvHref">) {
  const t = useT(rewardMessages);
  return (
    <>
      <div>
        <ButtonLink href={csvHref}>{t("csv")}</ButtonLink>
      </div>
      <Table<RewardDay>
        caption={t("caption")}
        rows={[...days].reverse()}
        rowKey={({ day }) => day}
        columns={[
          { id: "day", header: t("day"), cell: ({ day }) => day, sortBy: ({ day }) => day },
          {
            id: "amount",
            header: t("amount"),
            align: "end",
            cell: ({ amount }) => <Amount value={amount} />,
            sortBy: ({ amount }) => amount,
          },
        ]}
      />
    </>
  );
}

function NoneInRange({ onReset }: { readonly onReset: () => void }): ReactNode {
  const t = useT(rewardMessages);
  return (
    <EmptyState title={t("emptyRange")} action={<Button onClick={onReset}>{t("reset")}</Button>}>
      {t("emptyRangeWhy")}
    </EmptyState>
  );
}

/** Of an account that has earned nothing at all. */
export function NothingYet() {
  const t = useT(rewardMessages);
  const action = (
    <span className="flex flex-wrap justify-center gap-3">
      <ButtonLink href="/stake" variant="primary">
        {t("join")}
      </ButtonLink>
      <ButtonLink href="/register">{t("run")}</ButtonLink>
    </span>
  );
  return (
    <EmptyState title={t("empty")} action={action}>
      {t("emptyWhy")}
    </EmptyState>
  );
}
