import { defineMessages, StatePill, useT } from "@session/ui";
import { getRouteApi } from "@tanstack/react-router";
import { Answered } from "../data/Answered.tsx";
import { toShownState } from "../data/shownState.ts";
import { useAnswer } from "../data/useAnswer.ts";
import { NodeFacts } from "../features/node/NodeFacts.tsx";
import { NodeShares } from "../features/node/NodeShares.tsx";
import { NodeTimeline } from "../features/node/NodeTimeline.tsx";

const messages = defineMessages("portal.nodePage", { title: "Node {id}" });
const route = getRouteApi("/node/$id");

export function NodePage() {
  const t = useT(messages);
  const { id } = route.useParams();
  const topics = /^\d{1,8}$/.test(id) ? ([`node:${Number(id)}`, "network"] as const) : (["network"] as const);
  const node = useAnswer("getNode", { id }, { topics });
  return (
    <Answered query={node} lines={8}>
      {(detail) => (
        <>
          <h1 className="flex flex-wrap items-baseline gap-x-4 text-xl">
            {t("title", { id: String(detail.id) })}
            <span className="text-base font-normal">
              <StatePill state={toShownState(detail)} />
            </span>
          </h1>
          <NodeFacts node={detail} />
          <NodeShares node={detail} />
          <NodeTimeline entries={detail.timeline} />
        </>
      )}
    </Answered>
  );
}
