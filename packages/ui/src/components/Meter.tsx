import { type ReactNode, useId } from "react";

export type MeterProps = {
  label: ReactNode;
  /** Both in the same unit; bigint for amounts. */
  value: bigint | number;
  max: bigint | number;
  /** The value in words: "18,750 of 25,000 SESH". Shown beside the label. */
  text: string;
  tone?: "good" | "warn" | "danger" | "info";
};

const FILL = { good: "bg-accent", warn: "bg-warn", danger: "bg-danger", info: "bg-info" } as const;

/** Share of a whole in 1/100 %, cut, between 0 and 10,000; 0 for a whole of nothing. */
export function toFillBps(value: bigint | number, max: bigint | number): number {
  if (typeof value === "bigint" && typeof max === "bigint") {
    if (max <= 0n || value <= 0n) return 0;
    return value >= max ? 10_000 : Number((value * 10_000n) / max);
  }
  const [part, whole] = [Number(value), Number(max)];
  return whole > 0 ? Math.min(10_000, Math.max(0, Math.floor((part / whole) * 10_000))) : 0;
}

/** How full something is: credit, a pool, a claim window. The text carries the figures, the bar only their share. */
export function Meter({ label, value, max, text, tone = "good" }: MeterProps) {
  const id = useId();
  const percent = toFillBps(value, max) / 100;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={id} className="text-xs text-muted">
          {label}
        </span>
        <span className="text-sm">{text}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> can't be styled alike in all browsers. */}
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-md border border-edge"
      >
        <div className={`h-full ${FILL[tone]}`} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
