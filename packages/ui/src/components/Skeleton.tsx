import { useUiText } from "../i18n/useUiText.ts";

/** A place held while something loads: `lines` of text. Screen readers hear "Loading" once. */
export function Skeleton({ lines = 1 }: { lines?: number }) {
  const t = useUiText();
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">{t("list.loading")}</span>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((id) => (
        <div key={id} aria-hidden="true" className="h-4 animate-wait rounded-md bg-line last:not-only:w-2/3" />
      ))}
    </div>
  );
}
