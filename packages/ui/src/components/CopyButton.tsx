import { useEffect, useState } from "react";
import { useUiText } from "../i18n/useUiText.ts";

export type CopyButtonProps = {
  /** Text that goes to the clipboard. */
  text: string;
  /** What it is, for the button's name: "Copy {thing}". */
  thing: string;
};

/** Copies a text; says whether it worked, to screen readers too. */
export function CopyButton({ text, thing }: CopyButtonProps) {
  const t = useUiText();
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  const label = t("action.copyThing", { thing });
  const said = outcome === "copied" ? t("action.copied") : outcome === "failed" ? t("action.copyFailed") : "";
  return (
    <>
      <button
        type="button"
        aria-label={label}
        title={said || label}
        onClick={() => void copy()}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-line hover:text-text"
      >
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="size-3.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        >
          {outcome === "copied" && <path d="M3 8.5 6.5 12 13 4.5" />}
          {outcome === "failed" && <path d="M4 4l8 8M12 4l-8 8" />}
          {outcome === undefined && <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />}
        </svg>
      </button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
