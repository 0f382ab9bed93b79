import { useUiText } from "../i18n/useUiText.ts";

/** From here on lines are a flicker of stripes; one quiet block holds their place instead. */
const MOST_LINES = 6;
const LINE_REM = 1.5;

/** A place held while something loads: the height of `lines` of text. Screen readers hear "Loading" once. */
export function Skeleton({ lines = 1 }: { lines?: number }) {
  const t = useUiText();
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">{t("list.loading")}</span>
      {lines > MOST_LINES ? (
        <div
          aria-hidden="true"
          className="animate-wait rounded-md border border-line bg-raised"
          style={{ height: `${lines * LINE_REM - 0.5}rem` }}
        />
      ) : (
        Array.from({ length: lines }, (_, line) => `line-${line}`).map((id) => (
          <div key={id} aria-hidden="true" className="h-4 animate-wait rounded-md bg-line last:not-only:w-2/3" />
        ))
      )}
    </div>
  );
}
