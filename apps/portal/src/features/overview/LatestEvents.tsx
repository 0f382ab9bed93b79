import { Amount, defineMessages, EmptyState, Link, shortenHex, Time, useT } from "@session/ui";
import { Answered } from "../../data/Answered.tsx";
import { useAnswer } from "../../data/useAnswer.ts";
import { type Happening, toHappenings } from "./model.ts";

const messages = defineMessages("portal.latestEvents", {
  title: "What happened",
  empty: "Nothing yet",
  emptyWhy: "Nodes that join or leave, pools that open and rewards that are claimed show here.",
  joined: "{node} joined the network",
  seeded: "{node} was there from the start",
  exitRequested: "{node} asked to leave",
  left: "{node} left; {amount} went back to its stakers",
  leftLocked: "{node} left; its stake stays locked for a while",
  liquidated: "{node} was liquidated",
  paidOut: "{amount} of {node} were unlocked and paid out",
  claimed: "{amount} of rewards were claimed",
  poolOpened: "{pool} opened",
  node: "Node {id}",
  pool: "Pool {address}",
});

const SHOWN = 8;

/** What became of nodes, pools and rewards, live. */
export function LatestEvents() {
  const t = useT(messages);
  const rewards = useAnswer("listEvents", { contract: "rewards", limit: 50 }, { topics: ["events"] });
  const pools = useAnswer("listEvents", { contract: "factory", limit: SHOWN }, { topics: ["events"] });
  return (
    <section className="flex min-h-48 flex-col gap-2">
      <h2 className="text-lg">{t("title")}</h2>
      <Answered query={rewards}>
        {({ items }) => {
          const shown = toHappenings([...items, ...(pools.data?.items ?? [])]).slice(0, SHOWN);
          if (shown.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>;
          return (
            <ul>
              {shown.map((happening) => (
                <li
                  key={happening.key}
                  className="flex min-h-10 flex-wrap items-center justify-between gap-x-4 border-b border-line py-2"
                >
                  <span>
                    <Sentence happening={happening} />
                  </span>
                  <span className="text-xs text-muted">
                    <Time at={happening.at} />
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

function Sentence({ happening: { kind, nodeId, pool, amount } }: { readonly happening: Happening }) {
  const t = useT(messages);
  return t.rich(kind, {
    node: <Link href={`/node/${nodeId}`}>{t("node", { id: nodeId })}</Link>,
    pool: <Link href={`/stake/${pool}`}>{t("pool", { address: shortenHex(pool ?? "") })}</Link>,
    amount: <Amount value={amount ?? 0n} />,
  });
}
