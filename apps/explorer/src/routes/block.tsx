import type { IndexedBlock } from "@session/sdk/indexer-api";
import { ButtonLink, defineMessages, useT } from "@session/ui";
import { getRouteApi, Navigate } from "@tanstack/react-router";
import { PageHead } from "../app/PageHead.tsx";
import { Answered } from "../data/Answered.tsx";
import { useAnswer } from "../data/useAnswer.ts";
import { BlockChanges } from "../features/block/BlockChanges.tsx";
import { BlockEvents } from "../features/block/BlockEvents.tsx";
import { HeaderFacts } from "../features/block/HeaderFacts.tsx";
import { NodeLink } from "../parts/NodeLink.tsx";
import { Section } from "../parts/Section.tsx";
import { SignerGrid } from "../parts/SignerGrid.tsx";

const messages = defineMessages("explorer.blockPage", {
  title: "Block {height}",
  newest: "Newest block",
  commit: "Who made it final",
  grid: "Commit of block {height}",
  round: "round {round}",
  events: "L2 events it carries",
  changes: "What it changed",
  ready: "Nodes that said they are ready",
  previous: "Previous",
  next: "Next",
});
const route = getRouteApi("/blocks/$id");

export function BlockPage() {
  const t = useT(messages);
  const { id } = route.useParams();
  const block = useAnswer("getBlock", { id }, { topics: id === "latest" ? ["network"] : [] });
  const title = block.data === undefined ? id : String(block.data.height);
  return (
    <>
      <PageHead title={id === "latest" ? t("newest") : t("title", { height: title })} json={`/v1/blocks/${id}`} />
      <Answered query={block} lines={12}>
        {(data) =>
          // The newest one is another one in a moment: what is read and shared stays one.
          id === "latest" ? (
            <Navigate to="/blocks/$id" params={{ id: String(data.height) }} replace />
          ) : (
            <Content block={data} />
          )
        }
      </Answered>
    </>
  );
}

function Content({ block }: { readonly block: IndexedBlock }) {
  const t = useT(messages);
  const { height, commit, ready } = block;
  return (
    <>
      <nav aria-label={t("title", { height: String(height) })} className="flex gap-3">
        {height > 1 && (
          <ButtonLink size="sm" href={`/blocks/${height - 1}`}>
            {t("previous")}
          </ButtonLink>
        )}
        <ButtonLink size="sm" href={`/blocks/${height + 1}`}>
          {t("next")}
        </ButtonLink>
      </nav>
      <HeaderFacts block={block} />
      <Section title={t("commit")} aside={<span className="text-muted">{t("round", { round: commit.round })}</span>}>
        <SignerGrid label={t("grid", { height: String(height) })} signers={commit} />
      </Section>
      <Section title={t("events")}>
        <BlockEvents block={block} />
      </Section>
      <Section title={t("changes")}>
        <BlockChanges block={block} />
      </Section>
      {ready.length > 0 && (
        <Section title={t("ready")}>
          <p className="flex flex-wrap gap-3">
            {ready.map((id) => (
              <NodeLink key={id} id={id} />
            ))}
          </p>
        </Section>
      )}
    </>
  );
}
