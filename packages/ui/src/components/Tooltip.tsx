import { Tooltip as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";

export type TooltipProps = {
  /** One sentence. */
  text: ReactNode;
  /** The word it explains. */
  children: ReactNode;
};

/** Explains a word: by hover, focus and tap; Escape closes. Nothing that is needed may stand in it alone. */
export function Tooltip({ text, children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  return (
    <Primitive.Provider delayDuration={200}>
      <Primitive.Root open={open} onOpenChange={setOpen}>
        <Primitive.Trigger
          type="button"
          // Radix closes on a press, which would leave touch screens without the text.
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => {
            event.preventDefault();
            setOpen(true);
          }}
          className="cursor-help rounded-md text-start underline decoration-faint decoration-dotted underline-offset-4"
        >
          {children}
        </Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={12}
            className="z-50 max-w-80 animate-appear rounded-md border border-line bg-raised px-3 py-2 text-xs text-text shadow-md"
          >
            {text}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
