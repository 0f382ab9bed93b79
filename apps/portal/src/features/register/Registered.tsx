import type { NodeSummary } from "@session/sdk/indexer-api";
import { ButtonLink, defineMessages, StatePill, useT } from "@session/ui";
import { toKnownState } from "../../data/knownState.ts";

const messages = defineMessages("portal.registered", {
  node: "Node {id} is registered",
  look: "Look at node {id}",
  mine: "My stakes",
});

/** The node of a key, once the network knows it. */
export function Registered({ node }: { readonly node: NodeSummary }) {
  const t = useT(messages);
  const id = String(node.id);
  return (
    <section className="flex flex-wrap items-center gap-4">
      <span className="text-base font-medium">{t("node", { id })}</span>
      <StatePill state={toKnownState(node)} />
      <ButtonLink href={`/node/${id}`}>{t("look", { id })}</ButtonLink>
      <ButtonLink href="/stakes">{t("mine")}</ButtonLink>
    </section>
  );
}
