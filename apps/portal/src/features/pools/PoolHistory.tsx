import {
  Address,
  Amount,
  type CursorPages,
  cursorOf,
  defineMessages,
  EmptyState,
  firstPage,
  formatBps,
  Key,
  Pagination,
  Timeline,
  useLocale,
  useT,
} from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { type PoolEvent, type PoolHistoryEntry, toHistoryEntry } from "./historyModel.ts";

const messages = defineMessages("portal.poolHistory", {
  title: "What happened",
  empty: "Nothing yet",
  PoolDeployed: "{who} made the pool",
  Contributed: "{who} contributed {amount}",
  ContributionWithdrawn: "{amount} went back to {who}",
  BeneficiaryUpdated: "{who} sends its rewards to {receiver}",
  FeeUpdated: "The operator set its fee to {fee}",
  PubkeysUpdated: "The operator set the node's keys, and its fee to {fee}",
  ReservedContributorsUpdated: "The operator changed the places kept",
  ManualFinalizeUpdated:
    "{isManual, select, yes {The operator starts the node itself} other {The node starts by itself}}",
  PoolReset: "The operator cancelled; everybody got their contribution back",
  Finalized: "The pool registered node {node}",
  NewServiceNode: "The network's contract took node {node} and its stake",
  FinalizationFailed: "The registration failed; it can be tried again",
  Rescued: "The operator took tokens sent here by mistake",
  PoolStaked: "A vesting contract brought {amount}",
  PoolWithdrawn: "A vesting contract got {amount} back",
  transaction: "transaction",
});

const LOOK: Readonly<
  Partial<Record<PoolEvent, { shape: "disc" | "cross" | "ring"; tone: "good" | "danger" | "warn" }>>
> = {
  Contributed: { shape: "disc", tone: "good" },
  ContributionWithdrawn: { shape: "ring", tone: "warn" },
  PoolReset: { shape: "ring", tone: "warn" },
  Finalized: { shape: "disc", tone: "good" },
  FinalizationFailed: { shape: "cross", tone: "danger" },
};
const PAGE_SIZE = 10;

/** Everything that happened at a pool, newest first. */
export function PoolHistory({ pool }: { readonly pool: Hex }) {
  const t = useT(messages);
  const [pages, setPages] = useState<CursorPages>(firstPage);
  const cursor = cursorOf(pages);
  const topic = `pool:${pool.toLowerCase()}` as `pool:0x${string}`;
  const input = { address: pool, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) };
  const history = useAnswer("getPoolHistory", input, { topics: [topic] });
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-base">{t("title")}</h2>
      <Answered query={history}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <EmptyState title={t("empty")} />}
            <Timeline
              label={t("title")}
              entries={items.map(toHistoryEntry).map((entry) => ({
                ...{ id: entry.id, at: entry.at, title: <Sentence entry={entry} /> },
                ...(entry.txHash === undefined
                  ? {}
                  : { detail: <Key value={entry.txHash} thing={t("transaction")} /> }),
                ...(entry.event === undefined ? {} : LOOK[entry.event]),
              }))}
            />
            {(next !== null || pages.length > 1) && (
              <Pagination label={t("title")} pages={pages} next={next} onChange={setPages} />
            )}
          </>
        )}
      </Answered>
    </section>
  );
}

function Sentence({ entry }: { readonly entry: PoolHistoryEntry }) {
  const t = useT(messages);
  const { locale } = useLocale();
  const { event, type, who, amount, receiver, feeBps, isManual, nodeId } = entry;
  if (event === undefined) return type;
  return t.rich(event, {
    who: who === undefined ? "" : <Address value={who} copy={false} />,
    receiver: receiver === undefined ? "" : <Address value={receiver} copy={false} />,
    amount: amount === undefined ? "" : <Amount value={amount} />,
    fee: feeBps === undefined ? "" : formatBps(feeBps, locale),
    isManual: isManual ? "yes" : "no",
    node: nodeId ?? "",
  });
}
