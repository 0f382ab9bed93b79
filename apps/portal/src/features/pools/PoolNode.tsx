import { ButtonLink, defineMessages, StatePill, useT } from "@session/ui";
import { toKnownState } from "../../data/knownState.ts";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.poolNode", {
  title: "Its node",
  node: "Node {id}",
  look: "Look at node {id}",
  stakes: "My stakes",
});

/** The node a pool has registered. */
export function PoolNode({ nodeId, ed25519 }: { readonly nodeId: number; readonly ed25519: string }) {
  const t = useT(messages);
  // Not asked for by its id, which the indexer may not know yet: the contract is a moment ahead.
  const found = useAnswer("listNodes", { search: ed25519, state: "all" }, { topics: ["network", `node:${nodeId}`] });
  const node = found.data?.items.find(({ id }) => id === nodeId);
  const id = String(nodeId);
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-base">{t("title")}</h2>
      <div className="flex flex-wrap items-center gap-4">
        <span>{t("node", { id })}</span>
        {node !== undefined && <StatePill state={toKnownState(node)} />}
        <ButtonLink href={`/node/${id}`}>{t("look", { id })}</ButtonLink>
        <ButtonLink href="/stakes">{t("stakes")}</ButtonLink>
      </div>
    </section>
  );
}
