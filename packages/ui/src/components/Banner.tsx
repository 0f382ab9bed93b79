import type { ReactNode } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { type PillShape, StateShape } from "./Pill.tsx";

export type BannerTone = "info" | "warn" | "danger" | "good";
export type BannerProps = {
  tone: BannerTone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
};

const BORDERS = { info: "border-info", warn: "border-warn", danger: "border-danger", good: "border-accent" } as const;
const SHAPES: Readonly<Record<BannerTone, PillShape>> = {
  info: "ring",
  warn: "fullTriangle",
  danger: "cross",
  good: "disc",
};

/** A message about the whole page or section: shape and word before colour. */
export function Banner({ tone, title, children, action }: BannerProps) {
  const t = useUiText();
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 border-s-2 bg-raised px-4 py-3 ${BORDERS[tone]}`}
    >
      <span className="flex h-5 items-center">
        <StateShape shape={SHAPES[tone]} tone={tone} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          <span className="sr-only">{t(`banner.${tone}`)}: </span>
          {title}
        </p>
        {children !== undefined && <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
