import { Toast as Primitive } from "radix-ui";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import type { BannerTone } from "./Banner.tsx";
import { StateShape } from "./Pill.tsx";

export type ToastMessage = {
  tone: BannerTone;
  title: ReactNode;
  children?: ReactNode;
  /** How long it stays, ms; `danger` stays until closed. */
  durationMs?: number;
};

type Shown = ToastMessage & { id: number };
const DURATION_MS = 6000;
const SHAPES = { info: "ring", warn: "fullTriangle", danger: "cross", good: "disc" } as const;
const ToastContext = createContext<(message: ToastMessage) => void>(() => {
  throw new TypeError("useToast needs a ToastProvider above it");
});

/** Shows a message that leaves by itself; what must be acted on belongs into a Banner or the page. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

function ToastItem({ message, onClose }: { message: Shown; onClose: () => void }) {
  const t = useUiText();
  const { tone, title, children, durationMs = DURATION_MS } = message;
  return (
    <Primitive.Root
      open
      type={tone === "danger" ? "foreground" : "background"}
      duration={tone === "danger" ? Number.POSITIVE_INFINITY : durationMs}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="flex animate-appear items-start gap-3 rounded-md border border-line bg-raised p-4 shadow-md"
    >
      <span className="flex h-5 items-center">
        <StateShape shape={SHAPES[tone]} tone={tone} />
      </span>
      <div className="min-w-0 flex-1">
        <Primitive.Title className="font-medium">
          <span className="sr-only">{t(`banner.${tone}`)}: </span>
          {title}
        </Primitive.Title>
        {children !== undefined && (
          <Primitive.Description asChild>
            <div className="text-muted">{children}</div>
          </Primitive.Description>
        )}
      </div>
      <Primitive.Close
        aria-label={t("action.close")}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-line hover:text-text"
      >
        <svg aria-hidden="true" viewBox="0 0 16 16" className="size-3.5 stroke-current stroke-[1.5]">
          <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />
        </svg>
      </Primitive.Close>
    </Primitive.Root>
  );
}

/** Holds the toasts of the app. F8 leads the keyboard to them; they wait while hovered or focused. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useUiText();
  const [shown, setShown] = useState<{ next: number; toasts: readonly Shown[] }>({ next: 0, toasts: [] });
  const show = useCallback((message: ToastMessage) => {
    setShown(({ next, toasts }) => ({ next: next + 1, toasts: [...toasts, { ...message, id: next }] }));
  }, []);
  const close = (id: number) =>
    setShown(({ next, toasts }) => ({ next, toasts: toasts.filter((toast) => toast.id !== id) }));
  const label = useMemo(() => t("toast.label"), [t]);
  return (
    <ToastContext value={show}>
      <Primitive.Provider label={label}>
        {children}
        {shown.toasts.map((toast) => (
          <ToastItem key={toast.id} message={toast} onClose={() => close(toast.id)} />
        ))}
        <Primitive.Viewport
          label={`${label} ({hotkey})`}
          className="fixed end-4 bottom-4 z-50 flex w-[calc(100%-2rem)] max-w-96 flex-col gap-2"
        />
      </Primitive.Provider>
    </ToastContext>
  );
}
