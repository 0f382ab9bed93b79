import { defineMessages, Pill, useT } from "@session/ui";

const messages = defineMessages("explorer.outcomeCell", {
  applied: "applied",
  rejected: "rejected",
  waiting: "not in a block yet",
});

export type OutcomeCellProps = {
  /** Null while the appchain hasn't carried it. */
  readonly outcome: {
    readonly result: "applied" | "rejected";
    readonly code: string | null;
    readonly message: string | null;
  } | null;
};

/** What the appchain made of an L2 event, with the reason where it refused it. */
export function OutcomeCell({ outcome }: OutcomeCellProps) {
  const t = useT(messages);
  if (outcome === null) return <Pill shape="dashedRing" tone="neutral" word={t("waiting")} />;
  if (outcome.result === "applied") return <Pill shape="disc" tone="good" word={t("applied")} />;
  return (
    <span className="flex flex-col">
      <Pill shape="cross" tone="danger" word={t("rejected")} />
      <span className="text-xs text-muted">
        {outcome.message ?? ""} {outcome.code !== null && <code className="font-mono">{outcome.code}</code>}
      </span>
    </span>
  );
}
