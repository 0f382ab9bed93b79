import { defineMessages, Link, useT } from "@session/ui";

const messages = defineMessages("explorer.nodeLink", { node: "node {id}" });

export function NodeLink({ id }: { readonly id: number }) {
  const t = useT(messages);
  return <Link href={`/nodes/${id}`}>{t("node", { id: String(id) })}</Link>;
}
