import { ButtonLink, defineMessages, StatePill, useT } from "@session/ui";
import { toShownState } from "../../data/shownState.ts";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.poolNode", {
  title: "Its node",
  node: "Node {id}",
  look: "Look at node {id}",
  stakes: "My stakes",
});

/** The node a pool has registered. */
export function PoolNode({ nodeId }: { readonly nodeId: number }) {
  const t = useT(messages);
  const node = useAnswer("getNode", { id: nodeId }, { topics: [`node:${nodeId}`] });
  const id = String(nodeId);
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base">{t("title")}</h2>
      <div className="flex flex-wrap items-center gap-4">
        <span>{t("node", { id })}</span>
        {node.data !== undefined && <StatePill state={toShownState(node.data)} />}
        <ButtonLink href={`/node/${id}`}>{t("look", { id })}</ButtonLink>
        <ButtonLink href="/stakes">{t("stakes")}</ButtonLink>
      </div>
    </section>
  );
}
