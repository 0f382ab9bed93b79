import { useUiText } from "../i18n/useUiText.ts";
import { type CursorPages, toNextPage, toPreviousPage } from "../model/cursorPages.ts";
import { Button } from "./Button.tsx";

export type PaginationProps = {
  /** Names the list it belongs to. */
  label: string;
  pages: CursorPages;
  /** `next` of the answer: null on the last page, undefined while it loads. */
  next: string | null | undefined;
  onChange: (pages: CursorPages) => void;
};

/** Pages by cursor: back, forward, and the number of the open one. */
export function Pagination({ label, pages, next, onChange }: PaginationProps) {
  const t = useUiText();
  return (
    <nav aria-label={t("pages.label", { list: label })} className="flex items-center gap-3">
      <Button size="sm" disabled={pages.length <= 1} onClick={() => onChange(toPreviousPage(pages))}>
        {t("pages.previous")}
      </Button>
      <span aria-live="polite" className="text-xs text-muted">
        {t("pages.page", { page: pages.length })}
      </span>
      <Button
        size="sm"
        disabled={next === null || next === undefined}
        onClick={() => {
          if (typeof next === "string") onChange(toNextPage(pages, next));
        }}
      >
        {t("pages.next")}
      </Button>
    </nav>
  );
}
