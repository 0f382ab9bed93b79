import { defineMessages, EmptyState, Link, Time, useT } from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { toHappenings } from "./model.ts";

const messages = defineMessages("portal.latestEvents", {
  title: "What happened",
  empty: "Nothing yet",
  emptyWhy: "Nodes that join or leave and rewards that are claimed show here.",
  joined: "joined the network",
  seeded: "was there from the start",
  exitRequested: "asked to leave",
  left: "left, its stake was returned",
  liquidated: "was liquidated",
  claimed: "Rewards were claimed",
  node: "Node {id}",
});

export function LatestEvents() {
  const t = useT(messages);
  const events = useAnswer("listEvents", { contract: "rewards", limit: 20 }, { topics: ["events"] });
  return (
    <section className="flex flex-col gap-2">
      <h2 className="text-base">{t("title")}</h2>
      <Answered query={events}>
        {({ items }) => {
          const shown = toHappenings(items).slice(0, 8);
          if (shown.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>;
          return (
            <ul>
              {shown.map(({ key, kind, at, nodeId }) => (
                <li key={key} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-2">
                  <span>
                    {nodeId !== null && <Link href={`/node/${nodeId}`}>{t("node", { id: nodeId })}</Link>} {t(kind)}
                  </span>
                  <span className="text-muted">
                    <Time at={at} />
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Answered>
    </section>
  );
}
