import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { Button } from "./Button.tsx";

export type ErrorStateProps = {
  /** What happened. */
  title?: ReactNode;
  /** Why, and what to do next. */
  children?: ReactNode;
  /** The code, in small print. */
  code?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** True while it tries again. */
  retrying?: boolean;
};

/** Shown where something couldn't be loaded or done: what happened, why, what next; announced at once. */
export function ErrorState({ title, children, code, onRetry, retrying = false }: ErrorStateProps) {
  const t = useUiText();
  return (
    <div role="alert" className="flex flex-col items-start gap-2 border-s-2 border-danger py-2 ps-4">
      <p className="text-base font-medium">{title ?? t("error.title")}</p>
      {children !== undefined && <div className="max-w-prose text-muted">{children}</div>}
      {code !== undefined && <p className="font-mono text-xs text-muted">{t("error.code", { code })}</p>}
      {onRetry !== undefined && (
        <div className="mt-2">
          <Button onClick={onRetry} busy={retrying} size="sm">
            {t("action.retry")}
          </Button>
        </div>
      )}
    </div>
  );
}
