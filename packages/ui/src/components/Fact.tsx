import type { ReactNode } from "react";
import { formatDuration } from "../format/formatDuration.ts";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";

export type FactProps = {
  label: ReactNode;
  value: ReactNode;
  /** How old the value is, in seconds; absent for what doesn't age. */
  ageSec?: number | undefined;
  /** From when on the age is said to be too much. */
  staleAfterSec?: number | undefined;
  /** Where it comes from: "L2 block 123", "indexer". */
  source?: ReactNode;
  /** `lg` for the figures a page is about. */
  size?: "md" | "lg";
};

/** A labelled figure with its age and source. Put several into `Facts`. */
export function Fact({ label, value, ageSec, staleAfterSec, source, size = "md" }: FactProps) {
  const t = useUiText();
  const { locale } = useLocale();
  const isStale = ageSec !== undefined && staleAfterSec !== undefined && ageSec > staleAfterSec;
  return (
    <div className="flex min-w-0 flex-col">
      {/* As high as a label that can be pressed for its explanation, so that figures line up. */}
      <dt className="flex min-h-6 items-center text-xs text-muted">{label}</dt>
      <dd
        className={
          size === "lg"
            ? "text-lg font-medium md:text-xl [&_data]:whitespace-normal"
            : "text-base font-medium wrap-break-word"
        }
      >
        {value}
      </dd>
      {(ageSec !== undefined || source !== undefined) && (
        <dd className={isStale ? "text-xs text-warn" : "text-xs text-muted"}>
          {ageSec !== undefined && t("fact.age", { age: formatDuration(ageSec, locale) })}
          {isStale && ` · ${t("fact.stale")}`}
          {ageSec !== undefined && source !== undefined && " · "}
          {source !== undefined && t.rich("fact.source", { source })}
        </dd>
      )}
    </div>
  );
}

/** Facts in a row; two by two, lined up, on narrow screens. A definition list. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-4 gap-y-4 md:flex md:flex-wrap md:gap-x-12">{children}</dl>;
}
