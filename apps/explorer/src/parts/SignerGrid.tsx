import { BitGrid, defineMessages, useT } from "@session/ui";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { NodeLink } from "./NodeLink.tsx";
import { type Signers, toCells } from "./signers.ts";

const messages = defineMessages("explorer.signerGrid", {
  node: "node {id}",
  nobody: "Nobody was absent.",
  absent: "{count, plural, one {# node was absent:} other {# nodes were absent:}}",
  more: "and {count, number} more, in the JSON of this page",
});

export type SignerGridProps = {
  /** "Signatures of checkpoint 140". */
  readonly label: string;
  readonly signers: Signers;
};

/** Absentees named in words; the picture and the JSON have all. */
const MOST_NAMED = 100;

/** Who signed, as a picture, and who didn't, by name. */
export function SignerGrid({ label, signers }: SignerGridProps) {
  const t = useT(messages);
  const navigate = useNavigate();
  const { ids, cells } = useMemo(() => toCells(signers), [signers]);
  const absent = ids.filter((_, index) => cells[index] === "absent");
  return (
    <div className="flex flex-col gap-3">
      <BitGrid
        label={label}
        cells={cells}
        nameOf={(index) => t("node", { id: String(ids[index]) })}
        onSelect={(index) => void navigate({ to: "/nodes/$id", params: { id: String(ids[index]) } })}
      />
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        {absent.length === 0 ? t("nobody") : t("absent", { count: absent.length })}
        {absent.slice(0, MOST_NAMED).map((id) => (
          <NodeLink key={id} id={id} />
        ))}
        {absent.length > MOST_NAMED && <span>{t("more", { count: absent.length - MOST_NAMED })}</span>}
      </p>
    </div>
  );
}
