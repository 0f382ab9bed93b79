import { ButtonLink, defineMessages, StatePill, useT } from "@session/ui";
import { useAnswer } from "../../data/useAnswer.ts";

const messages = defineMessages("portal.registered", {
  node: "Node {id}",
  look: "Look at node {id}",
  mine: "My stakes",
  waits: "The node's own page shows here once the network has seen it.",
});

/** What has become of the node of a key, once the network knows it. */
export function Registered({ ed25519 }: { readonly ed25519: string }) {
  const t = useT(messages);
  const { data } = useAnswer("listNodes", { search: ed25519, state: "all" }, { topics: ["network"], everyMs: 2_000 });
  const node = data?.items.at(-1);
  if (node === undefined) return <p className="text-muted">{t("waits")}</p>;
  return (
    <section className="flex flex-wrap items-center gap-4">
      <span>{t("node", { id: String(node.id) })}</span>
      <StatePill state={node.state} />
      <ButtonLink href={`/node/${node.id}`}>{t("look", { id: String(node.id) })}</ButtonLink>
      <ButtonLink href="/stakes">{t("mine")}</ButtonLink>
    </section>
  );
}
