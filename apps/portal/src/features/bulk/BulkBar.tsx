import type { StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { Button, useT } from "@session/ui";
import { bulkMessages } from "./messages.ts";
import { type BulkKind, bulkChoices, type RowKey } from "./model.ts";

export type BulkBarProps = {
  readonly stakes: StakesResponse;
  readonly ticked: ReadonlySet<RowKey>;
  readonly isBlocked: boolean;
  /** A queue is under way: a second one would wait for the same wallet. */
  readonly isBusy: boolean;
  readonly onAct: (kind: BulkKind, actions: readonly StakeAction[]) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
};

/** What can be done about the ticked nodes together. */
export function BulkBar({ stakes, ticked, isBlocked, isBusy, onAct, onAll, onClear }: BulkBarProps) {
  const t = useT(bulkMessages);
  const choices = [...bulkChoices(stakes, ticked)];
  return (
    <section className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4" aria-label={t("bar")}>
      <span className="text-muted" aria-live="polite">
        {t("selected", { count: ticked.size })}
      </span>
      {choices.map(([kind, actions]) => (
        <Button key={kind} size="sm" disabled={isBlocked || isBusy} onClick={() => onAct(kind, actions)}>
          {t(`act.${kind}`, { count: actions.length })}
        </Button>
      ))}
      {ticked.size > 0 && choices.length === 0 && <span>{t("nothing")}</span>}
      {ticked.size > 0 && isBusy && <span className="text-warn">{t("busy")}</span>}
      <Button size="sm" variant="quiet" onClick={ticked.size === 0 ? onAll : onClear}>
        {t(ticked.size === 0 ? "all" : "none")}
      </Button>
    </section>
  );
}
