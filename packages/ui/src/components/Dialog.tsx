import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
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

/** A modal dialog: keeps the focus, closes by Escape, gives the focus back. */
export function Dialog({ open, onOpenChange, title, description, children, actions }: DialogProps) {
  const t = useUiText();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-black/60" />
        <Primitive.Content
          {...(description === undefined && { "aria-describedby": undefined })}
          className="fixed inset-x-4 top-1/2 z-50 mx-auto flex max-h-[calc(100dvh-2rem)] max-w-128 -translate-y-1/2 animate-appear flex-col gap-4 overflow-y-auto rounded-md border border-line bg-raised p-6 shadow-md"
        >
          <div className="flex items-start justify-between gap-4">
            <Primitive.Title className="text-lg">{title}</Primitive.Title>
            <Primitive.Close
              aria-label={t("action.close")}
              className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-line hover:text-text"
            >
              <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4" stroke="currentColor" strokeWidth="1.5">
                <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
              </svg>
            </Primitive.Close>
          </div>
          {description !== undefined && (
            <Primitive.Description className="text-muted">{description}</Primitive.Description>
          )}
          {children}
          {actions !== undefined && <div className="flex flex-wrap justify-end gap-3">{actions}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
