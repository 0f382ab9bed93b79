import { defineMessages, Key, Link, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { useExplorer } from "../app/explorer.ts";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { ProgressSteps } from "../features/transaction/ProgressSteps.tsx";
import { TransactionEvents } from "../features/transaction/TransactionEvents.tsx";
import { Section } from "../parts/Section.tsx";

const messages = defineMessages("explorer.transactionPage", {
  title: "Transaction",
  hash: "transaction",
  way: "Its way through both chains",
  events: "What it logged",
  elsewhere: "On the L2's own explorer",
});
const route = getRouteApi("/tx/$hash");

export function TransactionPage() {
  const t = useT(messages);
  const { config } = useExplorer();
  const { hash } = route.useParams();
  const progress = useAnswer("getTransactionProgress", { hash }, { topics: ["network", "events"] });
  return (
    <>
      <PageHead title={t("title")} json={`/v1/tx/${hash}/progress`} />
      <p className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Key value={hash} full thing={t("hash")} />
        {config.l2ExplorerUrl !== null && <Link href={`${config.l2ExplorerUrl}/tx/${hash}`}>{t("elsewhere")}</Link>}
      </p>
      <Answered query={progress} lines={8}>
        {(data) => (
          <>
            <Section title={t("way")}>
              <ProgressSteps progress={data} />
            </Section>
            <Section title={t("events")}>
              <TransactionEvents events={data.events} />
            </Section>
          </>
        )}
      </Answered>
    </>
  );
}
