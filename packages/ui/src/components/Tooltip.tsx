import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { placeBubble } from "../model/placeBubble.ts";

export type TooltipProps = {
  /** One sentence. */
  text: ReactNode;
  /** The word it explains. */
  children: ReactNode;
};

/** Long enough to pass over a word without reading, and to go from the word to its bubble. */
const DELAY_MS = 200;

/** Opens after a delay, closes after one: by pointer; at once by focus and press. */
function useOpen() {
  const [open, setOpen] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (to: boolean, delayMs = 0) => {
    clearTimeout(timer.current);
    if (delayMs === 0) setOpen(to);
    else timer.current = setTimeout(() => setOpen(to), delayMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!open) return;
    const close = () => setOpen(false);
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // The dialog it may stand in stays open.
      event.preventDefault();
      close();
    };
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("scroll", close, true);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("scroll", close, true);
    };
  }, [open]);
  return [open, set] as const;
}

/** Explains a word: by hover, focus and tap; Escape closes. Nothing that is needed may stand in it alone. */
export function Tooltip({ text, children }: TooltipProps) {
  const [open, setOpen] = useOpen();
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    // It holds the word and its bubble, so that a pointer may go over.
    <span
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && setOpen(true, DELAY_MS)}
      onPointerLeave={({ pointerType }) => pointerType === "mouse" && setOpen(false, DELAY_MS)}
    >
      <button
        ref={trigger}
        type="button"
        aria-describedby={open ? id : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        className="min-h-6 cursor-help rounded-md text-start underline decoration-faint decoration-dotted underline-offset-4"
      >
        {children}
      </button>
      {open && (
        <Bubble id={id} about={trigger}>
          {text}
        </Bubble>
      )}
    </span>
  );
}

/** Above dialogs, and cut by nothing; a DOM without layout has no such layer. */
const HAS_TOP_LAYER = typeof HTMLElement !== "undefined" && typeof HTMLElement.prototype.showPopover === "function";

type BubbleProps = { id: string; about: { readonly current: HTMLElement | null }; children: ReactNode };

function Bubble({ id, about, children }: BubbleProps) {
  const ref = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const bubble = ref.current;
    if (bubble === null || about.current === null) return;
    if (HAS_TOP_LAYER) bubble.showPopover();
    const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { left, top } = placeBubble(about.current.getBoundingClientRect(), bubble.getBoundingClientRect(), view);
    bubble.style.left = `${left}px`;
    bubble.style.top = `${top}px`;
  }, [about]);
  return (
    <span
      ref={ref}
      id={id}
      role="tooltip"
      popover={HAS_TOP_LAYER ? "manual" : undefined}
      className="fixed inset-auto m-0 block max-w-80 animate-appear rounded-md border border-line bg-raised px-3 py-2 text-start text-xs font-normal text-text shadow-md"
    >
      {children}
    </span>
  );
}
