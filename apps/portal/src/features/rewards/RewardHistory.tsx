import { Amount, ButtonLink, defineMessages, EmptyState, Table, useT } from "@session/ui";
import type { Hex } from "viem";
import { usePortal } from "../../app/portal.ts";
import { Answered } from "../../data/Answered.tsx";
import type { Answer } from "../../data/useAnswer.ts";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.rewardHistory", {
  caption: "Rewards by day (UTC)",
  day: "Day",
  amount: "Earned",
  csv: "Download as CSV",
  empty: "No rewards yet",
  emptyWhy: "What your nodes and shares earn shows here, day by day.",
});

type Day = Answer<"getRewardHistory">["items"][number];

/** What an account earned, newest day first; the file has every node's part. */
export function RewardHistory({ account }: { readonly account: Hex }) {
  const t = useT(messages);
  const { config } = usePortal();
  const topic = `address:${account.toLowerCase()}` as `address:0x${string}`;
  const history = useAnswer("getRewardHistory", { address: account }, { topics: [topic] });
  return (
    <>
      <div>
        <ButtonLink href={`${config.indexerUrl}/v1/rewards/${account}/history.csv`}>{t("csv")}</ButtonLink>
      </div>
      <Answered query={history}>
        {({ items }) => (
          <Table<Day>
            caption={t("caption")}
            rows={[...items].reverse()}
            rowKey={({ day }) => day}
            empty={<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}
            columns={[
              { id: "day", header: t("day"), cell: ({ day }) => day },
              {
                id: "amount",
                header: t("amount"),
                align: "end",
                cell: ({ amount }) => <Amount value={BigInt(amount)} />,
              },
            ]}
          />
        )}
      </Answered>
    </>
  );
}
