import { sparkPath } from "../model/sparkPath.ts";

export type SparkProps = {
  /** What it shows and how it went, in words: the picture says no more than this to those who can't see it. */
  label: string;
  /** Values in equal steps of time; null where there is none. For drawing only. */
  values: readonly (number | null)[];
};

const [WIDTH, HEIGHT] = [96, 24];

/** A small line without axes, beside a figure. */
export function Spark({ label, values }: SparkProps) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="inline-block h-6 w-24 fill-none stroke-accent stroke-[1.5] rtl:-scale-x-100"
    >
      <path d={sparkPath(values, WIDTH, HEIGHT)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
