import { type ReactNode, useEffect, useId, useRef } from "react";
import { useUiText } from "../i18n/useUiText.ts";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One sentence under the title, read out with it. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
};

const CLOSE =
  "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-line hover:text-text";

function CloseButton({ onClick }: { onClick: () => void }) {
  const t = useUiText();
  return (
    <button type="button" aria-label={t("action.close")} onClick={onClick} className={CLOSE}>
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4" stroke="currentColor" strokeWidth="1.5">
        <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
      </svg>
    </button>
  );
}

/** The browser's own modal dialog; where it has none (a DOM without layout) the dialog opens without a backdrop. */
function showModal(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  if (typeof dialog.showModal === "function") dialog.showModal();
  else dialog.setAttribute("open", "");
}

/**
 * A modal dialog: the page behind is inert, Escape closes, the focus returns to where it was.
 *
 * It is `<dialog>` and not Radix's: that one locks scrolling by an injected `<style>`, which `style-src 'self'` refuses.
 */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ onOpenChange, title, description, children, actions }: Omit<DialogProps, "open">) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const before = document.activeElement;
    showModal(dialog);
    return () => {
      if (typeof dialog.close === "function") dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      onCancel={(event) => {
        event.preventDefault();
        onOpenChange(false);
      }}
      className="m-auto w-[calc(100%-2rem)] max-w-128 animate-appear rounded-md border border-line bg-raised p-6 text-text shadow-md backdrop:bg-[rgb(0_0_0/0.6)]"
    >
      <div className="flex flex-col gap-4">
        <div className="flex items-start justify-between gap-4">
          <h2 id={`${id}-title`} className="text-lg">
            {title}
          </h2>
          <CloseButton onClick={() => onOpenChange(false)} />
        </div>
        {description !== undefined && (
          <p id={`${id}-description`} className="text-muted">
            {description}
          </p>
        )}
        {children}
        {actions !== undefined && <div className="flex flex-wrap justify-end gap-3">{actions}</div>}
      </div>
    </dialog>
  );
}
