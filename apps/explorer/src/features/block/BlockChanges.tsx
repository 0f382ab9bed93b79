import type { IndexedBlock } from "@session/sdk/indexer-api";
import { Banner, defineMessages, useT } from "@session/ui";
import { DetailText } from "../../parts/DetailText.tsx";
import { useHappening } from "../../parts/happenings.ts";
import { NodeLink } from "../../parts/NodeLink.tsx";

const messages = defineMessages("explorer.blockChanges", {
  none: "Nothing changed but what everybody earned.",
  evidence: "Proof that node {id} signed two different things at height {height}, round {round}",
});

/** What the block changed, and whom it convicts. */
export function BlockChanges({ block: { changes, evidence } }: { readonly block: IndexedBlock }) {
  const t = useT(messages);
  const happening = useHappening();
  return (
    <>
      {evidence.map(({ nodeId, height, round, type }) => (
        <Banner
          key={`${nodeId}-${height}-${round}-${type}`}
          tone="danger"
          title={t("evidence", { id: String(nodeId), height: String(height), round })}
        />
      ))}
      {changes.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ul className="flex flex-col gap-2">
        {changes.map(({ type, nodeId, detail }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of a final block's changes is what they are.
          <li key={index} className="flex flex-wrap items-baseline gap-x-3">
            {nodeId !== null && <NodeLink id={nodeId} />}
            <span>{happening(type)}</span>
            <DetailText detail={detail} />
          </li>
        ))}
      </ul>
    </>
  );
}
