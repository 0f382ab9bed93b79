import type { NodeDetail } from "@session/sdk/indexer-api";
import { defineMessages, Fact, Facts, Link, Time, useT } from "@session/ui";
import { NoRounds } from "../../parts/NoRounds.tsx";
import { useReason } from "../../parts/reasons.ts";

const messages = defineMessages("explorer.nodeChecks", {
  verdict: "Last taken out of service",
  never: "never",
  at: "{time}, in <block>block {height}</block>",
  reason: "Reason",
  version: "Version of the rules it knows",
});

/** What the network found out about a node: verdicts with their reasons, and why there are no proofs and tests to show. */
export function NodeChecks({ node: { lastDecommission, chain } }: { readonly node: NodeDetail }) {
  const t = useT(messages);
  const reasonOf = useReason();
  return (
    <>
      <Facts>
        <Fact
          label={t("verdict")}
          value={
            lastDecommission === null
              ? t("never")
              : t.rich("at", {
                  time: <Time key="time" at={lastDecommission.at} />,
                  height: String(lastDecommission.height),
                  block: (text) => (
                    <Link key="block" href={`/blocks/${lastDecommission.height}`}>
                      {text}
                    </Link>
                  ),
                })
          }
        />
        {lastDecommission !== null && <Fact label={t("reason")} value={reasonOf(lastDecommission.reason)} />}
        {chain !== null && <Fact label={t("version")} value={String(chain.forkVersion)} />}
      </Facts>
      <NoRounds />
    </>
  );
}
